import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import type { Outbox } from '#core/ports.ts';
import { UserError } from '#core/user-error.ts';
import { eachDatabase } from '../../test/support/databases.ts';
import { insertPlanned } from './delivery-rows.ts';
import { type NoticesWorld, putProblems, putSources, startNoticesWorld } from '../../test/support/notices-world.ts';

/** Where a process can die: before `sending` is written, before the post, before what came of it is written. */
const moments = ['before the write', 'between write and post', 'between post and write', 'never'] as const;
type Moment = (typeof moments)[number];

const dead = new Promise<never>(() => undefined);

/** The outbox of a process that dies at that moment; `gone` resolves then. */
function dying(outbox: Outbox, moment: Moment): { outbox: Outbox; gone: Promise<void> } {
  const { promise: gone, resolve: die } = Promise.withResolvers<void>();
  const end = () => {
    die();
    return dead;
  };
  return {
    gone,
    outbox: {
      ...outbox,
      audience: (channel) => (moment === 'before the write' ? end() : outbox.audience(channel)),
      async post(target, message) {
        if (moment === 'between write and post') return end();
        const posted = await outbox.post(target, message);
        return moment === 'between post and write' ? end() : posted;
      },
    },
  };
}

/** A day with a new problem, whose notice is sent by a process that dies then, and by the next one. */
async function day(world: NoticesWorld, n: number, moment: Moment, open: Parameters<typeof putProblems>[0]): Promise<void> {
  const date = new Date(Date.UTC(2026, 10, 24 + n));
  const at = (time: string) => `${date.toISOString().slice(0, 10)}T${time}Z`;
  await putProblems(open, [{ path: 'pay/catalog-info.yaml', at: at('09:00:00'), message: `Problem ${n}.` }]);
  world.at(at('10:00:05'));
  await world.plan();
  const process = dying(world.outbox, moment);
  await Promise.race([world.send(process.outbox), process.gone]);
  // Not yet: the other might only be slow.
  if (moment !== 'before the write') await world.send();
  world.later(61_000);
  await world.send();
  await world.send();
}

const heard = (posts: readonly string[], n: number) => posts.filter((post) => post.includes(`Problem ${n}.`)).length;

