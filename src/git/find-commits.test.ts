import { describe, expect, it } from 'vitest';
import { gitRepository, temporaryFolder } from '../../test/support/git-repository.ts';
import { askHead } from './ask-head.ts';
import { type Clone, cloneDir, fetchHead, prepareClone, writeServingConfig } from './clone.ts';
import { findCommits } from './find-commits.ts';
import { defaultGitLimits } from './git-limits.ts';
import { openRemote } from './remote.ts';

const { signal } = new AbortController();
const asked = { branch: null, signal };

/** A clone as it stands after the head was read: one commit deep. */
async function cloneOf(url: string): Promise<Clone> {
  const dataDir = temporaryFolder();
  const remote = await openRemote(url, { hosts: [], writtenBy: 'operator' });
  const clone = { dir: cloneDir(dataDir, remote), remote, servingConfig: await writeServingConfig(dataDir), limits: defaultGitLimits };
  await prepareClone(clone, signal);
  const head = await askHead(remote, { branch: undefined, servingConfig: clone.servingConfig, limits: clone.limits, signal });
  await fetchHead(clone, head, signal);
  return clone;
}

describe('findCommits', () => {
  it('names who touched a file between two heads, also of a repository that was read through no clone', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a*.yaml': '1', 'ab.yaml': '1' }, 'Ann');
    const first = repository.commit({ 'a*.yaml': '2' }, 'Cleo "C" Ödegård');
    repository.commit({ 'ab.yaml': '2' }, 'Bob');
    const second = repository.commit({ 'a*.yaml': '3' }, 'Dan');
    const to = repository.commit({ 'ab.yaml': '3' }, 'Bob');
    const written = [
      { commit: second, author: 'Dan' },
      { commit: first, author: 'Cleo "C" Ödegård' },
    ];
    const questions = [
      { path: 'a*.yaml', from, to },
      { path: 'none.yaml', from, to },
      { path: 'a*.yaml', from, to: first },
    ];
    const expected = [written, [], written.slice(1)];
    expect(await findCommits(await cloneOf(repository.path), questions, asked)).toEqual(expected);
    const remote = await openRemote(repository.path, { hosts: [], writtenBy: 'operator' });
    const dataDir = temporaryFolder();
    const clone = { dir: cloneDir(dataDir, remote), remote, servingConfig: await writeServingConfig(dataDir), limits: defaultGitLimits };
    expect(await findCommits(clone, questions, asked)).toEqual(expected);
  });

  it('names the commit on a side branch and not the merge', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a.yaml': '1', 'b.yaml': '1' });
    repository.git('checkout', '--quiet', '-b', 'side');
    const commit = repository.commit({ 'a.yaml': '2' }, 'Cleo');
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'b.yaml': '2' }, 'Bob');
    repository.git('-c', 'user.name=Mia', '-c', 'user.email=m@example.com', 'merge', '--quiet', '--no-ff', '--message=merge', 'side');
    const to = repository.git('rev-parse', 'HEAD');
    const found = await findCommits(await cloneOf(repository.path), [{ path: 'a.yaml', from, to }], asked);
    expect(found).toEqual([[{ commit, author: 'Cleo' }]]);
  });

  it('names the commit that came with a rewritten history', async () => {
    const repository = gitRepository();
    repository.commit({ 'a.yaml': '1', 'b.yaml': '1' });
    const from = repository.commit({ 'b.yaml': '2' });
    const clone = await cloneOf(repository.path);
    // The old head is not deepened with the new branch, and is known all the same where it was asked about before.
    await findCommits(clone, [{ path: 'b.yaml', from: repository.git('rev-parse', 'HEAD~'), to: from }], asked);
    repository.git('reset', '--quiet', '--hard', 'HEAD~');
    const commit = repository.commit({ 'a.yaml': '2' }, 'Ann');
    expect(await findCommits(clone, [{ path: 'a.yaml', from, to: commit }], asked)).toEqual([[{ commit, author: 'Ann' }]]);
  });

  it('does not guess when the heads are too far apart, or are not known', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a.yaml': '1' });
    repository.commit({ 'a.yaml': '2' });
    const to = repository.commitTimes(105, 'b.yaml');
    const clone = await cloneOf(repository.path);
    const questions = [
      { path: 'a.yaml', from, to },
      { path: 'a.yaml', from, to: '1'.repeat(40) },
      { path: 'a.yaml', from: '--output=x', to },
    ];
    expect(await findCommits(clone, questions, asked)).toEqual([undefined, undefined, undefined]);
  });
});
