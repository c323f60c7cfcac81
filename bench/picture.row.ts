import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mostNodes } from '#catalog/picture/picture.ts';
import { blockAction, post, sign } from '../test/support/signed-request.ts';
import type { LoopDelays } from './loop-delay.ts';
import { type Figure, median, type Row } from './row.ts';
import { serve, type Serving } from './serving.ts';
import { openWorkplace } from './workplace.ts';

const rounds = 24;
/** Things within two steps that make a side of the picture as good as full; the APIs between come to that. */
const many = 16;

/** Picture, pressed below what has more around it on both sides than there is room for. */
export const picture: Row = {
  id: 'picture',
  async measure() {
    using workplace = openWorkplace();
    const delays = join(workplace.emptyFolder(), 'loop.json');
    await using serving = await serve({ components: 20_000, every: '1h', delays });
    const [cold = 0, ...warm] = await drawEach(serving, mostJoined(serving), delays);
    const { p99, max, looks } = await lateness(delays);
    const state = `${serving.state}; ${rounds} different pictures one after the other, none kept from before`;
    const what = `picture of at most ${mostNodes} nodes, both sides full`;
    const middle = median(warm);
    return [
      {
        what: `${what}: pressed → PNG on its way to Slack`,
        measured: `${middle.toFixed(0)} ms (worst ${Math.max(...warm).toFixed(0)} ms; the first, with an empty thread, ${cold.toFixed(0)} ms)`,
        bound: '≤ 500 ms',
        kept: middle <= 500,
        state,
      },
      {
        what: `${what}: event-loop delay meanwhile, p99`,
        measured: `${p99.toFixed(1)} ms (longest ${max.toFixed(1)} ms, ${looks} looks)`,
        bound: '≤ 20 ms',
        kept: p99 <= 20,
        state,
      },
    ] satisfies Figure[];
  },
};

/** Milliseconds of each. Every picture goes to a channel of its own, because a channel takes one message a second. */
async function drawEach({ slack, url, pid }: Serving, refs: readonly string[], delays: string): Promise<number[]> {
  const times: number[] = [];
  for (const [n, ref] of refs.entries()) {
    const channel = `C0PICTURE${n}`;
    slack.channels.set(channel, { id: channel });
    // The thread and its libraries are loaded by the first.
    if (n === 1) await startCounting(pid, delays);
    const body = blockAction({ action_id: 'catalog.picture', value: ref }, { channel, visible: true, responseUrl: slack.responseUrl() });
    const began = performance.now();
    await post(`${url}/slack/events`, sign(body));
    await slack.next('upload_url', n);
    times.push(performance.now() - began);
    await slack.next('files.completeUploadExternal', n);
  }
  const unlike = slack.files().filter(({ altText }) => !/: \d+ needed · \d{2,} need it/.test(altText));
  if (slack.files().length !== rounds || unlike.length > 0) throw new Error(`Not every picture is one of many: ${unlike[0]?.altText}`);
  return times;
}

/** Of which both sides are full: more need it than there is room for, and so it is with what it needs within two steps. */
function mostJoined({ organisation }: Serving): string[] {
  const needs = new Map<string, string[]>();
  const neededBy = new Map<string, number>();
  for (const [path, content] of organisation.plan.files) {
    const [, name] = /^components\/([^/]+)\/catalog-info\.yaml$/.exec(path) ?? [];
    if (name === undefined) continue;
    const needed = [...content.matchAll(/\b(?:component|resource):([\w.-]+)/g)].map((match) => match[1] ?? '');
    needs.set(name, needed);
    for (const one of needed) neededBy.set(one, (neededBy.get(one) ?? 0) + 1);
  }
  const below = (name: string) => new Set((needs.get(name) ?? []).flatMap((one) => [one, ...(needs.get(one) ?? [])])).size;
  const full = [...needs.keys()].filter((name) => (neededBy.get(name) ?? 0) >= mostNodes / 2 && below(name) >= many);
  if (full.length < rounds) throw new Error(`Only ${full.length} components have both sides full.`);
  return full.slice(0, rounds).map((name) => `component:default/${name}`);
}

async function startCounting(pid: number, delays: string): Promise<void> {
  process.kill(pid, 'SIGUSR2');
  await lateness(delays);
}

/** What is written twice a second. */
async function lateness(delays: string): Promise<LoopDelays> {
  await pause(1_000);
  return JSON.parse(readFileSync(delays, 'utf8')) as LoopDelays;
}
