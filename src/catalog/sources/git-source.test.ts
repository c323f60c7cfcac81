import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { sourceContract } from '../../../test/contracts/source.contract.ts';
import { gitRepository, temporaryFolder } from '../../../test/support/git-repository.ts';
import { component, location, pathsRead, pictureOf, plain, readerOf, refsOf, sourceDeps } from '../../../test/support/source-world.ts';
import { createSource } from './create-source.ts';

const sourceAt = (
  url: string,
  { branch, dataDir = temporaryFolder(), bounds = {} }: { branch?: string; dataDir?: string; bounds?: object } = {},
) =>
  createSource(
    { ...plain, type: 'git', url, ...(branch === undefined ? {} : { branch }) },
    sourceDeps(dataDir, { bounds: { ...defaultBounds, ...bounds } }),
  );

sourceContract(
  'a Git repository',
  () => {
    const repository = gitRepository();
    const dataDir = temporaryFolder();
    return {
      change: (files) => void repository.commit(files),
      destroy: () => rmSync(repository.path, { recursive: true }),
      source: (bounds) => sourceAt(repository.path, { dataDir, ...(bounds ? { bounds } : {}) }),
    };
  },
  { runs: 8 },
);

const unavailable =
  (code: SourceUnavailable['code'], message: RegExp, fix = /./) =>
  (error: unknown) =>
    error instanceof SourceUnavailable && error.code === code && message.test(error.message) && fix.test(error.fix);

