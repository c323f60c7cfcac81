import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { sourceContract } from '../../../test/contracts/source.contract.ts';
import { temporaryFolder, writeFiles } from '../../../test/support/git-repository.ts';
import { apiWith, component, location, pathsRead, plain, readerOf, refsOf, sourceDeps } from '../../../test/support/source-world.ts';
import { createSource } from './create-source.ts';

const folderAt = (folder: string, bounds = {}) =>
  createSource({ ...plain, type: 'folder', path: folder }, sourceDeps(folder, { bounds: { ...defaultBounds, ...bounds } }));

sourceContract(
  'a folder',
  () => {
    const folder = temporaryFolder();
    return {
      change: (files) => writeFiles(folder, files),
      destroy: () => rmSync(folder, { recursive: true }),
      source: (bounds) => folderAt(folder, bounds),
    };
  },
  { runs: 150 },
);

describe('a folder, besides', () => {
  it('does not enter .git, node_modules and linked folders', async () => {
    const folder = temporaryFolder();
    const elsewhere = temporaryFolder();
    writeFiles(elsewhere, { 'catalog-info.yaml': component('elsewhere') });
    writeFiles(folder, {
      '.git/catalog-info.yaml': component('git'),
      'x/node_modules/y/catalog-info.yaml': component('module'),
      linked: { link: elsewhere },
      loop: { link: '.' },
      'a/catalog-info.yaml': component('a'),
    });
    const reader = readerOf(folderAt(folder));
    await reader.look();
    expect(refsOf(reader)).toEqual(['component:default/a']);
  });

  it('reads a mounted ConfigMap once, through its links', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, '..2026_04_17'));
    writeFileSync(path.join(folder, '..2026_04_17', 'catalog-info.yaml'), component('mounted'));
    symlinkSync('..2026_04_17', path.join(folder, '..data'));
    symlinkSync('..data/catalog-info.yaml', path.join(folder, 'catalog-info.yaml'));
    const reader = readerOf(folderAt(folder));
    await reader.look();
    expect([...reader.files.keys()]).toEqual(['catalog-info.yaml']);
    expect(refsOf(reader)).toEqual(['component:default/mounted']);
  });

  it('sees a change that left size and time as they were, if it came soon after', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'catalog-info.yaml');
    const time = new Date();
    writeFileSync(file, component('one'));
    utimesSync(file, time, time);
    const reader = readerOf(folderAt(folder));
    await reader.look();
    writeFileSync(file, component('two'));
    utimesSync(file, time, time);
    await reader.look();
    expect(refsOf(reader)).toEqual(['component:default/two']);
  });

  it('reads nothing again after a mere touch', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'catalog-info.yaml': component('a') });
    const reader = readerOf(folderAt(folder));
    await reader.look();
    utimesSync(path.join(folder, 'catalog-info.yaml'), new Date(), new Date(Date.now() + 5000));
    expect(await reader.look()).toMatchObject({ outcome: 'unchanged' });
  });

  it('goes on from a stored state in a new process', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'catalog-info.yaml': location(['./x/*.yaml']),
      'x/a.yaml': component('a'),
      'b/catalog-info.yaml': apiWith('b', './t'),
    });
    writeFiles(folder, { 'b/t': 'one' });
    const before = readerOf(folderAt(folder));
    await before.look();
    writeFiles(folder, { 'x/new.yaml': component('new'), 'b/t': 'two' });
    const after = Object.assign(readerOf(folderAt(folder)), { files: before.files, state: before.state });
    expect(pathsRead(await after.look())).toEqual(expect.arrayContaining(['b/catalog-info.yaml', 'x/new.yaml']));
    expect(after.files.get('b/catalog-info.yaml')?.descriptors[0]?.definition).toBe('two');
    expect(await after.look()).toMatchObject({ outcome: 'unchanged' });
  });

  it('gives an answer again that was not stored', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'catalog-info.yaml': location(['./x/*.yaml']) });
    const reader = readerOf(folderAt(folder));
    await reader.look();
    const { state } = reader;
    writeFiles(folder, { 'x/a.yaml': component('a') });
    await reader.look();
    Object.assign(reader, { state });
    expect(pathsRead(await reader.look())).toContain('x/a.yaml');
  });
});
