import { expect, onTestFinished, test } from 'vitest';
import { gitSource } from '#catalog/sources/git-source.ts';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { component, plain, readerOf, refsOf, sourceDeps } from '../../../test/support/source-world.ts';
import { temporaryFolder } from '../../../test/support/git-repository.ts';
import { type GitHubWorld, openGitHubWorld } from '../../../test/support/github/world.ts';
import type { GitHub, GitHubRepository } from './github.ts';
import { type GitHubOptions, openGitHub } from './open-github.ts';

const { signal } = new AbortController();

async function world(): Promise<GitHubWorld> {
  const opened = await openGitHubWorld();
  onTestFinished(() => opened.close());
  return opened;
}

const clientOf = (at: GitHubWorld, more: Partial<GitHubOptions> = {}) =>
  openGitHub({
    apiUrl: at.apiUrl,
    auth: { token: at.personalToken() },
    organization: 'acme',
    log: silentLog,
    meter: noMeter,
    clock: { ...systemClock, now: () => at.now() },
    limits: { secondMs: 1, requestMs: 5_000 },
    ...more,
  });

async function all(github: GitHub, owner = 'acme', branch?: string): Promise<GitHubRepository[]> {
  return (await Array.fromAsync(github.repositories(owner, { signal, branch }))).flat();
}

const appOf = ({ app }: GitHubWorld) => ({ auth: { appId: app.appId, privateKey: app.privateKey } });

test('3,000 repositories: a first look takes 107 requests, a reconciliation 30, a look after five pushes 2', async () => {
  const acme = await world();
  const made = Array.from({ length: 3_000 }, (_, n) => acme.repository(`service-${n}`, { files: { 'catalog-info.yaml': `name: ${n}\n` } }));
  const github = await clientOf(acme, appOf(acme));
  const wanted = (found: GitHubRepository[]) =>
    found.flatMap(({ id, head }) => (head === null ? [] : [{ repository: id, commit: head, path: 'catalog-info.yaml' }]));

  const found = await all(github);
  const read = await github.files(wanted(found), { signal, fileBytes: 1_000_000 });
  expect(read.map((file) => file.outcome === 'read' && file.text)).toEqual(made.map((_, n) => `name: ${n}\n`));
  expect(acme.spent()).toEqual({ graphql: 30 + 75, rest: 2, git: 0 });

  expect(await all(github)).toEqual(found);
  expect(acme.spent()).toEqual({ graphql: 30, rest: 0, git: 0 });

  const pushed = made.slice(500, 505);
  for (const repository of pushed) repository.push({ 'catalog-info.yaml': 'name: other\n' });
  const changed = await github.repositoriesByIds(
    pushed.map(({ id }) => id),
    { signal },
  );
  expect((await github.files(wanted(changed), { signal, fileBytes: 1_000 })).map((file) => file.outcome === 'read' && file.text)).toEqual(
    pushed.map(() => 'name: other\n'),
  );
  expect(acme.spent()).toEqual({ graphql: 2, rest: 0, git: 0 });
});

test('a repository is known by its id through renames, transfers and whatever else happens to it', async () => {
  const acme = await world();
  const pay = acme.repository('pay', { files: { a: '1' }, topics: ['tier-1', 'go'], visibility: 'internal' });
  acme.repository('empty');
  const github = await clientOf(acme);
  const release = pay.push({ a: '2' }, 'release');
  expect(await all(github)).toEqual([
    {
      id: pay.id,
      owner: 'acme',
      name: 'pay',
      url: `${acme.url}/acme/pay`,
      archived: false,
      fork: false,
      visibility: 'internal',
      topics: ['go', 'tier-1'],
      defaultBranch: 'main',
      head: pay.branches.get('main'),
    },
    expect.objectContaining({ name: 'empty', defaultBranch: null, head: null }),
  ]);
  expect((await all(github, 'acme', 'release')).map(({ head }) => head)).toEqual([release, null]);

  pay.rename('payments');
  pay.archived = true;
  expect(await github.repositoryByName('acme/pay', { signal })).toMatchObject({ id: pay.id, name: 'payments', archived: true });
  acme.persons.add('cleo');
  pay.transfer('cleo');
  expect((await all(github, 'cleo')).map(({ id }) => id)).toEqual([pay.id]);
  acme.remove(pay);
  expect(await github.repositoryByName('acme/pay', { signal })).toBeUndefined();
  expect(await github.repositoriesByIds([pay.id, 'R_2'], { signal })).toEqual([expect.objectContaining({ name: 'empty' })]);
});

test('a file is what git has, or is told to be something else', async () => {
  const acme = await world();
  const invalid = Buffer.from([0x61, 0xff, 0x62]);
  const pay = acme.repository('pay', {
    git: true,
    files: { text: 'grüß\n', binary: Buffer.from([1, 0, 2]), invalid, long: 'x'.repeat(600_000), link: { link: 'text' }, 'a/b': '1' },
  });
  const commit = pay.branches.get('main') ?? '';
  const github = await clientOf(acme);
  const at = (path: string, repository = pay.id) => ({ repository, commit, path });
  const paths = ['text', 'binary', 'invalid', 'long', 'link', 'a', 'none'].map((path) => at(path));
  const wanted = [...paths, at('text', 'acme/pay'), at('text', 'R_77'), at('text', 'acme/none'), { ...at('text'), commit: '0'.repeat(40) }];
  const told = (await github.files(wanted, { signal, fileBytes: 1_000_000 })).map((file) => {
    if (file.outcome === 'read') return file.text;
    return file.outcome === 'unread' ? file.why : file.outcome;
  });
  const unseen = ['unseen', 'unseen', 'unseen'];
  expect(told).toEqual(['grüß\n', 'binary', 'binary', 'cut', 'symlink', 'folder', 'missing', 'grüß\n', ...unseen]);
  expect(await github.files([at('text')], { signal, fileBytes: 5 })).toEqual([
    { ...at('text'), outcome: 'too-large', blob: expect.stringMatching(/^[0-9a-f]{40}$/) as string, size: 7 },
  ]);
});

