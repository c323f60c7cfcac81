import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { sql } from 'drizzle-orm/sql';
import { openRemote } from '#git/remote.ts';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { gitRepository } from '../../test/support/git-repository.ts';
import { openGitHubWorld } from '../../test/support/github/world.ts';
import { component, location } from '../../test/support/source-world.ts';
import { readConfig } from '../config.ts';
import { createSyncer, type SyncerFacts } from './create-syncer.ts';
import { lookKey } from './look.task.ts';

const path = 'catalog-info.yaml';
const { signal } = new AbortController();

function elsewhere() {
  const repository = gitRepository();
  const commit = (name: string) => repository.commit({ [path]: component(name) });
  commit('first');
  return { name: 'named/github.com/other/libs@main', path: repository.path, commit };
}

onDatabase('postgres', (_name, open) => {
  // What a process remembers of a source goes by its name, and tests share a process.
  const opened = async (name: string, facts: Partial<SyncerFacts> = {}) => {
    const acme = await openGitHubWorld();
    onTestFinished(() => acme.close());
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-syncer-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(
      join(folder, 'switchboard.yaml'),
      `catalog: { sources: [{ type: github, organization: acme, name: ${name}, authority: true }], hosts: [github.com] }`,
    );
    const config = readConfig({ GITHUB_API_URL: acme.apiUrl, GITHUB_TOKEN: acme.personalToken(), DATA_DIR: folder }, folder);
    const all = Array.from({ length: 120 }, (_, n) => acme.repository(`r${n}`, { files: { [path]: component(`r${n}`) } }));
    acme.member('ana', { name: 'Ana' });
    const syncer = createSyncer(config, { open: open(), folder }, { log: silentLog, clock: systemClock, meter: noMeter, ...facts });
    onTestFinished(() => syncer.close());
    await syncer.prepare();
    return { acme, all, syncer };
  };

  test('five pushes and a new member are one look: what is known is asked for together, and nothing else is read', async () => {
    const { acme, all, syncer } = await opened('acme');
    expect((await syncer.sync('acme', { signal })).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 121 }, () => 'synced'));
    acme.spent();

    const pushed = all.filter((_, n) => n % 30 === 7);
    for (const repository of pushed) repository.push({ [path]: component(repository.name, '  title: New\n') });
    acme.repository('fresh', { files: { [path]: component('fresh') } });
    acme.member('bo', { name: 'Bo' });
    const names = [...pushed.map(({ name }) => name), 'fresh'];
    const keys = [...names.map((name) => lookKey.repository('acme', `acme/${name}`)), lookKey.people('acme'), 'unknown acme/r1'];
    await syncer.look(keys, signal);
    const { graphql, rest, git } = acme.spent();
    // The known ones, the new one, their files, the people.
    expect({ graphql, rest, git }).toEqual({ graphql: 3 + 2, rest: 0, git: 0 });
    const titled = await open().db.rows(sql`select ref from descriptor where entity -> 'metadata' ->> 'title' = 'New' order by ref`);
    expect(titled).toHaveLength(pushed.length);
    const [row] = await open().db.rows(
      sql`select count(*)::int as n from descriptor where ref in ('component:default/fresh', 'user:default/bo')`,
    );
    expect(row).toEqual({ n: 2 });

    const [report] = await syncer.sync('acme', { signal });
    expect(report.outcome).toBe('unchanged');
    expect(await syncer.registrations.refresh('acme/r7')).toMatchObject({ outcome: 'unchanged', source: 'acme/r7' });
  });

  test('a push to what its files name elsewhere is a look at that alone', async () => {
    const { name, path: folder, commit } = elsewhere();
    const openHere: SyncerFacts['openRemote'] = (_url, options) => openRemote(folder, { ...options, writtenBy: 'operator' });
    const { acme, all, syncer } = await opened('named', { openRemote: openHere });
    all[0]?.push({ [path]: location([`https://github.com/other/libs/blob/main/${path}`]) });
    await syncer.sync('named', { signal });
    acme.spent();
    commit('second');
    all[1]?.push({ [path]: component('not-looked-at') });
    await syncer.look([lookKey.child('named', name), lookKey.child('named', 'named/none')], signal);
    expect(acme.spent()).toEqual({ graphql: 0, rest: 0, git: 0 });
    const rows = await open().db.rows(sql`select ref from descriptor where source = ${name} or ref like '%not-looked-at' order by ref`);
    expect(rows).toEqual([{ ref: 'component:default/second' }]);
  });

  test('a limit in the middle of the first look is told with its end, and the next look goes on from there', async () => {
    const { acme, syncer } = await opened('limited');
    // Two pages of the list and one batch of files.
    acme.limit.remaining = 3;
    const [own] = await syncer.sync('limited', { signal });
    expect(own).toMatchObject({ outcome: 'unavailable', code: 'rate-limited', until: expect.any(Date) });
    const state = () =>
      open().db.rows(sql`
        select (select count(*)::int from descriptor) as entities, error_code as code, error_message as message from source where name = 'limited'`);
    expect(await state()).toEqual([{ entities: 40, code: 'rate-limited', message: expect.stringMatching(/ until 20\d\d-/) }]);
    acme.limit.remaining = 5_000;
    acme.spent();
    await syncer.sync('limited', { signal });
    // The list, what was left, the people.
    expect(acme.spent()).toEqual({ graphql: 2 + 2 + 2, rest: 0, git: 0 });
    expect(await state()).toEqual([{ entities: 121, code: null, message: null }]);
  });
});
