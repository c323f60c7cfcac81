import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import { defaultGitLimits } from '#git/git-limits.ts';
import { gitRepository, temporaryFolder } from '../../../test/support/git-repository.ts';
import { component, plain, readerOf, refsOf, sourceDeps } from '../../../test/support/source-world.ts';
import { createSource } from './create-source.ts';

const sourceAt = (url: string, dataDir: string, limits = {}) =>
  createSource({ ...plain, type: 'git', url }, sourceDeps(dataDir, { gitLimits: { ...defaultGitLimits, ...limits } }));

/** A process of its own that reads once and says when it starts. */
function readElsewhere(url: string, dataDir: string) {
  const { href } = new URL('./create-source.ts', import.meta.url);
  const config = { ...plain, type: 'git', url };
  const script = `
    import { createSource } from ${JSON.stringify(href)};
    import { defaultBounds as bounds } from '#core/catalog-config.ts';
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const source = createSource(${JSON.stringify(config)}, { dataDir: ${JSON.stringify(dataDir)}, hosts: [], bounds, log });
    console.log('go');
    await source.read(null, new AbortController().signal);
  `;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('a Git source', () => {
  it('reads right after a process that was killed while it read', async () => {
    const repository = gitRepository();
    repository.commit(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`c${n}/catalog-info.yaml`, component(`c${n}`)])));
    const dataDir = temporaryFolder();
    for (const ms of [5, 15, 25, 40, 60, 90]) {
      const child = readElsewhere(repository.path, dataDir);
      // It may have read all before it is killed.
      const closed = once(child, 'close');
      await once(child.stdout, 'data');
      await setTimeout(ms);
      child.kill('SIGKILL');
      await closed;
      repository.commit({ 'c1/catalog-info.yaml': component(`after-${ms}`) });
      const survivor = readerOf(sourceAt(repository.path, dataDir));
      await survivor.look();
      expect(refsOf(survivor)).toHaveLength(200);
      expect(refsOf(survivor)).toContain(`component:default/after-${ms}`);
    }
  });

  it('does not take in more than it may, and reads again once that is gone', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a') });
    const dataDir = temporaryFolder();
    const reader = readerOf(sourceAt(repository.path, dataDir, { fetchBytes: 1_000_000 }));
    await reader.look();
    repository.commit({ 'b/catalog-info.yaml': randomBytes(40_000_000) });
    const tooLarge = (error: unknown) => error instanceof SourceUnavailable && error.code === 'too-large';
    await expect(reader.look()).rejects.toSatisfy(tooLarge);
    repository.commit({ 'b/catalog-info.yaml': component('b') });
    await reader.look();
    expect(refsOf(reader)).toEqual(['component:default/a', 'component:default/b']);
  });

  it('lets readers of one repository take turns', async () => {
    const repository = gitRepository();
    repository.commit({ 'a/catalog-info.yaml': component('a'), 'b/catalog-info.yaml': component('b') });
    const dataDir = temporaryFolder();
    const readers = Array.from({ length: 5 }, () => readerOf(sourceAt(repository.path, dataDir)));
    await Promise.all(readers.map((reader) => reader.look()));
    for (const reader of readers) expect(refsOf(reader)).toEqual(['component:default/a', 'component:default/b']);
  });
});