eachDatabase((name, open) => {
  test('a process that dies while it sends: never twice, never lost without a word', async () => {
    const tally = { twice: 0, lost: 0, 'found in history': 0, 'sent again': 0, 'told as missing': 0 };
    for (const [round, mayLook] of [true, false].entries()) {
      await open().db.rows(sql`truncate notice_delivery, problem, source, notice_baseline`);
      const world = await startNoticesWorld(open());
      if (!mayLook) world.slack.faults.set('conversations.history', { error: 'missing_scope' });
      world.at('2026-11-23T08:00:00Z');
      await putSources(open());
      await world.plan();
      // Working days only, each moment three times, in an order that differs between the rounds.
      const days = [0, 1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15].map((n, i) => ({ n, moment: moments[(i * (round * 2 + 1)) % 4] ?? 'never' }));
      for (const { n, moment } of days) await day(world, n, moment, open());
      await day(world, 16, 'never', open());
      world.slack.faults.clear();
      const posts = await world.read('C0PAYMENTS');
      for (const { n, moment } of days) {
        const times = heard(posts, n);
        if (times > 1) tally.twice += 1;
        const next = posts.find((post) => post.includes('may be missing here') && post.includes(dateOf(n)));
        if (times === 0 && !next) tally.lost += 1;
        if (times === 0 && next) tally['told as missing'] += 1;
        if (moment === 'between post and write' && mayLook && times === 1) tally['found in history'] += 1;
        if (moment === 'between write and post' && mayLook && times === 1) tally['sent again'] += 1;
      }
      const states = await world.states();
      expect(states['sending'] ?? 0).toBe(0);
      if (mayLook) expect(states).toEqual({ sent: 13 });
    }
    console.log(`deaths while sending, on ${name}: ${JSON.stringify(tally)}`);
    expect(tally).toEqual({ twice: 0, lost: 0, 'found in history': 3, 'sent again': 3, 'told as missing': 3 });
  });

  test('two processes that send at once send each notice once', async () => {
    const world = await startNoticesWorld(open());
    const teams = Array.from({ length: 12 }, (_, n) => `team-${n}`);
    const planned = teams.map((team, n) => {
      world.slack.channels.set(`C0TEAM${n}`, { id: `C0TEAM${n}`, name: team });
      return { key: `problems:${team}`, topic: 'problems', subscriber: team, address: `#${team}`, items: [{ id: 'a' }] };
    });
    await insertPlanned(open().db, planned, world.clock.now());
    await Promise.all([world.send(), world.send()]);
    expect(world.slack.of('chat.postMessage').map(({ args }) => args['channel'])).toHaveLength(12);
    expect(await world.states()).toEqual({ sent: 12 });
  });

  test('a person’s notices are looked for where the last one arrived; before the first nobody knows where that is', async () => {
    const world = await startNoticesWorld(open());
    world.slack.users.set('U0ANA', { id: 'U0ANA' });
    const toAna = async (key: string, moment: Moment) => {
      await insertPlanned(
        open().db,
        [{ key, topic: 'problems', subscriber: 'U0ANA', address: 'U0ANA', items: [{ id: key }] }],
        world.clock.now(),
      );
      const process = dying(world.outbox, moment);
      await Promise.race([world.send(process.outbox), process.gone]);
      world.later(61_000);
      await world.send();
    };
    await toAna('first', 'between post and write');
    expect(await world.states()).toEqual({ unsure: 1 });
    await toAna('second', 'never');
    await toAna('third', 'between post and write');
    expect(await world.states()).toEqual({ sent: 2, unsure: 1 });
    const posts = await world.read('D0ANA');
    expect(posts.map((post) => post.includes('may be missing here'))).toEqual([false, true, false]);
  });

  test('a process that was stopped while it sent, and is refused when it goes on, does not send what another one has sent', async () => {
    const world = await startNoticesWorld(open());
    const notice = { key: 'k', topic: 'problems', subscriber: 'team-payments', address: '#team-payments', items: [{ id: 'a' }] };
    await insertPlanned(open().db, [notice], world.clock.now());
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
    const { promise: asleep, resolve: fall } = Promise.withResolvers<void>();
    const slow = world.send({
      ...world.outbox,
      async post() {
        fall();
        await awake;
        throw new UserError('not-in-channel', 'I am not in that channel.', 'Invite me.');
      },
    });
    await asleep;
    world.later(61_000);
    await world.send();
    await world.send();
    wake();
    await slow;
    world.later(600_000);
    await world.send();
    expect(await world.states()).toEqual({ sent: 1 });
    expect(await world.read('C0PAYMENTS')).toHaveLength(1);
  });

  test('a process that was stopped just before it posts finds that it is too late', async () => {
    const world = await startNoticesWorld(open());
    const { db } = open();
    const notice = { key: 'k', topic: 'problems', subscriber: 'team-payments', address: '#team-payments', items: [{ id: 'a' }] };
    await insertPlanned(db, [notice], world.clock.now());
    let stops = true;
    const stopping: typeof db = {
      ...db,
      async rows(statement) {
        const rows = await db.rows(statement);
        const [begun] = await db.rows(sql`select key from notice_delivery where state = 'sending'`);
        if (begun && stops) {
          stops = false;
          world.later(61_000);
          await world.send();
          await world.send();
        }
        return rows as never;
      },
    };
    await world.send(world.outbox, stopping);
    expect(await world.states()).toEqual({ sent: 1 });
    expect(await world.read('C0PAYMENTS')).toHaveLength(1);
  });

  test('while Slack does not say whether it is there, nothing is sent again; once it says so, it is', async () => {
    const world = await startNoticesWorld(open());
    await putSources(open());
    await world.plan();
    await putProblems(open(), [{ path: 'pay/catalog-info.yaml', at: '2026-11-23T09:00:00Z' }]);
    world.at('2026-11-23T10:00:05Z');
    await world.plan();
    world.slack.faults.set('chat.postMessage', { status: 500 });
    world.slack.faults.set('conversations.history', { status: 500 });
    await world.send();
    world.slack.faults.delete('chat.postMessage');
    world.later(61_000);
    await world.send();
    expect(await world.states()).toEqual({ sending: 1 });
    world.slack.faults.clear();
    world.later(61_000);
    await world.send();
    await world.send();
    expect(await world.states()).toEqual({ sent: 1 });
    expect(await world.read('C0PAYMENTS')).toHaveLength(1);
  });

  test('what Slack refuses is tried again later and later, and then given up; into a shared channel nothing goes', async () => {
    const world = await startNoticesWorld(open());
    await putSources(open());
    await world.plan();
    await putProblems(open(), [{ path: 'pay/catalog-info.yaml', at: '2026-11-23T09:00:00Z' }]);
    world.at('2026-11-23T10:00:05Z');
    await world.plan();
    world.slack.channels.set('C0PAYMENTS', { id: 'C0PAYMENTS', name: 'team-payments', is_member: false });
    for (const minutes of [0, 11, 61, 241, 600]) {
      world.later(minutes * 60_000);
      await world.send();
    }
    expect(await world.states()).toEqual({ failed: 1 });
    expect(world.slack.of('chat.postMessage')).toEqual([]);
    world.slack.channels.set('C0PAYMENTS', { id: 'C0PAYMENTS', name: 'team-payments', is_member: true, is_ext_shared: true });
    world.at('2026-11-24T10:00:05Z');
    await world.plan();
    await world.send();
    expect(await world.states()).toEqual({ failed: 2 });
    world.slack.channels.set('C0PAYMENTS', { id: 'C0PAYMENTS', name: 'team-payments', is_member: true });
    world.at('2026-11-25T10:00:05Z');
    await world.plan();
    await world.send();
    expect(await world.states()).toEqual({ failed: 2, sent: 1 });
  });
});

function dateOf(n: number): string {
  return new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10);
}
