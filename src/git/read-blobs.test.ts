import { expect, it } from 'vitest';
import { gitRepository, temporaryFolder } from '../../test/support/git-repository.ts';
import { askHead } from './ask-head.ts';
import { type Clone, cloneDir, fetchHead, isFetched, listTree, prepareClone, writeServingConfig } from './clone.ts';
import { defaultGitLimits } from './git-limits.ts';
import { readBlobs } from './read-blobs.ts';
import { openRemote } from './remote.ts';

const { signal } = new AbortController();
const maxBytes = 1_000;

/** A clone without contents, and the ids of its files by their paths. */
async function cloneOf(url: string): Promise<{ clone: Clone; ids: Map<string, string> }> {
  const dataDir = temporaryFolder();
  const remote = await openRemote(url, { hosts: [], writtenBy: 'operator' });
  const clone = { dir: cloneDir(dataDir, remote), remote, servingConfig: await writeServingConfig(dataDir), limits: defaultGitLimits };
  const head = await askHead(remote, { branch: undefined, servingConfig: clone.servingConfig, limits: clone.limits, signal });
  await prepareClone(clone, signal);
  expect(await isFetched(clone, head)).toBe(false);
  const commit = await fetchHead(clone, head, signal);
  expect(await isFetched(clone, head)).toBe(true);
  expect(await isFetched(clone, { ...head, commit: head.commit.replace(/./g, '0') })).toBe(false);
  const tree = await listTree(clone, commit, signal);
  return { clone, ids: new Map([...tree].map(([path, { blob }]) => [path, blob])) };
}

async function textsOf(clone: Clone, ids: Iterable<string>): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const [id, blob] of readBlobs(clone, ids, { maxBytes, signal })) {
    texts.set(id, blob.outcome === 'read' ? blob.bytes.toString() : `${blob.size} bytes`);
  }
  return texts;
}

it.each([3, 1_100])('gives each of %i blobs, and of those that are too large only how large, fetched or there already', async (count) => {
  const repository = gitRepository();
  const files = Array.from({ length: count }, (_, n): [string, string] => [`${n}.txt`, `file ${n}\n`]);
  // More than one read of the pipe, in front of others, behind them and between them.
  const big = ['big-0.txt', 'middle.txt', 'z.txt'].map((path): [string, string] => [path, `${path}\n`.repeat(30_000)]);
  repository.commit(Object.fromEntries([...files, ...big, ['empty.txt', '']]));
  const { clone, ids } = await cloneOf(repository.path);
  const expected = [...files, ...big.map(([path, text]) => [path, `${text.length} bytes`] as const), ['empty.txt', ''] as const];
  const wanted = expected.map(([path, text]) => [ids.get(path), text]);
  const half = [...ids.values()].filter((_, n) => n % 2 === 0);
  expect((await textsOf(clone, half)).size).toBe(half.length);
  expect(await textsOf(clone, ids.values())).toEqual(new Map(wanted as [string, string][]));
  expect(await textsOf(clone, ids.values())).toEqual(new Map(wanted as [string, string][]));
});

it('fails when an object cannot be had, instead of leaving it out', async () => {
  const repository = gitRepository();
  repository.commit({ 'a.txt': 'a' });
  const { clone } = await cloneOf(repository.path);
  await expect(textsOf(clone, ['1'.repeat(40)])).rejects.toThrow();
});
