import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../test/support/embedded-postgres.ts';
import { type TestSlack, ourTeam, startTestSlack } from '../test/support/test-slack.ts';
import { type FakeSocket, startFakeSocket } from '../test/support/fake-socket.ts';
import { postgresState } from './postgres-server.ts';
import { seededRandom, type Random } from './random.ts';
import { type Replica, startReplica } from './replica.ts';
import { seconds, timed, type Figure, type Row } from './row.ts';

const healthy = 10_000;
const away = 1_000;
/** Of so many, one changes something. */
const writeEvery = 5;
const atOnce = 20;

/** What Slack delivers more than once, out of order, to either of two replicas: done twice, and never done. */
export const duplicates: Row = { id: 'duplicates', measure };

async function measure(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.adopt(await startPostgres(), (one) => awake(one.stop()));
  const fake = stack.adopt(await startTestSlack(), (one) => one.stop());
  const socket = stack.adopt(await startFakeSocket(), (one) => one.stop());
  fake.socket.url = socket.url;
  const done = new Map<string, number>();
  const count = (what: string) => void done.set(what, (done.get(what) ?? 0) + 1);
  const replicas = [stack.use(await startReplica(postgres.url, fake, count)), stack.use(await startReplica(postgres.url, fake, count))];
  await socket.connection(1);

  const random = seededRandom(7);
  const calm = await timed(() => deliverAll({ fake, socket, replicas, random, names: names('calm', healthy) }));
  await postgres.halt();
  const outage = await timed(() => deliverAll({ fake, socket, replicas, random, names: names('outage', away) }));
  // A pool whose server is away does not end.
  await postgres.resume();
  const state = `two replicas on ${postgresState}, over Socket Mode`;
  return [
    ...judge(done, { names: names('calm', healthy), state: `${state}; ${calm.value} deliveries in ${seconds(calm.ms)}` }),
    ...judgeOutage(done, { names: names('outage', away), state: `${state}, stopped; ${outage.value} deliveries in ${seconds(outage.ms)}` }),
  ];
}

const names = (label: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${n % writeEvery === 0 ? 'write' : 'event'}-${label}-${n}`);

interface Delivery {
  fake: TestSlack;
  socket: FakeSocket;
  replicas: readonly Replica[];
  random: Random;
  names: readonly string[];
}

/** Delivers each one to four times, in an order of its own, to replicas by chance; gives how many deliveries that were. */
async function deliverAll({ fake, socket, replicas, random, names }: Delivery): Promise<number> {
  const deliveries = names
    .flatMap((name) => Array.from({ length: 1 + random.below(4) }, () => name))
    .map((name) => ({ name, order: random.next() }))
    .sort((a, b) => a.order - b.order);
  for (let from = 0; from < deliveries.length; from += atOnce) {
    // At a pace that the database keeps up with: slower than 300 ms counts as away.
    await untilUnder(replicas, 20);
    const batch = deliveries.slice(from, from + atOnce);
    await Promise.all(
      batch.map(({ name }) => {
        const isEvent = name.startsWith('event');
        return random
          .pick(socket.open())
          .deliver(isEvent ? 'events_api' : 'interactive', isEvent ? mention(name) : click(name, fake.responseUrl()));
      }),
    );
  }
  await untilUnder(replicas, 1);
  return deliveries.length;
}

async function untilUnder(replicas: readonly Replica[], most: number): Promise<void> {
  while (replicas.some(({ slack }) => slack.counts().underWay >= most)) await pause(10);
}

function mention(name: string): object {
  const event = { type: 'app_mention', user: 'U0ANA', channel: 'C0GENERAL', ts: '1.1', text: name };
  return { type: 'event_callback', team_id: ourTeam, event_id: name, event };
}

function click(name: string, response_url: string): object {
  return {
    type: 'block_actions',
    user: { id: 'U0ANA', team_id: ourTeam },
    team: { id: ourTeam },
    trigger_id: name,
    response_url,
    actions: [{ type: 'button', action_id: 'bench.press', value: name }],
  };
}

interface Judged {
  names: readonly string[];
  state: string;
}

function tally(done: ReadonlyMap<string, number>, names: readonly string[]): { twice: number; never: number } {
  const times = names.map((name) => done.get(name) ?? 0);
  return { twice: times.filter((one) => one > 1).length, never: times.filter((one) => one === 0).length };
}

function judge(done: ReadonlyMap<string, number>, { names, state }: Judged): Figure[] {
  const { twice, never } = tally(done, names);
  const what = `${names.length} events and writes delivered again and again`;
  return [
    { what: `${what}: done twice`, measured: String(twice), bound: '0', kept: twice === 0, state },
    { what: `${what}: never done`, measured: String(never), bound: '0', kept: never === 0, state },
  ];
}

function judgeOutage(done: ReadonlyMap<string, number>, { names, state }: Judged): Figure[] {
  const events = tally(
    done,
    names.filter((name) => name.startsWith('event')),
  );
  const writes = tally(
    done,
    names.filter((name) => name.startsWith('write')),
  );
  const what = 'database away';
  return [
    { what: `${what}: events never answered`, measured: String(events.never), bound: '0', kept: events.never === 0, state },
    { what: `${what}: events answered by both replicas`, measured: String(events.twice), bound: 'told', kept: true, state },
    { what: `${what}: writes done twice`, measured: String(writes.twice), bound: '0', kept: writes.twice === 0, state },
    { what: `${what}: writes refused`, measured: String(writes.never), bound: 'told', kept: true, state },
  ];
}

/** The server's handles do not keep this process alive, so something else must until it has stopped. */
async function awake(work: Promise<void>): Promise<void> {
  const timer = setInterval(() => undefined, 1_000);
  await work.finally(() => clearInterval(timer));
}
