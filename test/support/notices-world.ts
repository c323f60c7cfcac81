import { sql } from 'drizzle-orm/sql';
import { onTestFinished } from 'vitest';
import type { Clock } from '#core/clock.ts';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import type { Directory } from '#core/directory.ts';
import { noMeter } from '#core/meter.ts';
import type { Outbox } from '#core/ports.ts';
import type { OpenDb } from '#db/open.ts';
import { planTopic } from '#notices/plan-topic.ts';
import { collectProblems, problemsTopic } from '#notices/problems/problems-topic.ts';
import { sendNotices } from '#notices/send-notices.ts';
import { problemNotice, problemsShown } from '#notices/slack/problem-notice.ts';
import { createOutbox } from '#slack/outbox.ts';
import { createPacer } from '#slack/pace.ts';
import { createSlackApi } from '#slack/slack-api.ts';
import { renderText } from '../../src/cli/render-text.ts';
import { putSource } from './catalog-rows.ts';
import { silentLog } from './silent-log.ts';
import { person } from './slack-app.ts';
import { botToken, startTestSlack, type TestSlack } from './test-slack.ts';
import { entity, world } from './world.ts';

/** The machinery of notices over a real database, with a Slack on this machine and a clock that tests set. */
export interface NoticesWorld {
  slack: TestSlack;
  outbox: Outbox;
  clock: Clock;
  /** What time it is. */
  at(text: string): void;
  later(ms: number): void;
  /** One round of planning, one of sending; `outbox` and `db`: for a process that is about to die, or to be stopped. */
  plan(): Promise<void>;
  send(outbox?: Outbox, db?: Db): Promise<number>;
  /** What stands in a channel now, oldest first, as a person reads it. */
  read(channel: string): Promise<string[]>;
  states(): Promise<Record<string, number>>;
}

const daily = { kind: 'at', time: '10:00', days: [1, 2, 3, 4, 5], timeZone: 'UTC' } as const;

/** Team Payments answers for pay, in #team-payments; administrators are in #platform. */
export const teams: Directory = companyOf({});

/** The same, with its files to be seen by some only. */
export const teamsHidden: Directory = companyOf({ visibleTo: ['group:default/platform'] });

function companyOf(files: { visibleTo?: string[] }): Directory {
  return world({
    entities: [
      entity('Group', 'team-payments', { type: 'team', profile: { displayName: 'Team Payments' } }, channel('team-payments')),
      entity('Group', 'platform', { type: 'team', profile: { displayName: 'Platform' } }, channel('platform')),
      { entity: entity('Component', 'pay', { owner: 'team-payments' }), path: 'pay/catalog-info.yaml' },
      { entity: entity('Component', 'secret', { owner: 'team-payments' }), path: 'secret.yaml', source: 'closed' },
    ],
    sources: [
      { name: 'catalog', webUrl: 'https://github.com/acme/catalog', head: 'a'.repeat(40), ...files },
      { name: 'closed', visibleTo: ['group:default/platform'], ok: false, errorCode: 'refused' },
    ],
  });
}

function channel(name: string) {
  return { annotations: { 'slack.com/channel': `#${name}` } };
}

export async function startNoticesWorld(
  open: OpenDb,
  facts: { topics?: readonly Topic[]; directory?: () => Directory } = {},
): Promise<NoticesWorld> {
  let now = new Date('2026-11-23T08:00:00Z');
  const clock: Clock = { now: () => now, uuid: () => crypto.randomUUID() };
  const slack = await startTestSlack({ clock });
  onTestFinished(() => slack.stop());
  slack.channels.set('C0PAYMENTS', { id: 'C0PAYMENTS', name: 'team-payments', is_member: true });
  slack.channels.set('C0PLATFORM', { id: 'C0PLATFORM', name: 'platform', is_member: true });
  const api = createSlackApi({ botToken, apiUrl: slack.apiUrl, log: silentLog, meter: noMeter });
  const knownPerson = (id: string) => (id === 'U0ANA' ? person('U0ANA') : undefined);
  // Time stands still here, and each message would wait for the one before.
  let ahead = 0;
  const hurrying: Clock = { now: () => new Date(now.getTime() + (ahead += 2_000)), uuid: () => clock.uuid() };
  const outbox = createOutbox({ api, clock: hurrying, pacer: createPacer(hurrying), knownPerson, botName: () => 'switchboard' });
  const topics = facts.topics ?? [problemsOf(open, facts.directory ?? (() => teams))];
  return {
    slack,
    outbox,
    clock,
    at: (text) => void (now = new Date(text)),
    later: (ms) => void (now = new Date(now.getTime() + ms)),
    async plan() {
      for (const topic of topics) await planTopic({ db: open.db, clock }, topic);
    },
    send: (through = outbox, db = open.db) =>
      sendNotices({ db, outbox: through, topics, clock, log: silentLog }, new AbortController().signal),
    async read(id) {
      const said = (await api.call('conversations.history', { channel: id })) as { messages: { text: string; blocks: [] }[] };
      return said.messages.toReversed().map(renderText);
    },
    async states() {
      const rows = await open.db.rows<{ state: string; n: number }>(
        sql`select state, count(*)::int as n from notice_delivery group by state order by state`,
      );
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
  };
}

/** The product's own topic, as it wires it. */
function problemsOf({ db }: OpenDb, directory: () => Directory): Topic {
  const deps = { db, directory, config: { owners: new Map() }, admin: ['group:default/platform'], schedule: daily };
  return { id: problemsTopic, shows: problemsShown, ...collectProblems(deps), render: (notice) => problemNotice(notice, '/catalog') };
}

/** Sources that were read, with nothing wrong in them. */
export async function putSources({ db }: OpenDb): Promise<void> {
  await putSource(db, 'catalog');
  await putSource(db, 'closed', { visibleTo: ['group:default/platform'], position: 1 });
}

export interface PutProblem {
  path: string;
  at: string;
  message?: string;
  ref?: string;
  source?: string;
  severity?: 'error' | 'warning';
}

/** As a sync finds them. */
export async function putProblems({ db }: OpenDb, problems: readonly PutProblem[]): Promise<void> {
  for (const { path, at, message = 'spec.owner is missing.', ref = null, source = 'catalog', severity = 'error' } of problems) {
    await db.rows(sql`
      insert into problem (source, path, ordinal, severity, code, message, fix, line, ref, first_seen_at)
      select ${source}, ${path}, (select count(*) from problem where source = ${source} and path = ${path}), ${severity}, 'owner-missing',
        ${message}, 'Add spec.owner.', 5, ${ref}, ${at}::timestamptz`);
  }
}

export async function fixProblems({ db }: OpenDb, path: string): Promise<void> {
  await db.rows(sql`delete from problem where path = ${path}`);
}
