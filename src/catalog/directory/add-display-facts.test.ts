import { afterEach, expect, it, test, vi } from 'vitest';
import { defaultKinds, type SourceConfig } from '#core/catalog-config.ts';
import { everyone, operator } from '#core/viewer.ts';
import { entity } from '../../../test/support/catalog-rows.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { paperSource, type PaperRepositories } from '../../../test/support/paper-repository.ts';
import { StillClock } from '../../../test/support/scripted-source.ts';
import { readAuthority } from '../ownership/authority.ts';
import { contactsOf } from '../ownership/contacts.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { syncSource } from '../sync/sync-source.ts';
import { addDisplayFacts } from './add-display-facts.ts';
import { type LiveDirectory, openDirectory } from './open-directory.ts';

const place = { source: 'shop', path: 'team.yaml', line: 3 };

test('what the authority is silent on is added, and what it says stands', () => {
  const team = entity('Group', 'pay', { type: 'team', members: ['ana'] }, { title: 'Payments', annotations: { a: 'ours' } });
  const other = entity(
    'Group',
    'pay',
    { type: 'x', members: ['mallory'], parent: 'board', profile: { displayName: 'Pay', email: 'mallory@acme.example' } },
    { title: 'Theirs', description: 'Takes money', annotations: { a: 'theirs', 'slack.com/channel': '#pay', ['__proto__']: 'x' } },
  );
  const { entity: whole, added } = addDisplayFacts(team, [{ ...place, entity: other, authority: false }]);
  expect(whole.metadata).toEqual({
    name: 'pay',
    namespace: 'default',
    title: 'Payments',
    description: 'Takes money',
    annotations: Object.fromEntries([
      ['a', 'ours'],
      ['slack.com/channel', '#pay'],
      ['__proto__', 'x'],
    ]),
  });
  expect(whole.spec).toEqual({ type: 'team', members: ['ana'], profile: { displayName: 'Pay' } });
  expect(added.map(({ field }) => field)).toEqual([
    'metadata.description',
    'metadata.annotations.slack.com/channel',
    'metadata.annotations.__proto__',
    'spec.profile.displayName',
  ]);
  expect(team.metadata.annotations).toEqual({ a: 'ours' });
});

test('an e-mail address may come from another authority only', () => {
  const ana = entity('User', 'ana', { memberOf: [] });
  const other = entity('User', 'ana', { memberOf: ['pay'], profile: { email: 'ana@acme.example' } });
  expect(addDisplayFacts(ana, [{ ...place, entity: other, authority: false }]).entity).toBe(ana);
  expect(addDisplayFacts(ana, [{ ...place, entity: other, authority: true }]).entity.spec).toEqual({
    memberOf: [],
    profile: { email: 'ana@acme.example' },
  });
});

const group = (more: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: pay\n${more}spec:\n  type: team\n  children: []\n`;
const channel = (name: string) => group(`  annotations: { slack.com/channel: '${name}' }\n`);

eachDatabase((_name, open) => {
  const opened: LiveDirectory[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((directory) => directory.close()));
  });

  it('shows a team of the authority with the channel that a file adds, and says from where, unless that file is for few', async () => {
    const { db } = open();
    const ctx = { db, clock: new StillClock(), log: silentLog };
    const repositories: PaperRepositories = new Map();
    const source = (name: string, more: Partial<SourceConfig>): SourceConfig =>
      ({
        type: 'git',
        name,
        url: `https://git.example/acme/${name}.git`,
        paths: ['*.yaml'],
        position: 1,
        allow: [...defaultKinds, 'group'],
        authority: false,
        visibleTo: 'everyone',
        everyMs: 60_000,
        ...more,
      }) as SourceConfig;
    const sync = (config: SourceConfig) =>
      syncSource(ctx, paperSource(repositories, config, []), config, { signal: AbortSignal.timeout(20_000) });
    const people = source('people', { authority: true, position: 0 });
    const shop = source('shop', {});
    const hr = source('hr', { position: 2, visibleTo: ['group:default/hr'] });
    repositories.set('https://git.example/acme/people.git', { 'a.yaml': `${group('')}  members: [ana]\n` });
    repositories.set('https://git.example/acme/shop.git', { 'b.yaml': `${channel('#pay')}  members: [mallory]\n` });
    repositories.set('https://git.example/acme/hr.git', { 'c.yaml': group('  description: Secret plans\n') });
    await reconcileSources(ctx, [people, shop, hr]);
    for (const config of [people, shop, hr]) await sync(config);
    const directory = await openDirectory({
      db,
      clock: ctx.clock,
      log: silentLog,
      people: { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined },
    });
    opened.push(directory);
    const view = () => directory.for(everyone);
    const team = () => view().get('group:default/pay');
    const told = () => contactsOf(view(), 'group:default/pay', { owners: new Map() }).channel;
    expect(told()).toEqual({ value: { name: 'pay' }, from: 'annotation slack.com/channel in b.yaml:1 (shop)' });
    expect(directory.for(operator).get('group:default/pay')?.rivals).toEqual([]);
    const entry = team();
    expect(entry?.source).toBe('people');
    expect(entry?.entity.metadata.description).toBeUndefined();
    expect(entry && evidenceOf(view(), entry, ctx.clock.now()).doubts.map(({ kind }) => kind)).toEqual([]);
    expect(view().targets('group:default/pay', 'hasMember')).toEqual(['user:default/ana']);
    expect(readAuthority(directory.for(operator)).of('mallory@acme.example').groups).toEqual([]);

    repositories.set('https://git.example/acme/shop.git', { 'b.yaml': channel('#payments') });
    await sync(shop);
    await vi.waitFor(() => expect(told()?.value).toEqual({ name: 'payments' }), { timeout: 3000 });
  });
});
