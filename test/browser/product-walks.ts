import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { check, composer, say, sees, seesNot, type Walk } from './walk.ts';

const pictures = process.env['BROWSER_SCREENSHOTS'];

async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), scale: 'css' });
}

/** With the example organisation, as after `npm start`. `startedAt`: when the process was started, by `performance.now()`. */
export const productWalks = (startedAt: number): Readonly<Record<string, Walk>> => ({
  async 'the page is usable within five seconds of a warm start'(page) {
    await composer(page).waitFor();
    const seconds = (performance.now() - startedAt) / 1000;
    console.log(`  ${seconds.toFixed(1)} s from start to page`);
    check(seconds <= 5, `It took ${seconds.toFixed(1)} s.`);
  },

  async 'a command is completed, answered to the asker alone, and shared'(page) {
    await composer(page).click();
    await page.keyboard.type('/who');
    check(await page.getByRole('option', { name: /\/whoowns/ }).isVisible(), 'no completion');
    await page.keyboard.press('Tab');
    await page.keyboard.type('payments-api');
    await page.keyboard.press('Enter');
    await sees(page, 'Only visible to you, Ana Ferreira');
    await page.getByText('payments-api is owned by Team Payments').first().waitFor();
    await picture(page, 'card-light');
    await page.getByRole('button', { name: 'Dark' }).click();
    check((await page.evaluate('getComputedStyle(document.body).backgroundColor')) === 'rgb(26, 29, 33)', 'not dark');
    await picture(page, 'card-dark');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: 'Share in Channel' }).click();
    await sees(page, 'Shared by');
    await page.getByRole('radio', { name: /Kenji Mori/ }).check();
    await sees(page, 'Shared by');
    await seesNot(page, 'Only visible to you');
  },

  async 'buttons answer below the card'(page) {
    await say(page, '/whoowns fraud-check');
    await page.getByRole('button', { name: 'More actions' }).last().click();
    await page.getByRole('menuitem', { name: 'Why' }).last().click();
    await sees(page, /fraud-check\/catalog-info\.yaml/);
  },

  async 'a picture of what is around a thing comes where one is alone with the app'(page) {
    // Where nothing has been asked yet, so that there is one card.
    await page.getByRole('link', { name: /team-payments/ }).click();
    await sees(page, 'Team Payments at work');
    await say(page, '/whoowns payments-api');
    await page.getByRole('button', { name: 'Dependencies' }).last().click();
    await page.getByRole('button', { name: 'Picture', exact: true }).last().click();
    await sees(page, 'The picture of payments-api is in our direct messages.');
    await page.locator('#rail').getByText('Switchboard').click();
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.getByRole('img', { name: /^payments-api: \d+ needed/ }).waitFor();
    const width = await page.evaluate(
      "document.querySelector('.b-file img').decode().then(() => document.querySelector('.b-file img').naturalWidth)",
    );
    check(Number(width) > 1000, 'no picture');
    await picture(page, 'picture-light');
    await page.getByRole('button', { name: 'Dark' }).click();
    await picture(page, 'picture-dark');
    await page.getByRole('button', { name: 'Dark' }).click();
  },

  async 'registering is refused with the key that allows it'(page) {
    await say(page, '/catalog register https://github.com/acme/shop');
    await sees(page, /permissions\.register is not set/);
    await say(page, '/catalog unregister');
    await sees(page, 'Nothing is registered.');
  },

  async 'a guest is refused politely and sees only what guests see'(page) {
    await page.getByRole('radio', { name: /Gita Rao/ }).check();
    await page.locator('#rail').getByText('lunch').waitFor({ state: 'hidden' });
    await say(page, '/whoowns payments-api');
    await sees(page, 'The catalog is for members of this workspace.');
  },

  async 'a channel shared with another organisation is not posted to'(page) {
    await page.getByRole('link', { name: /halyard-northwind/ }).click();
    await sees(page, 'Shared with Northwind');
    await say(page, '/whoowns payments-api');
    await page.getByText('payments-api is owned by').first().waitFor();
    const share = page.getByRole('button', { name: 'Share in Channel' });
    if (await share.isVisible()) {
      await share.click();
      await sees(page, /Another organisation can read this channel/);
    }
    await page.getByRole('radio', { name: /Kenji Mori/ }).check();
    await page.locator('[name=as][value=U0KENJI]:checked').waitFor();
    await seesNot(page, 'payments-api is owned by');
  },

  async 'everything is reached with the keyboard'(page) {
    await page.keyboard.press('Tab');
    check((await page.evaluate('document.activeElement.textContent')) === 'Skip to the messages', 'no way to skip');
    await page.keyboard.press('Enter');
    check((await page.evaluate('document.activeElement.id')) === 'main', 'not skipped');
    await say(page, '/whoowns courier-gateway');
    await page.getByText('courier-gateway is owned by').first().waitFor();
    await page.getByRole('button', { name: 'More actions' }).last().press('Enter');
    await page.getByRole('menuitem', { name: 'Why' }).last().press('Enter');
    // What only that answer says: until it is there the page may still move the focus.
    await sees(page, /Whom to ask/);
    await page.getByRole('radio', { name: /Ana Ferreira/ }).press('ArrowRight');
    await page.getByRole('radio', { name: /Kenji Mori/, checked: true }).waitFor();
  },

  async 'commands in threads are refused, replies are not'(page) {
    await page.getByRole('link', { name: '1 reply' }).click();
    const reply = page.getByRole('combobox', { name: 'Reply in thread' });
    await reply.fill('/whoowns fraud-check');
    await reply.press('Enter');
    await sees(page, '/whoowns is not supported in threads. Sorry!');
    await reply.fill('Looking.');
    await reply.press('Enter');
    await page.locator('#thread').getByText('Looking.').waitFor();
    await page.getByRole('link', { name: '2 replies' }).waitFor();
  },

  async 'at a message, from everywhere, by a mention and directly: the same answer'(page) {
    await page.getByRole('button', { name: 'Shortcuts for the message of Alerts' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Who owns this?' }).press('Enter');
    await page.getByText('fraud-check is owned by Team Payments').first().waitFor();
    await page.getByRole('button', { name: 'Shortcuts', exact: true }).press('Enter');
    await page.getByRole('menuitem', { name: 'Find Owner' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').pressSequentially('stock-a');
    await dialog.getByRole('option', { name: /stock-api/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await say(page, '@switchboard who owns tracking-api?');
    await page.locator('#posts > li', { hasText: 'who owns tracking-api?' }).getByRole('link', { name: '1 reply' }).click();
    await page.locator('#thread').getByText('tracking-api is owned by').waitFor();
    await page.locator('#rail').getByText('Switchboard').click();
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await say(page, 'who owns accounts-api?');
    await page.getByText('accounts-api is owned by').first().waitFor();
  },

  async 'one click is enough at the foot of a form whose list is open'(page) {
    const dialog = page.getByRole('dialog');
    const open = async () => {
      await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Find Owner' }).click();
      await dialog.getByRole('option', { name: /payments-api/ }).waitFor();
    };
    await open();
    await dialog.getByRole('button', { name: 'Show Owner' }).click();
    await dialog.getByText('Please complete this required field.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await open();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  },

  async 'the Home tab: own teams, a card over it, and Find Owner; another person has another, a guest none'(page) {
    await page.locator('#rail').getByText('Switchboard').click();
    await page.getByRole('heading', { name: 'My teams' }).waitFor();
    await page.getByText('Team Payments owns').waitFor();
    await page.setViewportSize({ width: 1200, height: 900 });
    await picture(page, 'home-light');
    await page.getByRole('button', { name: 'Dark' }).click();
    await picture(page, 'home-dark');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: 'Show Card: payments-api' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('payments-api is owned by Team Payments').waitFor();
    await dialog.getByRole('button', { name: 'More actions' }).click();
    await dialog.getByRole('menuitem', { name: 'Why' }).click();
    await dialog.getByText('It decides who is in which group').waitFor();
    await dialog.locator('[data-close=all]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Find Owner' }).click();
    await dialog.getByRole('combobox').pressSequentially('stock-a');
    await dialog.getByRole('option', { name: /stock-api/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('radio', { name: /Kenji Mori/ }).check();
    await page.getByText('Team Storefront owns').waitFor();
    await page.getByRole('radio', { name: /Gita Rao/ }).check();
    await sees(page, 'The catalog is for members of this workspace.');
    await seesNot(page, 'My teams');
  },

  async 'a small window still works'(page) {
    await page.setViewportSize({ width: 420, height: 760 });
    await say(page, '/whoowns stock-api');
    await page.getByText('stock-api is owned by').first().waitFor();
    check(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it scrolls sideways');
    check(await page.evaluate('document.documentElement.scrollHeight <= innerHeight'), 'the box to write in is below the window');
    await page.getByRole('link', { name: /team-payments/ }).click();
    await sees(page, 'Team Payments at work');
  },
});
