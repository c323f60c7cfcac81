import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { reply } from '#core/reply.ts';
import { noMeter } from '#core/meter.ts';
import { section } from '#slack/blocks.ts';
import { defineCommand } from '#slack/define-command.ts';
import { defineEvent } from '#slack/define-event.ts';
import { foreign, md } from '#slack/mrkdwn.ts';
import { connectionOpener } from '#slack/slack-api.ts';
import { pausesMs } from '#slack/until-taken.ts';
import { type FakeSocket, startFakeSocket } from './support/fake-socket.ts';
import { silentLog } from './support/silent-log.ts';
import { type Answered, slackEvent, slashCommand } from './support/signed-request.ts';
import { type SlackApp, type SlackAppOptions, startSlackApp } from './support/slack-app.ts';
import { appToken } from './support/test-slack.ts';

/** Repeats what it was asked, so that each answer can be told from the others. Commands take 60 ms, which here is late. */
async function start(options: SlackAppOptions = {}): Promise<SlackApp> {
  const say = (text: string) => reply.ephemeral({ text: `answer ${text}`, blocks: [section(md`${foreign(text)}`)] });
  const ask = { id: 'test.ask', command: '/ask', summary: '', usage: '', parse: (text: string) => text } as const;
  const app = await startSlackApp({
    pausesMs,
    bounds: { ackMs: 20 },
    definitions: [
      defineCommand({ ...ask, answer: (_ctx, text) => sleep(60).then(() => say(text)) }),
      defineEvent({ id: 'test.mention', event: 'app_mention', parse: ({ text }) => String(text), answer: (_ctx, text) => say(text) }),
    ],
    ...options,
  });
  onTestFinished(() => app.stop());
  return app;
}

const questions = (count: number) => Array.from({ length: count }, (_, n) => `question-${n}`);

function mention(app: SlackApp, text: string): string {
  const channel = `C0${text}`;
  app.fake.channels.set(channel, { id: channel });
  return slackEvent({ type: 'app_mention', user: 'U0ANA', channel, ts: '1.1', text });
}

/** How often each question was answered: by a message that Slack took, or in the response, when a busy machine is late with its timers. */
function answers(app: SlackApp, asked: readonly string[], sent: readonly Answered[] = []): number[] {
  const posted = app.fake.calls.filter(({ result }) => result === 'ok').map(({ args }) => args['text']);
  const taken = [...posted, ...sent.map(({ json }) => json['text'])];
  return asked.map((text) => taken.filter((one) => one === `answer ${text}`).length);
}

async function done(app: SlackApp): Promise<void> {
  for (const deadline = Date.now() + 30_000; app.slack.counts().underWay > 0; await sleep(10)) {
    if (Date.now() > deadline) throw new Error(`${app.slack.counts().underWay} answers are still under way.`);
  }
}

const once = (asked: readonly string[]) => asked.map(() => 1);

/** Forty questions while Slack has a fault; gives how often each was answered in the end. */
async function askDuring(fault: Parameters<SlackApp['fake']['faults']['set']>[1], healsAfterMs: number): Promise<number[]> {
  const app = await start();
  app.fake.faults.set('*', fault);
  const asked = questions(40);
  const sent = await Promise.all(
    asked.map((text, n) =>
      app.send(n % 4 === 0 ? mention(app, text) : slashCommand('/ask', text, { responseUrl: app.fake.responseUrl() })),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual(asked.map(() => 200));
  await sleep(healsAfterMs);
  if (healsAfterMs > 0) app.fake.faults.clear();
  await done(app);
  return answers(app, asked, sent);
}

/** What the process still holds after what nobody needs has been collected, in bytes. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('Slack says we are too fast, is broken, or thinks for long: no answer is lost, none is said twice', { timeout: 60_000 }, async () => {
  const [tooFast, broken, slow] = await Promise.all([
    askDuring({ status: 429, retryAfter: 1 }, 2500),
    askDuring({ status: 500 }, 2000),
    askDuring({ thinkMs: 4_000 }, 0),
  ]);
  expect({ tooFast, broken, slow }).toEqual({ tooFast: once(questions(40)), broken: once(questions(40)), slow: once(questions(40)) });
});

test('the socket is lost again and again: what had arrived is answered all the same', async () => {
  const socket = await startFakeSocket();
  onTestFinished(() => socket.stop());
  const app = await start({ bounds: { ackMs: 2000 }, transport: (fake) => overSocket(fake, socket) });
  app.slack.start();
  const asked = questions(10);
  for (const [n, text] of asked.entries()) {
    const line = await socket.connection(n);
    const body = slashCommand('/ask', text, { responseUrl: app.fake.responseUrl() });
    // Not waited for: the acknowledgement finds no connection.
    void line.deliver('slash_commands', Object.fromEntries(new URLSearchParams(body)));
    while (app.slack.counts().underWay === 0) await sleep(5);
    line.drop();
    await done(app);
  }
  expect(answers(app, asked)).toEqual(once(asked));
});

function overSocket(fake: SlackApp['fake'], socket: FakeSocket): NonNullable<ReturnType<NonNullable<SlackAppOptions['transport']>>> {
  fake.socket.url = socket.url;
  const connectionUrl = connectionOpener({ appToken, apiUrl: fake.apiUrl, log: silentLog, meter: noMeter });
  return { mode: 'socket', connectionUrl, bounds: { firstPauseMs: 20, longestPauseMs: 50 } };
}

test('more questions than can be held: the rest is left to Slack, which delivers it again, and nothing stays behind', async () => {
  const app = await start({ bounds: { underWay: 50 } });
  await app.send(mention(app, 'warm-up'));
  await done(app);
  const before = heldBytes();
  app.fake.faults.set('*', { status: 500 });
  const asked = questions(300);
  const bodies = asked.map((text) => mention(app, text));
  let most = 0;
  const statuses: number[] = [];
  for (const body of bodies) {
    statuses.push((await app.send(body)).status);
    most = Math.max(most, app.slack.counts().underWay);
  }
  expect(most).toBe(50);
  expect(statuses.filter((status) => status === 503)).toHaveLength(250);
  expect(app.slack.counts().refused.full).toBe(250);

  app.fake.faults.clear();
  await done(app);
  // Slack delivers again what was not acknowledged, signed anew.
  for (const body of bodies.filter((_, n) => statuses[n] === 503)) await app.send(`${body} `);
  await done(app);
  expect(answers(app, asked)).toEqual(once(asked));
  // The other side, which keeps each call, is in this process as well.
  expect(heldBytes() - before).toBeLessThan(3e6);
});