test('what is too heavy for GitHub is asked for in halves, and stays halved', async () => {
  const acme = await world();
  acme.strength = { blobs: 12, repositories: 30 };
  for (let n = 0; n < 60; n += 1) acme.repository(`r${n}`, { files: { a: String(n) } });
  const github = await clientOf(acme);
  const found = await all(github);
  expect(found).toHaveLength(60);
  // 100 and 50 are refused; 25, 25 and 10 are not.
  expect(acme.spent().graphql).toBe(5);
  const read = await github.files(
    found.map(({ id, head }) => ({ repository: id, commit: head ?? '', path: 'a' })),
    { signal, fileBytes: 10 },
  );
  expect(read.map((file) => file.outcome === 'read' && Number(file.text))).toEqual(found.map((_, n) => n));
  // 40 and 20 are refused; six times 10 are not.
  expect(acme.spent().graphql).toBe(8);
});

test('teams come with their own members, parents first; members with the address that the organisation vouches for', async () => {
  const acme = await world();
  const crowd = Array.from({ length: 150 }, (_, n) => `person-${n}`);
  acme.team('core', { parent: 'platform', members: crowd, description: 'The core.' });
  acme.team('platform', { members: ['cleo'] });
  acme.member('cleo', { name: 'Cleo', email: 'cleo@home.example', verified: ['cleo@acme.example'] });
  acme.member('dan', { email: 'dan@home.example' });
  acme.member('eve');
  const emails = async (github: GitHub) => (await github.people('acme', signal)).members.map(({ email }) => email);

  const { teams, members } = await (await clientOf(acme)).people('acme', signal);
  expect(teams.map(({ slug, parent }) => [slug, parent])).toEqual([
    ['platform', null],
    ['core', 'platform'],
  ]);
  expect(teams[1]).toMatchObject({ description: 'The core.', url: `${acme.url}/orgs/acme/teams/core`, members: crowd });
  expect(members.map(({ login, email }) => [login, email])).toEqual([
    ['cleo', 'cleo@acme.example'],
    ['dan', 'dan@home.example'],
    ['eve', null],
  ]);
  expect(acme.spent()).toEqual({ graphql: 3, rest: 0, git: 0 });

  expect(await emails(await clientOf(acme, appOf(acme)))).toEqual(['cleo@home.example', 'dan@home.example', null]);
  expect(await emails(await clientOf(acme, { auth: { token: acme.personalToken(['repo', 'read:org']) } }))).toEqual([null, null, null]);
});

test("an App's token is kept until shortly before its end, and replaced when it is revoked", async () => {
  const acme = await world();
  acme.repository('pay');
  const github = await clientOf(acme, appOf(acme));
  const first = await github.gitToken(signal);
  expect(acme.spent()).toEqual({ graphql: 0, rest: 2, git: 0 });
  acme.later(54 * 60_000);
  expect(await github.gitToken(signal)).toBe(first);
  acme.later(2 * 60_000);
  const second = await github.gitToken(signal);
  expect(second).not.toBe(first);
  expect(acme.spent()).toEqual({ graphql: 0, rest: 1, git: 0 });
  acme.askers.delete(second);
  expect(await all(github)).toHaveLength(1);
  expect(acme.spent()).toEqual({ graphql: 2, rest: 1, git: 0 });
});

test('an App that was installed anew is found again', async () => {
  const acme = await world();
  acme.repository('pay');
  const github = await clientOf(acme, appOf(acme));
  await github.gitToken(signal);
  acme.app.installations.set('acme', 13);
  acme.later(61 * 60_000);
  await expect(github.gitToken(signal)).rejects.toMatchObject({ code: 'not-found' });
  expect(await all(github)).toHaveLength(1);
});

test('where our clock is wrong, an App still gets its token', async () => {
  for (const minutes of [-30, -3, 3, 120]) {
    const acme = await world();
    acme.repository('pay');
    acme.app.behind = minutes * 60_000;
    const github = await clientOf(acme, appOf(acme));
    expect(await all(github), `${minutes} minutes`).toHaveLength(1);
  }
});

test('an Enterprise Server answers at its own addresses', async () => {
  const acme = await world();
  acme.repository('pay');
  expect(await all(await clientOf(acme, { apiUrl: `${acme.enterpriseApiUrl}/`, ...appOf(acme) }))).toHaveLength(1);
});

test('git reads with the same token what the API tells, and nothing once it has ended', async () => {
  const acme = await world();
  const pay = acme.repository('pay', { git: true, files: { 'catalog-info.yaml': component('pay') } });
  const github = await clientOf(acme, appOf(acme));
  const source = { ...plain, type: 'git', url: `${acme.url}/acme/pay`, token: await github.gitToken(signal) } as const;
  const reader = readerOf(gitSource(source, sourceDeps(temporaryFolder())));
  await reader.look();
  expect(refsOf(reader)).toEqual(['component:default/pay']);
  expect(reader.state?.head).toBe((await github.repositoryByName('acme/pay', { signal }))?.head);
  pay.push({ 'catalog-info.yaml': component('payments') });
  acme.later(61 * 60_000);
  await expect(reader.look()).rejects.toMatchObject({ code: 'refused' });
});
