import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkbenchApp, type WorkbenchApp } from '../../test/support/workbench-app.ts';

let app: WorkbenchApp;
beforeAll(async () => void (app = await startWorkbenchApp([])));
afterAll(() => app.stop());

/** `fetch` does not let us choose the host. */
function get(headers: Record<string, string>, path = '/', method = 'GET'): Promise<number> {
  return new Promise((done, fail) => {
    request(app.url + path, { method, headers }, (response) => done(response.resume().statusCode ?? 0))
      .on('error', fail)
      .end(method === 'POST' ? '{}' : undefined);
  });
}

test('only names of this machine with our port are served', async () => {
  const { port } = new URL(app.url);
  for (const name of ['localhost', '127.0.0.1', '[::1]']) expect(await get({ host: `${name}:${port}` })).toBe(200);
  for (const host of ['evil.example', `evil.example:${port}`, 'localhost', 'localhost:1', `127.0.0.1.evil.example:${port}`]) {
    expect(await get({ host })).toBe(403);
  }
});

test('other pages cannot reach in: by origin, by what the browser says, by not knowing the token', async () => {
  const host = new URL(app.url).host;
  expect(await get({ host, origin: 'https://evil.example' })).toBe(403);
  expect(await get({ host, origin: 'null' })).toBe(403);
  expect(await get({ host, origin: 'http://localhost:1' })).toBe(403);
  expect(await get({ host, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await get({ host, 'sec-fetch-site': 'same-site' }, '/workbench/events')).toBe(403);
  expect(await get({ host, 'sec-fetch-site': 'none' })).toBe(200);
  expect(await get({ host, origin: `http://${host}` }, '/workbench/say', 'POST')).toBe(403);
  expect(await get({ host, 'x-workbench-token': 'guess' }, '/workbench/say', 'POST')).toBe(403);
});

test('the page runs nothing but its own files and is shown in no other page', async () => {
  const page = await app.ask('/');
  const policy = page.headers.get('content-security-policy') ?? '';
  for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) expect(policy).toContain(rule);
  expect(await page.text()).not.toMatch(/<script(?! type="module" src="\/workbench\/page\.js")|<style|\son\w+=|\sstyle=/);
  for (const name of ['page.css', 'page.js', 'modals.js']) expect((await app.ask(`/workbench/${name}`)).status).toBe(200);
  expect((await app.ask('/workbench/..%2fdoor.ts')).status).toBe(404);
  expect((await app.ask('/workbench/toString')).status).toBe(404);
});

test('nobody acts as the app, as a stranger, or in a way that does not exist', async () => {
  for (const as of ['U0BOT', 'U0MARA', 'U0NOBODY']) {
    expect((await app.ask('/workbench/say', { post: { as, channel: 'C0INCIDENTS', text: 'hi' } })).status).toBe(404);
  }
  expect((await app.ask('/workbench/constructor', { post: { as: 'U0ANA' } })).status).toBe(404);
});

test('what is no JSON is the page’s mistake, not ours', async () => {
  expect((await app.ask('/workbench/say', { post: '{broken' })).status).toBe(400);
});
