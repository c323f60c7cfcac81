import { onTestFinished } from 'vitest';
import { noMeter } from '#core/meter.ts';
import { connectionOpener } from '#slack/slack-api.ts';
import { type AskingApp, startAskingApp } from './asking-app.ts';
import { startFakeSocket } from './fake-socket.ts';
import { silentLog } from './silent-log.ts';
import { appToken } from './test-slack.ts';

/**
 * The same app, reached over Socket Mode: `send` takes what would be posted over HTTP, and gives what came with the
 * acknowledgement as its `json`. What the process asks Slack by itself when it starts is not part of what is spent.
 */
export async function startAskingAppOverSocket(): Promise<AskingApp> {
  const socket = await startFakeSocket();
  onTestFinished(() => socket.stop());
  const app = await startAskingApp({
    transport: (fake) => {
      fake.socket.url = socket.url;
      return { mode: 'socket', connectionUrl: connectionOpener({ appToken, apiUrl: fake.apiUrl, log: silentLog, meter: noMeter }) };
    },
  });
  app.slack.start();
  const line = await socket.connection(0);
  await Promise.all(['auth.test', 'users.list', 'usergroups.list'].map((method) => app.fake.next(method)));
  app.spent();
  return {
    ...app,
    async send(body) {
      const before = performance.now();
      const { payload } = await line.deliver(...envelope(body));
      return { status: 200, text: JSON.stringify(payload ?? {}), json: payload ?? {}, ms: performance.now() - before };
    },
  };
}

/** What Slack puts into an envelope for what it would post: only events cannot be answered in the acknowledgement. */
function envelope(body: string): ['slash_commands' | 'interactive' | 'events_api', unknown] {
  if (body.startsWith('{')) return ['events_api', JSON.parse(body)];
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null ? ['slash_commands', Object.fromEntries(form)] : ['interactive', JSON.parse(payload)];
}
