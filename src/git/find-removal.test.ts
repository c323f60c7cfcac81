import { describe, expect, it } from 'vitest';
import { gitRepository, temporaryFolder } from '../../test/support/git-repository.ts';
import { askHead } from './ask-head.ts';
import { type Clone, cloneDir, fetchHead, prepareClone, writeServingConfig } from './clone.ts';
import { findRemoval } from './find-removal.ts';
import { defaultGitLimits } from './git-limits.ts';
import { openRemote } from './remote.ts';

const { signal } = new AbortController();
const mentions = (text: string) => text.includes('payments');

/** A clone as it stands after the head was read: one commit deep. */
async function cloneOf(url: string): Promise<Clone> {
  const dataDir = temporaryFolder();
  const remote = await openRemote(url, { hosts: [], writtenBy: 'operator' });
  const clone = { dir: cloneDir(dataDir, remote), remote, servingConfig: await writeServingConfig(dataDir), limits: defaultGitLimits };
  await prepareClone(clone, signal);
  await fetchHead(
    clone,
    await askHead(remote, { branch: undefined, servingConfig: clone.servingConfig, limits: clone.limits, signal }),
    signal,
  );
  return clone;
}

describe('findRemoval', () => {
  it('names the commit and the author that deleted the file', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a.yaml': 'payments', 'b.yaml': 'b' }, 'Ann');
    repository.commit({ 'b.yaml': 'b2' }, 'Bob');
    const commit = repository.commit({ 'a.yaml': null }, 'Cleo "C" Ödegård');
    const to = repository.commit({ 'b.yaml': 'b3' }, 'Dan');
    const clone = await cloneOf(repository.path);
    const found = await findRemoval(clone, { from, to, branch: 'main', path: 'a.yaml', mentions }, signal);
    expect(found).toEqual({ commit, author: 'Cleo "C" Ödegård' });
    expect(await findRemoval(clone, { from: null, to, branch: 'main', path: 'a.yaml', mentions }, signal)).toEqual(found);
  });

  it('names the commit that took one document out of a file that stayed', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'all.yaml': 'orders\npayments\n' });
    repository.commit({ 'all.yaml': 'orders 2\npayments\n' }, 'Bob');
    const commit = repository.commit({ 'all.yaml': 'orders 2\n' }, 'Cleo');
    const to = repository.commit({ 'all.yaml': 'orders 3\n' }, 'Dan');
    const clone = await cloneOf(repository.path);
    expect(await findRemoval(clone, { from, to, branch: 'main', path: 'all.yaml', mentions }, signal)).toEqual({ commit, author: 'Cleo' });
  });

  it('finds the commit on the side branch where it happened', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a.yaml': 'payments', 'b.yaml': 'b' });
    repository.git('checkout', '--quiet', '-b', 'side');
    const commit = repository.commit({ 'a.yaml': null }, 'Cleo');
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'b.yaml': 'b2' }, 'Bob');
    repository.git('-c', 'user.name=Mia', '-c', 'user.email=m@example.com', 'merge', '--quiet', '--no-ff', '--message=merge', 'side');
    const to = repository.git('rev-parse', 'HEAD');
    const clone = await cloneOf(repository.path);
    expect(await findRemoval(clone, { from, to, branch: 'main', path: 'a.yaml', mentions }, signal)).toEqual({ commit, author: 'Cleo' });
  });

  it('does not guess when it happened too long ago, or when the head is not known', async () => {
    const repository = gitRepository();
    const from = repository.commit({ 'a.yaml': 'payments', 'b.yaml': 'b' });
    repository.commit({ 'a.yaml': null });
    const to = repository.commitTimes(105, 'b.yaml');
    const clone = await cloneOf(repository.path);
    expect(await findRemoval(clone, { from, to, branch: 'main', path: 'a.yaml', mentions }, signal)).toBeUndefined();
    expect(await findRemoval(clone, { from, to: '1'.repeat(40), branch: 'main', path: 'a.yaml', mentions }, signal)).toBeUndefined();
  });
});
