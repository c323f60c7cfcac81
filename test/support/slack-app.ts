import { needsGraph } from '#catalog/dependencies/needs-graph.ts';
import { buildNeedsIndex } from '#catalog/dependencies/needs-index.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import { systemClock, type Clock } from '#core/clock.ts';
import type { Directory, DirectoryView } from '#core/directory.ts';
import { type Meter, noMeter } from '#core/meter.ts';
import type { Claims } from '#core/ports.ts';
import type { Message } from '#core/reply.ts';
import { requestId } from '#core/request-id.ts';
import { section } from '#slack/blocks.ts';
import type { Definition } from '#slack/definition.ts';
import { foreign, md } from '#slack/mrkdwn.ts';
import { createIdentityKeeper, type Identity, type IdentityKeeper } from '#slack/identity.ts';
import { createOutbox } from '#slack/outbox.ts';
import { createPacer } from '#slack/pace.ts';
import { createPeople, type SlackPeople } from '#slack/people.ts';
import type { PersonStore } from '#slack/person-rows.ts';
import type { Person } from '#slack/person.ts';
import { createSlack, type Slack, type SlackOptions } from '#slack/create-slack.ts';
import { createSlackApi } from '#slack/slack-api.ts';
import { botToken, ourIdentity, ourTeam, startTestSlack, type TestSlack } from './test-slack.ts';
import { type Answered, post, sign, signingSecret } from './signed-request.ts';

/** The kit as the product wires it, on a real HTTP server, with a Slack on this machine behind it. */
export interface SlackApp {
  url: string;
  fake: TestSlack;
  slack: Slack;
  people: SlackPeople;
  identity: IdentityKeeper;
  logged: Logged[];
  /** As handlers are given it, without a database. */
  ctxFor: SlackOptions['ctxFor'];
  /** Signs a body and posts it; events are JSON, all else a form. */
  send: (body: string) => Promise<Answered>;
  /** What was spent since the start or the last call. */
  spent: () => { slack: number; sql: number };
  stop(): Promise<void>;
}

interface Logged {
  level: string;
  event: string;
  fields: Record<string, unknown>;
  requestId: string | undefined;
}

export interface SlackAppOptions extends Partial<
  Pick<SlackOptions, 'definitions' | 'ctxFor' | 'bounds' | 'rename' | 'answered' | 'claims'>
> {
  clock?: Clock;
  /** Absent: nobody reads the numbers. */
  meter?: Meter;
  /** Whose groups permissions rest on; absent: nobody is in any. */
  authorityOf?: (email: string | undefined) => { userRef?: string; groups: readonly string[] };
  /** What the definitions read; absent: nothing. */
  directory?: Directory;
  /** Between the attempts to hand over an answer; one pause by default. */
  pausesMs?: readonly number[];
  /** HTTP by default. */
  transport?(fake: TestSlack): SlackOptions['transport'];
  /** Known from the start; the others have to be asked for. */
  persons?: readonly Person[];
  /** As saved by an earlier process; undefined: none. */
  identity?: Identity | undefined;
  store?: PersonStore;
  /** Start the background work as well. */
  start?: boolean;
}

export const savedIdentity: Identity = ourIdentity;

export function person(userId: string, facts: Partial<Person> = {}): Person {
  return { teamId: ourTeam, userId, kind: 'member', email: `${userId.toLowerCase()}@acme.test`, fetchedAt: new Date(), ...facts };
}

/** As Slack says it. */
function factsOf({ userId, teamId, kind, email }: Person): Record<string, unknown> {
  return { id: userId, team_id: teamId, profile: { email }, is_restricted: kind === 'guest', is_stranger: kind === 'external' };
}

/** An app with these definitions, which ends with the test. */
export async function testSlackApp(definitions: readonly Definition[], options: SlackAppOptions = {}): Promise<SlackApp> {
  const app = await startSlackApp({ ...options, definitions });
  onTestFinished(() => app.stop());
  return app;
}

export const say = (text: string): Message => ({ text, blocks: [section(md`${foreign(text)}`)] });
export const later = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

