import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startProduct } from '../../bench/product.ts';
import { everySurface } from '../support/every-surface.ts';
import { startWorkbenchApp } from '../support/workbench-app.ts';
import { productWalks } from './product-walks.ts';
import { surfaceWalks } from './surface-walks.ts';
import type { Walk } from './walk.ts';

/**
 * `npm run test:browser`: the workbench driven in a headless Chromium as a person would. `BROWSER_SCREENSHOTS=docs/images`
 * keeps README's pictures. The last line counts the walks.
 */
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (!browserPath) throw new Error('There is no Chromium: install it, on Debian with `apt-get install chromium`.');

const folder = mkdtempSync(join(tmpdir(), 'switchboard-browser-'));
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const options = { executablePath: browserPath, headless: true, args, viewport: { width: 1200, height: 760 } };
let failed = 0;
let passed = 0;

const context = await chromium.launchPersistentContext(join(folder, 'profile'), options);
try {
  // The first start makes the database; the second is what people see every day.
  const variables = { DATA_DIR: join(folder, 'data') };
  await (await startProduct(variables, 60)).stop();
  const before = performance.now();
  const product = await startProduct(variables, 60);
  await walkAll(product.url, productWalks(before));
  await product.stop();
  const surfaces = await startWorkbenchApp(everySurface());
  await walkAll(surfaces.url, surfaceWalks);
  await surfaces.stop();
} finally {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Each walk on a page of its own; what the page itself complains of fails it too. */
async function walkAll(url: string, walks: Readonly<Record<string, Walk>>): Promise<void> {
  for (const [name, walk] of Object.entries(walks)) {
    const page = await context.newPage();
    page.setDefaultTimeout(5000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    try {
      await open(page, url);
      await walk(page);
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
      passed += 1;
      console.log(`✓ ${name}`);
    } catch (error) {
      failed += 1;
      console.error(`✗ ${name}\n${String(error)}`);
      await page.screenshot({ path: join(tmpdir(), `switchboard-browser-failed-${failed}.png`) });
    }
    await page.close();
  }
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url.replace('127.0.0.1', 'localhost'));
  await page.locator('html[data-ready]').waitFor();
}
