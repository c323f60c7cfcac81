import type { Page } from 'playwright-core';

/** What a person does on a page that has just been opened; throws when something is not as they should find it. */
export type Walk = (page: Page) => Promise<void>;

export const composer = (page: Page) => page.getByRole('combobox', { name: 'Message', exact: true });

/** Types into the box below the channel and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Escape');
  await composer(page).press('Enter');
}

export async function sees(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}

/** It is not there, or goes away. */
export async function seesNot(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'hidden' });
}

export function check(fact: unknown, what: string): asserts fact {
  if (!fact) throw new Error(what);
}
