import type { Page } from 'playwright-core';
import { check, say, sees, seesNot, type Walk } from './walk.ts';

const dialog = (page: Page) => page.getByRole('dialog');

/** With an app that uses everything that Slack has for apps. */
export const surfaceWalks: Readonly<Record<string, Walk>> = {
  async 'a form: opened, corrected, filled while it loads, submitted'(page) {
    await say(page, '/all form');
    await dialog(page).getByRole('heading', { name: 'First' }).waitFor();
    check((await page.evaluate('document.activeElement.tagName')) === 'INPUT', 'the first field has no focus');
    await page.getByRole('button', { name: 'Send' }).last().click();
    await sees(page, 'Please complete this required field.');
    await dialog(page).getByLabel('Name').fill('Loud');
    await dialog(page).getByRole('combobox', { name: /Owner/ }).pressSequentially('team');
    await dialog(page).getByRole('option', { name: 'team-delivery' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    check((await dialog(page).getByRole('combobox', { name: /Owner/ }).inputValue()) === 'team-storefront', 'the second was not picked');
    await dialog(page).getByLabel('Two').check();
    await page.getByRole('button', { name: 'Send' }).last().click();
    await sees(page, 'Small letters only.');
    check(await dialog(page).getByLabel('Two').isChecked(), 'what was entered is gone');
    await dialog(page).getByLabel('Name').fill('quiet');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'hidden' });
    await page.locator('#rail').getByText('Switchboard').click();
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await sees(page, '"owner":"team-storefront"');
  },

  async 'a menu whose options come in groups'(page) {
    const option = (name: string) => ({ text: { type: 'plain_text', text: name }, value: name });
    const groups = [
      { label: 'Services', options: [option('cart')] },
      { label: 'Teams', options: [option('cartographers')] },
    ];
    await page.route('**/workbench/suggest', (route) => route.fulfill({ json: { groups } }));
    await say(page, '/all form');
    const combo = dialog(page).getByRole('combobox', { name: /Owner/ });
    await combo.pressSequentially('cart');
    await dialog(page).getByRole('group', { name: 'Teams' }).getByRole('option', { name: 'cartographers' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    check((await combo.inputValue()) === 'cartographers', 'the one of the second group was not picked');
    await page.unroute('**/workbench/suggest');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
  },

  async 'views on views: pushed, changed, back, Escape'(page) {
    await say(page, '/all form');
    await dialog(page).getByLabel('Name').fill('kept');
    await dialog(page).getByRole('button', { name: 'Deeper' }).click();
    await dialog(page).getByRole('heading', { name: 'Second' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Rewrite' }).click();
    await dialog(page).getByRole('heading', { name: 'Rewritten' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Back' }).click();
    await dialog(page).getByRole('heading', { name: 'First' }).waitFor();
    check((await dialog(page).getByLabel('Name').inputValue()) === 'kept', 'what was entered below is gone');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
  },

  async 'shortcuts: from everywhere and at a message, with the keyboard'(page) {
    await page.getByRole('button', { name: 'Shortcuts', exact: true }).press('Enter');
    await page.getByRole('menuitem', { name: 'anywhere' }).press('Enter');
    await dialog(page).getByRole('heading', { name: 'From anywhere' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: '1 reply' }).first().click();
    await page.locator('#thread').getByText('Checkout is slow').waitFor();
    await page.getByRole('button', { name: 'Shortcuts for the message of Alerts' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'message' }).press('Enter');
    await sees(page, 'About: CrashLoopBackOff');
  },

  async 'mentions, direct messages and the Home tab'(page) {
    await say(page, 'who owns this @switchboard ?');
    await page.locator('#posts > li', { hasText: 'who owns this' }).getByRole('link', { name: '1 reply' }).click();
    await page.locator('#thread').getByText('You called?').waitFor();
    await page.locator('#rail').getByText('Switchboard').click();
    await page.getByRole('heading', { name: 'Welcome home' }).waitFor();
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await say(page, 'hello');
    await sees(page, 'Between us.');
  },

  async 'what is not drawn is shown as its JSON; a button replaces its message'(page) {
    await say(page, '/all show');
    await page.getByText('Not drawn here: context_actions').click();
    await sees(page, '"feedback_buttons"');
    await page.getByRole('button', { name: 'Again' }).click();
    await sees(page, 'Replaced.');
    await seesNot(page, 'Not drawn here');
  },
};