export async function startSlackApp(options: SlackAppOptions = {}): Promise<SlackApp> {
  const fake = await startTestSlack();
  const clock = options.clock ?? systemClock;
  const { log, logged } = recordingLog();
  const meter = options.meter ?? noMeter;
  const statements = countingDb();
  const api = createSlackApi({ botToken, apiUrl: fake.apiUrl, log, meter, pausesMs: options.pausesMs ?? [500] });
  let saved = 'identity' in options ? options.identity : savedIdentity;
  const identity = createIdentityKeeper(api, { load: () => saved, save: (one) => (saved = one) }, log);
  const people = createPeople({
    api,
    clock,
    log,
    ownTeamId: () => identity.current?.teamId,
    authorityOf: options.authorityOf ?? (() => ({ groups: [] })),
    store: options.store ?? { load: () => Promise.resolve([]), save: () => Promise.resolve() },
  });
  const persons = options.persons ?? [person('U0ANA')];
  for (const one of persons) fake.users.set(one.userId, factsOf(one));
  people.load({ persons, userGroups: [] });
  const pacer = createPacer(clock);
  const outbox = createOutbox({
    api,
    clock,
    pacer,
    knownPerson: (id) => people.known(id),
    botName: () => identity.current?.botName ?? 'switchboard',
  });
  const ctxFor: SlackOptions['ctxFor'] = (viewer, place) => ({
    viewer,
    place,
    outbox,
    people,
    ledger,
    clock,
    log,
    db: statements.db,
    directory: options.directory ?? emptyDirectory,
    self: { userId: savedIdentity.botUserId, name: savedIdentity.botName },
  });
  const ledger = { miss: () => Promise.resolve(), audit: () => Promise.resolve() };
  const slack = createSlack({
    transport: options.transport?.(fake) ?? { mode: 'http', signingSecret },
    botToken,
    api,
    identity,
    people,
    claims: options.claims ?? countingClaims(statements),
    pacer,
    clock,
    log,
    meter,
    definitions: options.definitions ?? [],
    ...(options.answered && { answered: options.answered }),
    ...(options.rename && { rename: options.rename }),
    ...(options.bounds && { bounds: options.bounds }),
    ctxFor: options.ctxFor ?? ctxFor,
  });
  const server = createServer(slack.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  if (options.start) slack.start();
  let seen = { slack: 0, sql: 0 };
  return {
    url,
    fake,
    slack,
    people,
    identity,
    logged,
    ctxFor,
    send: (body) => post(url, sign(body, { at: clock.now().getTime(), type: body.startsWith('{') ? 'application/json' : undefined })),
    spent() {
      const now = { slack: fake.calls.length, sql: statements.count() };
      const spent = { slack: now.slack - seen.slack, sql: now.sql - seen.sql };
      seen = now;
      return spent;
    },
    async stop() {
      await slack.stop(1000);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await fake.stop();
    },
  };
}

function recordingLog(): { log: Log; logged: Logged[] } {
  const logged: Logged[] = [];
  const at = (level: string) => (fields: object, event: string) =>
    void logged.push({ level, event, fields: { ...fields }, requestId: requestId() });
  return { logged, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

/** No handler of the kit's own tests needs a database; one that asks is counted and refused. */
function countingDb(): { db: Db; count(): number; add(): void } {
  let statements = 0;
  const refuse = () => {
    statements += 1;
    return Promise.reject(new Error('No statement is allowed here.'));
  };
  return {
    count: () => statements,
    add: () => void (statements += 1),
    db: { rows: refuse, transaction: refuse, listen: refuse, close: () => Promise.resolve() },
  };
}

/** One process's claims, each the statement that it is in the database. */
function countingClaims(statements: { add(): void }): Claims {
  const held = new Set<string>();
  return {
    claim(key) {
      statements.add();
      const ours = !held.has(key);
      held.add(key);
      return Promise.resolve(ours);
    },
    release(key) {
      statements.add();
      held.delete(key);
      return Promise.resolve();
    },
  };
}

const freshness = { from: 'database', asOf: new Date(0) } as const;
const emptyView: DirectoryView = {
  get: () => undefined,
  withUid: () => undefined,
  relations: () => [],
  targets: () => [],
  needs: () => needsGraph(buildNeedsIndex([])),
  entries: () => [],
  tombstone: () => undefined,
  tombstoneWithUid: () => undefined,
  source: () => undefined,
  find: () => ({ outcome: 'nothing-asked' }),
  nearest: () => undefined,
  findExactly: () => ({ outcome: 'none', nearest: [] }),
  suggest: () => [],
  freshness,
};
export const emptyDirectory = { for: () => emptyView, sources: () => [], freshness, size: 0 };
