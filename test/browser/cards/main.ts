import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cards } from './cards.ts';
import { openCompany } from './company.ts';
import { deskAt } from './desk.ts';

/**
 * Takes the pictures of docs/cards.md: `node bin/switchboard.mjs --node test/browser/cards/main.ts [folder] [width] [names…]`,
 * in about two minutes. With 390 it is how a phone shows them.
 */
const [folder = join(import.meta.dirname, '../../../docs/images/cards'), width = '860', ...only] = process.argv.slice(2);
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (!browserPath) throw new Error('There is no Chromium: install it, on Debian with `apt-get install chromium`.');
mkdirSync(folder, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), 'switchboard-cards-browser-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: browserPath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  viewport: { width: Number(width), height: 1600 },
});
const company = await openCompany();
try {
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  await page.goto(company.url);
  await page.locator('html[data-ready]').waitFor();
  const desk = deskAt(page, folder);
  for (const [name, card] of Object.entries(cards).filter(([one]) => only.length === 0 || only.includes(one))) {
    try {
      await desk.go('C0INCIDENTS');
      await card(desk, company);
      console.log(`✓ ${name}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`✗ ${name}\n${String(error)}`);
      await page.screenshot({ path: join(tmpdir(), `switchboard-cards-failed-${name}.png`) });
      await page.keyboard.press('Escape');
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  await company.stop();
}
