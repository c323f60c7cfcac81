import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWorkbenchApp, type WorkbenchApp } from '../../test/support/workbench-app.ts';
import { startTestSlack } from '../../test/support/test-slack.ts';
import { createFiles, mostFileBytes } from './files.ts';
import { type Json, text } from './json.ts';

let app: WorkbenchApp;
beforeAll(async () => void (app = await startWorkbenchApp([])));
afterAll(() => app.stop());

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('picture')]);

async function share(file: { name: string; bytes: Buffer; altText?: string }): Promise<Json> {
  const { name, bytes, altText } = file;
  const asked = await app.api.call('files.getUploadURLExternal', {
    filename: name,
    length: bytes.length,
    ...(altText && { alt_txt: altText }),
  });
  expect((await fetch(text(asked['upload_url']), { method: 'POST', body: Uint8Array.from(bytes) })).status).toBe(200);
  const files = [{ id: asked['file_id'], title: `About <b>${name}</b>` }];
  return app.api.call('files.completeUploadExternal', { files, channel_id: 'C0INCIDENTS', initial_comment: 'Look' });
}

test('a picture is shown with what it says; the browser is told that it is one', async () => {
  await share({ name: 'graph.png', bytes: png, altText: 'six "needed"' });
  const { main } = await app.look('U0ANA');
  const [, path = '', alt] = /<img src="([^"]+)" alt="([^"]+)">/.exec(main) ?? [];
  expect(alt).toBe('six &quot;needed&quot;');
  const answer = await app.ask(path);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
});

test('anything else is offered for download, whatever its name says, and runs nowhere', async () => {
  await share({ name: 'page.png', bytes: Buffer.from('<script>alert(1)</script>') });
  const { main } = await app.look('U0ANA');
  const [, path = ''] = /<a href="(\/workbench\/file\/[^"]+)" download="page.png">About &lt;b&gt;page.png/.exec(main) ?? [];
  const answer = await app.ask(path);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''page.png");
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  expect((await app.ask('/workbench/file/F0NONE')).status).toBe(404);
});

test('Slack’s refusals: no size, a long description, other bytes than announced, a person, twice', async () => {
  const slack = await startTestSlack();
  onTestFinished(() => slack.stop());
  slack.users.set('U0ANA', { id: 'U0ANA' });
  const call = async (method: string, args: Json) => {
    const headers = { authorization: 'Bearer xoxb-test', 'content-type': 'application/json' };
    return (await (await fetch(slack.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(args) })).json()) as Json;
  };
  const announce = (more: Json) => call('files.getUploadURLExternal', { filename: 'a.txt', length: 3, ...more });
  expect(await announce({ length: 0 })).toMatchObject({ error: 'missing_argument' });
  expect(await announce({ length: mostFileBytes + 1 })).toMatchObject({ error: 'file_upload_size_restricted' });
  expect(await announce({ alt_txt: 'a'.repeat(1001) })).toMatchObject({ error: 'alt_txt_too_large' });
  const { upload_url: url, file_id: id } = await announce({});
  const complete = (channel: string) => call('files.completeUploadExternal', { files: [{ id }], channel_id: channel });
  expect(await complete('U0ANA')).toMatchObject({ error: 'invalid_arguments' });
  expect(await complete('C0NONE')).toMatchObject({ error: 'channel_not_found' });
  expect(await complete('D0ANA')).toMatchObject({ error: 'file_not_found' });
  const send = async (body: string, to = text(url)) => (await fetch(to, { method: 'POST', body })).status;
  expect(await send('abcd')).toBe(400);
  const again = await announce({});
  expect(await send('abc', text(again['upload_url']))).toBe(200);
  const finish = () => call('files.completeUploadExternal', { files: [{ id: again['file_id'] }], channel_id: 'D0ANA' });
  expect(await finish()).toMatchObject({ ok: true, files: [{ title: 'a.txt' }] });
  expect(await finish()).toMatchObject({ error: 'file_not_found' });
});

test('memory is bounded: the oldest files are forgotten', () => {
  const files = createFiles();
  const ids = Array.from({ length: 9 }, () => {
    const { file, path } = files.announce({ name: 'big', altText: '', length: mostFileBytes });
    files.take(path, Buffer.alloc(mostFileBytes));
    files.share(file.id, '');
    return file.id;
  });
  expect(ids.filter((id) => files.find(id))).toEqual(ids.slice(1));
});
