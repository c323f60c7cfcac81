import { beforeEach, expect, test, vi } from 'vitest';
import { rememberCommits } from '#catalog/history/remember-commits.ts';
import { createCommits } from '#catalog/history/find-commits.ts';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { createSource } from '#catalog/sources/create-source.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import { syncSource, type SyncCtx } from '#catalog/sync/sync-source.ts';
import type { Commits } from '#core/commits.ts';
import { ana, request, run, slackOf } from '../../../../test/support/ask-catalog.ts';
import { onDatabase, silentLog } from '../../../../test/support/databases.ts';
import { gitRepository, type GitRepository, temporaryFolder } from '../../../../test/support/git-repository.ts';
import { StillClock } from '../../../../test/support/scripted-source.ts';
import { plain, sourceDeps } from '../../../../test/support/source-world.ts';
import { nobody, world } from '../../../../test/support/world.ts';
import { historyCard } from './history-card.ts';

const subject = 'component:default/pay';
const { signal } = new AbortController();
const pay = (owner: string, name = 'pay') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: ${name}}\nspec: {type: service, lifecycle: production, owner: ${owner}}\n`;

onDatabase('pglite', (_name, open) => {
  const clock = new StillClock();
  let ctx: SyncCtx;
  let repository: GitRepository;
  let commits: Commits;
  let look: () => Promise<void>;
  const begin = async (visibleTo: 'everyone' | ['group:default/team-payments']) => {
    repository = gitRepository();
    ctx = { db: open().db, clock, log: silentLog };
    const config = { ...plain, type: 'git', url: repository.path, name: 'main', visibleTo } as const;
    const deps = sourceDeps(temporaryFolder());
    const source = createSource(config, deps);
    commits = createCommits({ source: deps, configOf: () => Promise.resolve(config) });
    await reconcileSources(ctx, [config]);
    look = async () => {
      clock.forward(60_000);
      await syncSource(ctx, source, config, { signal });
    };
  };
  beforeEach(() => begin('everyone'));

  async function history(readers: 'asker' | 'others' = 'asker', asked: Commits = commits): Promise<string> {
    const directory = await openDirectory({ db: open().db, clock, log: silentLog, people: nobody, pollMs: 60_000 });
    const desk = slackOf(directory, { viewer: ana });
    const here = { ...desk, ctx: { ...desk.ctx, db: open().db, clock }, slack: { ...desk.slack, commits: asked } };
    const said = await request(here, 'catalog.history', 'pay', readers);
    await directory.close();
    return said;
  }
  /** Another page, pressed below a message that others read, or the asker alone. */
  async function pages(clicked: 'visible' | 'ephemeral') {
    const directory = await openDirectory({ db: open().db, clock, log: silentLog, people: nobody, pollMs: 60_000 });
    const desk = slackOf(directory, { viewer: ana, place: { clicked } });
    const here = { ...desk, ctx: { ...desk.ctx, db: open().db, clock } };
    const turned = await Promise.allSettled([run(here, 'catalog.history-page', `0 ${subject}`)]);
    await directory.close();
    return turned;
  }
  const whens = (said: string) => said.split('\n').filter((line) => line.includes(' ago ') && !line.startsWith('pay '));

  test('a change is told with who wrote it in which commit, also where several came with one look', async () => {
    repository.commit({ 'z/catalog-info.yaml': pay('team-a'), 'y/catalog-info.yaml': pay('team-a', 'other') }, 'Ann');
    await look();
    const second = repository.commit({ 'z/catalog-info.yaml': pay('team-b') }, 'Bo &amp; *x*');
    repository.commit({ 'y/catalog-info.yaml': pay('team-b', 'other') }, 'Cleo');
    await look();
    // What changed only elsewhere is nobody's who wrote this.
    repository.commit({ 'y/catalog-info.yaml': pay('team-c', 'other') }, 'Cleo');
    await look();
    const third = repository.commit({ 'z/catalog-info.yaml': pay('team-c') }, 'Dan');
    const fourth = repository.commit({ 'z/catalog-info.yaml': pay('team-d') }, 'Eve');
    await look();
    repository.git('mv', 'z', 'zz');
    const fifth = repository.commit({}, 'Fay');
    await look();
    // The first who asks may be told to ask again: what is asked of a repository takes as long as it takes.
    const remembering = rememberCommits(commits, silentLog);
    const said = await vi.waitFor(
      async () => {
        const answer = await history('asker', remembering);
        expect(answer).not.toContain('ask again');
        return answer;
      },
      { timeout: 15_000 },
    );
    const short = (commit: string) => commit.slice(0, 7);
    expect(whens(said)).toEqual([
      expect.stringMatching(new RegExp(` ago by Fay in ${short(fifth)}$`)),
      expect.stringMatching(new RegExp(` ago by Eve in ${short(fourth)}, by Dan in ${short(third)}$`)),
      expect.stringMatching(new RegExp(` ago by Bo &amp; \\*x\\* in ${short(second)}$`)),
      expect.stringMatching(/ ago in the commits up to [0-9a-f]{7}$/),
    ]);
    expect(said).toContain('“up to” a commit: it was first seen there');
  });

  test('a repository that does not answer in time, or at all, keeps nobody from the history', async () => {
    repository.commit({ 'catalog-info.yaml': pay('team-a') });
    await look();
    repository.commit({ 'catalog-info.yaml': pay('team-b') });
    await look();
    const moment = { at: clock.now(), seq: 1, source: 'main', ref: subject, commit: 'abcdef1234', steps: [] };
    const card = historyCard(
      world({ entities: [] }).for({ kind: 'everyone' }),
      { moments: [moment], capped: false },
      {
        page: { ref: subject, offset: 0 },
        subject: { name: 'pay', changedAt: clock.now(), gone: false },
        writers: { late: true, by: new Map() },
        now: clock.now(),
      },
    );
    expect(JSON.stringify(card)).toContain('still being looked up: ask again in a moment');
    const said = await history('asker', { of: () => Promise.reject(new Error('away')) });
    expect(said).toContain('• owner: team-a → team-b');
    expect(whens(said)[0]).toContain('in the commits up to');
  });

  test('of what not everyone may see only the asker is told, whoever else reads there', async () => {
    await begin(['group:default/team-payments']);
    repository.commit({ 'catalog-info.yaml': pay('team-a') });
    await look();
    const [turned] = await pages('visible');
    expect(turned).toMatchObject({ status: 'rejected', reason: { code: 'not-there' } });
    const [own] = await pages('ephemeral');
    expect(own).toMatchObject({ status: 'fulfilled', value: { visibility: 'ephemeral' } });
    expect(await history('others')).toMatch(
      /^Only you see this: pay is visible to some groups only\.\npay was added 0 s ago and has not changed since/,
    );
  });
});
