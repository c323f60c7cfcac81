import { describe, expect, it } from 'vitest';
import type { SourceWorld } from './source.contract.ts';
import { apiWith, component, pathsRead, pictureOf, problemsOf, readerOf, refsOf } from '../support/source-world.ts';

/** What becomes of the bytes of files and of what they include. */
export function contentsContract(name: string, make: () => SourceWorld): void {
  describe(`${name}: contents`, () => {
    it('reads a file again when what it includes changes, comes or goes', async () => {
      const world = make();
      world.change({
        'catalog-info.yaml': apiWith('a', './spec/open.yaml'),
        'spec/open.yaml': 'openapi: 3',
        'b/catalog-info.yaml': component('b'),
      });
      const reader = readerOf(world.source());
      const definition = () => reader.files.get('catalog-info.yaml')?.descriptors[0]?.definition;
      await reader.look();
      expect(definition()).toBe('openapi: 3');
      world.change({ 'spec/open.yaml': 'openapi: 4' });
      expect(pathsRead(await reader.look())).toEqual(['catalog-info.yaml']);
      expect(definition()).toBe('openapi: 4');
      world.change({ 'spec/open.yaml': null });
      await reader.look();
      expect(problemsOf(reader)).not.toEqual([]);
      world.change({ 'spec/open.yaml': 'openapi: 5' });
      await reader.look();
      expect(definition()).toBe('openapi: 5');
      expect(problemsOf(reader)).toEqual([]);
    });

    it('includes nothing through links or from outside', async () => {
      const world = make();
      world.change({
        'a/catalog-info.yaml': apiWith('a', './passwd'),
        'a/passwd': { link: '/etc/passwd' },
        'b/catalog-info.yaml': apiWith('b', '../etc/passwd'),
        etc: { link: '/etc' },
        'c/catalog-info.yaml': apiWith('c', '../../../../../../etc/passwd'),
      });
      const reader = readerOf(world.source());
      await reader.look();
      const blamed = new Set(problemsOf(reader).map((problem) => problem.split(':')[0]));
      expect([...blamed]).toEqual(['a/catalog-info.yaml', 'b/catalog-info.yaml', 'c/catalog-info.yaml']);
      expect(JSON.stringify(pictureOf(reader))).not.toContain('root:');
    });

    it('makes a problem of what is too big or no text, and keeps what it held before', async () => {
      const world = make();
      world.change({
        'big/catalog-info.yaml': component('big', `  description: ${'x'.repeat(3000)}\n`),
        'latin/catalog-info.yaml': Buffer.from(component('latin', '  description: caf\u00e9\n'), 'latin1'),
        'utf16/catalog-info.yaml': Buffer.from(component('wide'), 'utf16le'),
        'fine/catalog-info.yaml': component('fine'),
      });
      const reader = readerOf(world.source({ fileBytes: 2000 }));
      await reader.look();
      expect(problemsOf(reader)).toEqual([
        'big/catalog-info.yaml:1 file-too-big',
        'latin/catalog-info.yaml:1 file-not-text',
        'utf16/catalog-info.yaml:1 file-not-text',
      ]);
      expect(pictureOf(reader).map(({ unreadable }) => unreadable)).toEqual([true, false, true, true]);
      expect(refsOf(reader)).toEqual(['component:default/fine']);
    });

    it('tells of a descriptor that is a link', async () => {
      const world = make();
      world.change({ 'catalog-info.yaml': { link: '/etc/hostname' } });
      const reader = readerOf(world.source());
      await reader.look();
      expect(problemsOf(reader)).toEqual(['catalog-info.yaml:1 file-symlink']);
      world.change({ 'catalog-info.yaml': component('a') });
      await reader.look();
      expect(problemsOf(reader)).toEqual([]);
      expect(refsOf(reader)).toEqual(['component:default/a']);
    });
  });
}
