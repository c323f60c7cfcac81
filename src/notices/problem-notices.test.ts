import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../test/support/databases.ts';
import {
  fixProblems,
  type NoticesWorld,
  putProblems,
  putSources,
  startNoticesWorld,
  teams,
  teamsHidden,
} from '../../test/support/notices-world.ts';
import { mute, unmute } from './subscription-rows.ts';

const pay = 'pay/catalog-info.yaml';
const round = async (world: NoticesWorld) => {
  await world.plan();
  await world.send();
};

eachDatabase((_name, open) => {
  test('a team hears once of its new problems, and sees them struck when they are fixed; old ones are no news', async () => {
    const world = await startNoticesWorld(open());
    await putSources(open());
    await putProblems(open(), [{ path: pay, at: '2026-11-20T08:00:00Z', message: 'Old and known.' }]);
    await round(world);
    await putProblems(open(), [
      { path: pay, at: '2026-11-23T09:00:00Z', ref: 'component:default/pay' },
      { path: 'pay/new.yaml', at: '2026-11-23T09:10:00Z', message: 'metadata.name is missing.' },
    ]);
    world.at('2026-11-23T09:59:00Z');
    await round(world);
    expect(world.slack.of('chat.postMessage')).toEqual([]);

    world.at('2026-11-23T10:00:05Z');
    await round(world);
    await round(world);
    const url = `https://github.com/acme/catalog/blob/${'a'.repeat(40)}`;
    expect(await world.read('C0PAYMENTS')).toEqual([
      [
        '2 new problems for Team Payments.',
        `pay/catalog-info.yaml:5 (${url}/pay/catalog-info.yaml#L5) (catalog) · error`,
        'spec.owner is missing.',
        '→ Add spec.owner.',
        `pay/new.yaml:5 (${url}/pay/new.yaml#L5) (catalog) · error`,
        'metadata.name is missing.',
        '→ Add spec.owner.',
        '[Show All] [Mute]',
      ].join('\n'),
    ]);

    await fixProblems(open(), 'pay/new.yaml');
    await round(world);
    const [half] = await world.read('C0PAYMENTS');
    expect(half).toContain('1 of 2 problems for Team Payments is left.');
    expect(half).toContain('· fixed\nmetadata.name is missing.');
    await fixProblems(open(), pay);
    await round(world);
    const [whole] = await world.read('C0PAYMENTS');
    expect(whole).toMatch(/^All 2 problems for Team Payments are fixed\./);
    expect(whole).not.toContain('[Mute]');
    expect(world.slack.of('chat.postMessage')).toHaveLength(1);
  });

  test('what comes back is news again, on another day; what is fixed before it was told is not', async () => {
    const world = await startNoticesWorld(open());
    await putSources(open());
    await round(world);
    await putProblems(open(), [{ path: pay, at: '2026-11-23T09:00:00Z' }]);
    world.at('2026-11-23T10:00:05Z');
    await round(world);
    await fixProblems(open(), pay);
    await round(world);
    await putProblems(open(), [{ path: pay, at: '2026-11-23T10:30:00Z' }]);
    await round(world);
    expect(world.slack.of('chat.postMessage')).toHaveLength(1);
    world.at('2026-11-24T10:00:05Z');
    await world.plan();
    await fixProblems(open(), pay);
    await round(world);
    expect(world.slack.of('chat.postMessage')).toHaveLength(1);
    expect(await world.states()).toEqual({ failed: 1, sent: 1 });
  });

  test('a file that nobody is known to own is told to administrators; what only some may see to nobody', async () => {
    const world = await startNoticesWorld(open());
    await putSources(open());
    await round(world);
    await putProblems(open(), [
      { path: 'elsewhere/x.yaml', at: '2026-11-23T09:00:00Z' },
      { path: 'secret.yaml', at: '2026-11-23T09:00:00Z', source: 'closed', ref: 'component:default/secret' },
    ]);
    world.at('2026-11-23T10:00:05Z');
    await round(world);
    const [told] = await world.read('C0PLATFORM');
    expect(told).toMatch(/^1 new problem in files of no known team\..*\[Show Without Team\] \[Mute\]$/s);
    expect(JSON.stringify(world.slack.calls)).not.toContain('secret.yaml');
    expect(world.slack.of('chat.postMessage')).toHaveLength(1);
  });

  test('what has been hidden from others before Slack takes it is not told', async () => {
    let directory = teams;
    const world = await startNoticesWorld(open(), { directory: () => directory });
    await putSources(open());
    await round(world);
    await putProblems(open(), [{ path: pay, at: '2026-11-23T09:00:00Z' }]);
    world.at('2026-11-23T10:00:05Z');
    world.slack.faults.set('chat.postMessage', { error: 'fatal_error' });
    await round(world);
    world.slack.faults.clear();
    directory = teamsHidden;
    world.later(700_000);
    await world.send();
    expect(await world.read('C0PAYMENTS')).toEqual([]);
    expect(await world.states()).toEqual({ failed: 1 });
  });

  test('a team that mutes it is left alone, its message says so, and it can take that back', async () => {
    const world = await startNoticesWorld(open());
    const { db } = open();
    await putSources(open());
    await round(world);
    await putProblems(open(), [{ path: pay, at: '2026-11-23T09:00:00Z' }]);
    world.at('2026-11-23T10:00:05Z');
    await round(world);
    const topic = { subscriber: 'group:default/team-payments', topic: 'problems' };
    await mute(db, { ...topic, by: 'U0ANA', now: world.clock.now() });
    await putProblems(open(), [{ path: pay, at: '2026-11-23T12:00:00Z', message: 'Another.' }]);
    world.at('2026-11-24T10:00:05Z');
    await round(world);
    const [muted, ...others] = await world.read('C0PAYMENTS');
    expect(muted).toContain('Muted: no more of these come here. /catalog problems unmute team-payments brings them back.');
    expect(others).toEqual([]);
    expect(await unmute(db, { ...topic, now: world.clock.now() })).toBe(true);
    expect(await unmute(db, { ...topic, now: world.clock.now() })).toBe(false);
    await round(world);
    expect(await world.read('C0PAYMENTS')).toMatchObject([expect.stringContaining('[Mute]'), expect.stringContaining('Another.')]);
  });

  test('another way of reading a source is a new beginning; a child that comes later to a settled parent is news', async () => {
    const world = await startNoticesWorld(open());
    const { db } = open();
    await putSources(open());
    await round(world);
    await db.rows(sql`update source set config_hash = 'other' where name = 'catalog'`);
    await putProblems(open(), [{ path: pay, at: '2026-11-23T08:00:01Z' }]);
    world.at('2026-11-23T10:00:05Z');
    await round(world);
    expect(world.slack.of('chat.postMessage')).toEqual([]);
    world.at('2026-11-25T10:00:00Z');
    await db.rows(sql`update source set parent = 'catalog' where name = 'closed'`);
    await db.rows(sql`delete from notice_baseline where source = 'closed'`);
    await putProblems(open(), [{ path: 'pay/child.yaml', at: '2026-11-25T09:00:00Z', source: 'closed' }]);
    await round(world);
    const [row] = await db.rows(
      sql`select count(*)::int as n from problem p join notice_baseline b on b.source = p.source where p.first_seen_at > b.at`,
    );
    expect(row).toEqual({ n: 1 });
  });

  test('what a child brings while its parent is new is no news either', async () => {
    const world = await startNoticesWorld(open());
    const { db } = open();
    await putSources(open());
    await round(world);
    await db.rows(sql`update source set parent = 'catalog' where name = 'closed'`);
    await db.rows(sql`delete from notice_baseline where source = 'closed'`);
    await putProblems(open(), [{ path: 'pay/child.yaml', at: '2026-11-23T09:00:00Z', source: 'closed' }]);
    world.at('2026-11-23T09:30:00Z');
    await round(world);
    const [row] = await db.rows(
      sql`select count(*)::int as n from problem p join notice_baseline b on b.source = p.source where p.first_seen_at > b.at`,
    );
    expect(row).toEqual({ n: 0 });
  });
});
