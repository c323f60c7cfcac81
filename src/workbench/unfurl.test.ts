import { afterAll, beforeAll, expect, test } from 'vitest';
import { reply } from '#core/reply.ts';
import { defineEvent } from '#slack/define-event.ts';
import { startWorkbenchApp, type WorkbenchApp } from '../../test/support/workbench-app.ts';

/** What the app was told of, and does: a card below each link, with blocks that a test gives. */
const told: Record<string, unknown>[] = [];
let app: WorkbenchApp;
const linkShared = defineEvent<Record<string, unknown>>({
  id: 'try.links',
  event: 'link_shared',
  domains: ['wiki.halyard.example'],
  parse: (event) => event,
  answer(_, event) {
    told.push(event);
    return reply.none;
  },
});
beforeAll(async () => void (app = await startWorkbenchApp([linkShared])));
afterAll(() => app.stop());

const url = 'https://wiki.halyard.example/runbooks/event-bus?a=1&b=2';
const card = (text: string) => ({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });

test('links on the app’s domains are told of as Slack tells it, and its card stands below the message, once', async () => {
  await app.act('say', { channel: 'C0INCIDENTS', text: `see ${url} and https://elsewhere.example/x and https://a.wiki.halyard.example/` });
  await expect.poll(() => told).toHaveLength(1);
  const [event] = told;
  expect(event).toMatchObject({ type: 'link_shared', channel: 'C0INCIDENTS', user: 'U0ANA', source: 'conversations_history' });
  expect(event?.['links']).toEqual([
    { url, domain: 'wiki.halyard.example' },
    { url: 'https://a.wiki.halyard.example/', domain: 'wiki.halyard.example' },
  ]);
  const at = { channel: 'C0INCIDENTS', ts: event?.['message_ts'] };
  for (const words of ['Whose *event-bus*?', 'Whose *bus*?']) await app.api.call('chat.unfurl', { ...at, unfurls: { [url]: card(words) } });
  const { main } = await app.look('U0ANA');
  expect(main.match(/class="b-unfurl"/g)).toHaveLength(1);
  expect(main).toContain('Whose <strong>bus</strong>?');

  const refused = async (args: Record<string, unknown>) =>
    app.api.call('chat.unfurl', { ...at, unfurls: { [url]: card('x') }, ...args }).then(
      () => 'taken',
      (error: unknown) => (error as { data: { error: string } }).data.error,
    );
  expect(await refused({ channel: 'C0NONE' })).toBe('cannot_find_channel');
  expect(await refused({ ts: '1.0' })).toBe('cannot_find_message');
  expect(await refused({ unfurls: {} })).toBe('missing_unfurls');
  expect(await refused({ unfurls: { 'https://other.example/': card('x') } })).toBe('cannot_unfurl_url');
  expect(await refused({ unfurls: { [url]: card('x'.repeat(4000)) } })).toBe('invalid_unfurls_format');
});
