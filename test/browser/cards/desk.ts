import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { composer, say } from '../walk.ts';

/** What a person does to see a card, and the pictures of it. */
export interface Desk {
  page: Page;
  /** The newest message that is there. */
  last: () => Locator;
  /** The newest message with a picture. */
  drawn: () => Locator;
  /** Sends a message or a command, and waits for what comes of it. */
  ask: (text: string) => Promise<void>;
  /** Presses a button of the newest message and waits for another message or another text of it. */
  press: (label: string) => Promise<void>;
  /** The same in its menu behind ⋯. */
  pick: (label: string) => Promise<void>;
  /** Goes to another channel, or as another person. */
  go: (at: string, as?: string) => Promise<void>;
  /** Keeps what is seen, light and dark. */
  keep: (name: string, what?: Locator) => Promise<void>;
}

export function deskAt(page: Page, folder: string): Desk {
  const posts = () => page.locator('#posts > li.post');
  const last = () => posts().last();
  const seen = () => page.locator('#posts').innerText();
  const after = async (what: () => Promise<void>) => {
    const before = await seen();
    await what();
    await changed(page, before);
  };
  return {
    page,
    last,
    drawn: () => page.locator('#posts > li.post', { has: page.locator('img') }).last(),
    async ask(text) {
      const before = await posts().count();
      await say(page, text);
      await posts().nth(before).waitFor();
    },
    press: (label) => after(() => last().getByRole('button', { name: label, exact: true }).click()),
    pick: (label) =>
      after(async () => {
        await last().getByRole('button', { name: 'More actions' }).click();
        await last().getByRole('menuitem', { name: label, exact: true }).click();
      }),
    async go(at, as = 'U0ANA') {
      await page.evaluate(`location.hash = '${new URLSearchParams({ as, at }).toString()}'`);
      await page.locator('#rail [aria-current]').first().waitFor();
      await page.waitForLoadState('networkidle');
      await composer(page).waitFor();
    },
    async keep(name, what = last()) {
      await page.mouse.move(0, 0);
      await page.evaluate('document.activeElement.blur(); Promise.all([...document.images].map((one) => one.decode().catch(() => {})))');
      for (const theme of ['light', 'dark']) {
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        await what.screenshot({ path: join(folder, `${name}-${theme}.png`), scale: 'css', animations: 'disabled' });
      }
    },
  };
}

async function changed(page: Page, before: string): Promise<void> {
  const deadline = Date.now() + 6000;
  while ((await page.locator('#posts').innerText()) === before) {
    if (Date.now() > deadline) throw new Error('Nothing came of it.');
    await page.waitForTimeout(30);
  }
}
