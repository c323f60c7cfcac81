import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { post, sign, slackEvent } from '../test/support/signed-request.ts';
import type { TestSlack } from '../test/support/test-slack.ts';
import { type Figure, type Row } from './row.ts';
import { serve, type Serving } from './serving.ts';

const questions = 600;
const deadlineMs = 120_000;
/** What a small container has; most of it is garbage that nothing forces V8 to collect sooner. */
const mostBytes = 750e6;

type Fault = Parameters<TestSlack['faults']['set']>[1];

/** What Slack does, and after how long it recovers. */
const faults: readonly { what: string; fault: Fault; healsMs: number }[] = [
  { what: '429 with Retry-After', fault: { status: 429, retryAfter: 2 }, healsMs: 6_000 },
  { what: '500', fault: { status: 500 }, healsMs: 6_000 },
  { what: 'hanging for 10 s', fault: { thinkMs: 10_000 }, healsMs: 10_500 },
];

/** Mentions while Slack's API is in trouble: whether each is answered once, and what the process holds meanwhile. */
export const slackFaults: Row = { id: 'slack-faults', measure };

async function measure(): Promise<Figure[]> {
  await using serving = await serve({ components: 1_000, every: '1h' });
  const names = serving.organisation.plan.entities.filter(({ kind }) => kind === 'Component').map(({ name }) => name);
  // What is compiled and cached once is not what a fault costs.
  await ask(serving, { names, label: 'warm', count: questions });
  await answered(serving.slack, 'warm', questions);
  const before = await memory(serving.pid);
  const figures: Figure[] = [];
  for (const { what, fault, healsMs } of faults) {
    serving.slack.faults.set('*', fault);
    const label = what.replaceAll(/\W/g, '');
    const started = performance.now();
    await ask(serving, { names, label, count: questions });
    await pause(Math.max(0, healsMs - (performance.now() - started)));
    serving.slack.faults.clear();
    const times = await answered(serving.slack, label, questions);
    const lost = questions - times.size;
    const twice = [...times.values()].filter((count) => count > 1).length;
    const state = `${serving.state}; ${questions} mentions, Slack well again after ${(healsMs / 1000).toFixed(1)} s`;
    figures.push({
      what: `Slack ${what}: answers lost`,
      measured: `${lost} (said twice: ${twice})`,
      bound: '0',
      kept: lost === 0 && twice === 0,
      state,
    });
  }
  const after = await memory(serving.pid);
  figures.push({
    what: 'memory of the process over those faults',
    measured: `${mb(before.now)} before, ${mb(after.peak)} at most, ${mb(after.now)} after`,
    bound: '≤ 750 MB',
    kept: after.peak <= mostBytes,
    state: serving.state,
  });
  return figures;
}

interface Asking {
  names: readonly string[];
  label: string;
  count: number;
}

/** Each in a channel of its own, so that the pace of one channel holds none up. */
async function ask({ slack, url }: Serving, { names, label, count }: Asking): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const channel = `C0${label}${n}`.toUpperCase();
    slack.channels.set(channel, { id: channel, name: channel.toLowerCase(), is_channel: true, is_member: true });
    const text = `<@U0BOT> who owns ${names[n % names.length]}`;
    const { status } = await post(
      `${url}/slack/events`,
      sign(slackEvent({ type: 'app_mention', user: 'U0ANA', channel, ts: '1.1', text }), { type: 'application/json' }),
    );
    if (status !== 200) throw new Error(`A mention was answered with ${status}.`);
  }
}

/** How often something was posted to each channel, once all have something, or nothing more comes in time. */
async function answered(slack: TestSlack, label: string, count: number): Promise<Map<string, number>> {
  const prefix = `C0${label}`.toUpperCase();
  const posted = () =>
    slack.calls.filter(
      ({ method, result, args }) => method.startsWith('chat.post') && result === 'ok' && String(args['channel']).startsWith(prefix),
    );
  for (const until = performance.now() + deadlineMs; performance.now() < until && posted().length < count;) await pause(250);
  // What comes twice would come now.
  await pause(2_000);
  const times = new Map<string, number>();
  for (const { args } of posted()) times.set(String(args['channel']), (times.get(String(args['channel'])) ?? 0) + 1);
  return times;
}

/** Resident bytes now, and the most there ever were. */
async function memory(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
  return { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
}

const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