describe('a Git repository, besides', () => {
  it('says which commit of which branch was read', async () => {
    const repository = gitRepository();
    const head = repository.commit({ 'catalog-info.yaml': component('a') });
    const reader = readerOf(sourceAt(repository.path));
    expect(await reader.look()).toMatchObject({ head, branch: 'main' });
    const next = repository.commit({ 'readme.md': 'nothing of interest' });
    expect(await reader.look()).toEqual({ outcome: 'read', full: false, files: [], removed: [], head: next, branch: 'main' });
  });

  it('follows a rewritten history', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a') });
    repository.commit({ 'b/catalog-info.yaml': component('b') });
    const reader = readerOf(sourceAt(repository.path));
    await reader.look();
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit({ 'c/catalog-info.yaml': component('c') });
    expect(await reader.look()).toMatchObject({ full: false, removed: ['b/catalog-info.yaml'] });
    expect(refsOf(reader)).toEqual(['component:default/a', 'component:default/c']);
  });

  it('follows the default branch to another name, and a named one nowhere', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a') });
    const dataDir = temporaryFolder();
    const reader = readerOf(sourceAt(repository.path, { dataDir }));
    const named = readerOf(sourceAt(repository.path, { branch: 'main', dataDir }));
    await Promise.all([reader.look(), named.look()]);
    repository.git('checkout', '--quiet', '-b', 'trunk/new');
    repository.commit({ 'a/catalog-info.yaml': null, 'b/catalog-info.yaml': component('b') });
    await Promise.all([reader.look(), named.look()]);
    expect(reader.state?.branch).toBe('trunk/new');
    expect(refsOf(reader)).toEqual(['component:default/b']);
    expect(refsOf(named)).toEqual(['component:default/a']);
  });

  it('reads a remote whose HEAD is on no branch', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a') });
    repository.git('checkout', '--quiet', '--detach');
    const head = repository.commit({ 'b/catalog-info.yaml': component('b') });
    const reader = readerOf(sourceAt(repository.path));
    expect(await reader.look()).toMatchObject({ head, branch: null });
    expect(refsOf(reader)).toEqual(['component:default/a', 'component:default/b']);
  });

  it('says what is wrong with a repository that cannot be read', async () => {
    const empty = gitRepository();
    await expect(readerOf(sourceAt(empty.path)).look()).rejects.toSatisfy(unavailable('empty', /no commit yet/));
    const repository = gitRepository();
    repository.commit({ 'a.txt': 'a' });
    const other = readerOf(sourceAt(repository.path, { branch: 'mian' }));
    await expect(other.look()).rejects.toSatisfy(unavailable('not-found', /no branch or tag "mian"/, /exists, such as main/));
    await expect(readerOf(sourceAt('/nowhere/at/all')).look()).rejects.toSatisfy(unavailable('not-found', /was not found/));
  });

  it.each(['--upload-pack=touch${IFS}hacked', '../../x', 'a b', 'x..y', '-x', 'refs/*', '@{-1}', 'x.lock'])(
    'takes no branch called %s',
    async (branch) => {
      const repository = gitRepository();
      repository.commit({ 'a.txt': 'a' });
      await expect(readerOf(sourceAt(repository.path, { branch })).look()).rejects.toSatisfy(unavailable('not-found', /name of a branch/));
    },
  );

  it.each([
    'ext::sh -c touch% /tmp/hacked',
    '--upload-pack=/bin/true',
    'ssh://-oProxyCommand=touch/x',
    'git://example.com/x',
    '-oProxyCommand=x:y',
    'a\nb',
  ])('runs nothing for the address %s', async (url) => {
    await expect(readerOf(sourceAt(url)).look()).rejects.toBeInstanceOf(SourceUnavailable);
  });

  it('brings only the contents that it needs, and keeps nothing secret in the clone', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a'), 'big.bin': 'unwanted'.repeat(50_000) });
    const unwanted = repository.git('rev-parse', 'HEAD:big.bin');
    const dataDir = temporaryFolder();
    await readerOf(sourceAt(repository.path, { dataDir })).look();
    const clone = cloneIn(dataDir);
    const objects = gitRepository().git(`--git-dir=${clone}`, 'cat-file', '--batch-all-objects', '--batch-check');
    expect(objects).not.toContain(unwanted);
    expect(readFileSync(path.join(clone, 'config'), 'utf8')).not.toContain('remote');
  });

  it.each([
    ['a lock of a process that was killed', (clone: string) => writeFileSync(path.join(clone, 'shallow.lock'), '')],
    ['half a clone', (clone: string) => rmSync(path.join(clone, 'complete'))],
    ['a damaged pack', (clone: string) => damagePacks(clone)],
    ['lost packs', (clone: string) => rmSync(path.join(clone, 'objects'), { recursive: true })],
    ['no clone', (clone: string) => rmSync(clone, { recursive: true })],
    ['a broken ref', (clone: string) => writeFileSync(path.join(clone, 'HEAD'), 'nonsense')],
  ])('recovers from %s', async (_, damage) => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a'), 'catalog-info.yaml': location(['./x.yaml']), 'x.yaml': component('x') });
    const dataDir = temporaryFolder();
    const reader = readerOf(sourceAt(repository.path, { dataDir }));
    await reader.look();
    damage(cloneIn(dataDir));
    repository.commit({ 'a/catalog-info.yaml': null, 'x.yaml': component('x2'), 'b/catalog-info.yaml': component('b') });
    await reader.look();
    const anew = readerOf(sourceAt(repository.path));
    await anew.look();
    expect(pictureOf(reader)).toEqual(pictureOf(anew));
    expect(refsOf(reader)).toEqual(['component:default/b', 'component:default/x2', 'location:default/all']);
  });

  it('does not enter submodules', async () => {
    const inner = gitRepository();
    const commit = inner.commit({ 'catalog-info.yaml': component('inner') });
    const repository = gitRepository();
    repository.commit({ 'catalog-info.yaml': location(['./sub', './sub/catalog-info.yaml']) });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
    repository.git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=sub');
    const reader = readerOf(sourceAt(repository.path));
    await reader.look();
    expect(refsOf(reader)).toEqual(['location:default/all']);
    expect(reader.files.get('catalog-info.yaml')?.problems.map(({ code }) => code)).toEqual(['target-symlink', 'target-symlink']);
  });

  it('reads a repository from inside a working tree and as a file URL alike', async () => {
    const repository = gitRepository();
    repository.commit({ 'dir with space/catalog-info.yaml': component('a') });
    const reader = readerOf(sourceAt(`file://${repository.path}`));
    await reader.look();
    expect(refsOf(reader)).toEqual(['component:default/a']);
  });

  it('re-reads one file of 500 when one changed, and puts packs together in time', async () => {
    const repository = gitRepository();
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`c${n}/catalog-info.yaml`, component(`c${n}`)]));
    repository.commit(files);
    const dataDir = temporaryFolder();
    const limits = { askMs: 30_000, fetchMs: 60_000, localMs: 30_000, fetchBytes: 1e9, packs: 4 };
    const reader = readerOf(createSource({ ...plain, type: 'git', url: repository.path }, sourceDeps(dataDir, { gitLimits: limits })));
    await reader.look();
    for (const n of [1, 2, 3]) {
      repository.commit({ 'c7/catalog-info.yaml': component(`changed-${n}`) });
      expect(pathsRead(await reader.look())).toEqual(['c7/catalog-info.yaml']);
    }
    expect(reader.files.size).toBe(500);
    const packs = readdirSync(path.join(cloneIn(dataDir), 'objects', 'pack')).filter((name) => name.endsWith('.pack'));
    expect(packs.length).toBeLessThan(4);
  });

  it('stops when it is told to', async () => {
    const repository = gitRepository();
    repository.commit({ 'catalog-info.yaml': component('a') });
    const stop = new AbortController();
    stop.abort(new Error('stopping'));
    await expect(sourceAt(repository.path).read(null, stop.signal)).rejects.toThrow('stopping');
  });
});

function cloneIn(dataDir: string): string {
  const [name = ''] = readdirSync(path.join(dataDir, 'git')).filter((entry) => !entry.includes('.'));
  const clone = path.join(dataDir, 'git', name);
  expect(existsSync(path.join(clone, 'objects'))).toBe(true);
  return clone;
}

function damagePacks(clone: string): void {
  const folder = path.join(clone, 'objects', 'pack');
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.pack')) continue;
    rmSync(path.join(folder, name));
    writeFileSync(path.join(folder, name), 'PACK nonsense');
  }
}
