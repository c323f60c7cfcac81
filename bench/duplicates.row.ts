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
/** So many deliveries are under way in a replica: at a calm pace, and in a storm. */
const calm = 20;
const storm = 500;

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
  const figures: Figure[] = [];
  for (const underWay of [calm, storm]) {
    const told = names(`${underWay}`, healthy);
    const before = unclaimed(replicas);
    const { ms, value } = await timed(() => deliverAll({ fake, socket, replicas, random, underWay, names: told }));
    const state = `two replicas on ${postgresState}, over Socket Mode; ${value} deliveries in ${seconds(ms)}`;
    figures.push(...judge(done, { names: told, state, underWay, unclaimed: unclaimed(replicas) - before }));
  }
  await postgres.halt();
  const told = names('outage', away);
  const outage = await timed(() => deliverAll({ fake, socket, replicas, random, underWay: calm, names: told }));
  // A pool whose server is away does not end.
  await postgres.resume();
  const state = `two replicas on ${postgresState}, stopped; over Socket Mode; ${outage.value} deliveries in ${seconds(outage.ms)}`;
  return [...figures, ...judgeOutage(done, { names: told, state })];
}

/** Events answered without the database having said in time whose they are. */
const unclaimed = (replicas: readonly Replica[]): number => replicas.reduce((sum, { slack }) => sum + slack.counts().claims.unclaimed, 0);

const names = (label: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${n % writeEvery === 0 ? 'write' : 'event'}-${label}-${n}`);

interface Delivery {
  fake: TestSlack;
  socket: FakeSocket;
  replicas: readonly Replica[];
  random: Random;
  underWay: number;
  names: readonly string[];
}

/** Delivers each one to four times, in an order of its own, to replicas by chance; gives how many deliveries that were. */
async function deliverAll({ fake, socket, replicas, random, underWay, names }: Delivery): Promise<number> {
  const deliveries = names
    .flatMap((name) => Array.from({ length: 1 + random.below(4) }, () => name))
    .map((name) => ({ name, order: random.next() }))
    .sort((a, b) => a.order - b.order);
  for (let from = 0; from < deliveries.length; from += atOnce) {
    await untilUnder(replicas, underWay);
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

interface JudgedHealthy extends Judged {
  underWay: number;
  unclaimed: number;
}

function judge(done: ReadonlyMap<string, number>, { names, state, underWay, unclaimed }: JudgedHealthy): Figure[] {
  const { twice, never } = tally(done, names);
  const what = `${names.length} events and writes delivered again and again, ${underWay} under way`;
  return [
    { what: `${what}: done twice`, measured: String(twice), bound: '0', kept: twice === 0, state },
    { what: `${what}: never done`, measured: String(never), bound: '0', kept: never === 0, state },
    { what: `${what}: answered unclaimed`, measured: String(unclaimed), bound: 'told', kept: true, state },
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
