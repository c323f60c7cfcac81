import { describe, expect, it } from 'vitest';
import type { Source } from '#core/contributions.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Files } from '../support/git-repository.ts';
import { contentsContract } from './source-contents.contract.ts';
import { historyContract } from './source-history.contract.ts';
import { component, location, pathsRead, pictureOf, problemsOf, readerOf, refsOf } from '../support/source-world.ts';

/** A place that descriptors are read from, as a test can change it. */
export interface SourceWorld {
  change(files: Files): void;
  /** Takes the whole place away. */
  destroy(): void;
  /** A new reader of it, which knows nothing yet; `bounds` override the usual ones. */
  source(bounds?: { fileBytes?: number; locationTargets?: number; locationDepth?: number }): Source;
}

/** What every source of files promises. `runs`: how many random histories are tried. */
export function sourceContract(name: string, make: () => SourceWorld, { runs }: { runs: number }): void {
  describe(`${name}: reading`, () => {
    it('gives every descriptor at first, and nothing when nothing happened', async () => {
      const world = make();
      world.change({ 'a/catalog-info.yaml': component('a'), 'b/.c/catalog-info.yml': component('c'), 'a/readme.md': 'no descriptor' });
      const reader = readerOf(world.source());
      expect(await reader.look()).toMatchObject({ outcome: 'read', full: true });
      expect(refsOf(reader)).toEqual(['component:default/a', 'component:default/c']);
      expect(await reader.look()).toMatchObject({ outcome: 'unchanged' });
    });

    it('reads again only what changed', async () => {
      const world = make();
      world.change({ 'a/catalog-info.yaml': component('a'), 'b/catalog-info.yaml': component('b'), 'c/catalog-info.yaml': component('c') });
      const reader = readerOf(world.source());
      await reader.look();
      world.change({ 'a/catalog-info.yaml': component('a2') });
      expect(pathsRead(await reader.look())).toEqual(['a/catalog-info.yaml']);
      world.change({ 'd/catalog-info.yaml': component('d'), 'b/catalog-info.yaml': null });
      expect(await reader.look()).toMatchObject({
        full: false,
        removed: ['b/catalog-info.yaml'],
        files: [{ path: 'd/catalog-info.yaml' }],
      });
      expect(refsOf(reader)).toEqual(['component:default/a2', 'component:default/c', 'component:default/d']);
    });

    it('sees a moved file as one gone and one come', async () => {
      const world = make();
      world.change({ 'a/catalog-info.yaml': component('a') });
      const reader = readerOf(world.source());
      await reader.look();
      world.change({ 'a/catalog-info.yaml': null, 'z/catalog-info.yaml': component('a') });
      expect(await reader.look()).toMatchObject({ removed: ['a/catalog-info.yaml'], files: [{ path: 'z/catalog-info.yaml' }] });
    });

    it('is unavailable, not empty, when the place has gone', async () => {
      const world = make();
      world.change({ 'a/catalog-info.yaml': component('a') });
      const reader = readerOf(world.source());
      await reader.look();
      world.destroy();
      await expect(reader.look()).rejects.toSatisfy((error) => error instanceof SourceUnavailable && error.code === 'not-found');
    });
  });

  describe(`${name}: Locations`, () => {
    it('follows them from file to file, each file once and by the shortest way', async () => {
      const world = make();
      world.change({
        'catalog-info.yaml': location(['./parts/x.yaml', './parts/sub.yaml', './a/catalog-info.yaml']),
        'parts/sub.yaml': location(['./x.yaml', '../catalog-info.yaml', './deep/*.yaml']).replace('name: all', 'name: sub'),
        'parts/x.yaml': component('x'),
        'parts/deep/y.yaml': component('y'),
        'a/catalog-info.yaml': component('a'),
      });
      const reader = readerOf(world.source());
      await reader.look();
      const depths = Object.fromEntries(pictureOf(reader).map(({ path, depth }) => [path, depth]));
      expect(depths).toEqual({
        'a/catalog-info.yaml': 0,
        'catalog-info.yaml': 0,
        'parts/deep/y.yaml': 2,
        'parts/sub.yaml': 1,
        'parts/x.yaml': 1,
      });
      expect(problemsOf(reader)).toEqual([]);
    });

    it('says on its own line what leads nowhere, and reads the rest', async () => {
      const world = make();
      world.change({
        'catalog-info.yaml': location([
          './servces/a.yaml',
          './none/*.yaml',
          './services',
          './services/a.yaml',
          './link.yaml',
          './out/b.yaml',
        ]),
        'services/a.yaml': component('a'),
        'link.yaml': { link: '/etc/hostname' },
        out: { link: '..' },
      });
      const reader = readerOf(world.source());
      await reader.look();
      expect(refsOf(reader)).toEqual(['component:default/a', 'location:default/all']);
      expect(problemsOf(reader)).toEqual([
        'catalog-info.yaml:11 target-symlink',
        'catalog-info.yaml:12 target-symlink',
        'catalog-info.yaml:7 target-missing',
        'catalog-info.yaml:8 target-missing',
        'catalog-info.yaml:9 target-folder',
      ]);
      const missing = reader.files.get('catalog-info.yaml')?.problems.find(({ line }) => line === 7);
      expect(missing).toMatchObject({ fix: 'Did you mean services/a.yaml?', ref: 'location:default/all', severity: 'error' });
    });

    it('takes missing targets of an optional Location for granted', async () => {
      const world = make();
      world.change({ 'catalog-info.yaml': location(['./a.yaml', './x/**/*.yaml'], '  presence: optional\n') });
      const reader = readerOf(world.source());
      await reader.look();
      expect(problemsOf(reader)).toEqual([]);
    });

    it('notices targets that come and go, by name and by pattern', async () => {
      const world = make();
      world.change({ 'catalog-info.yaml': location(['./one.yaml', './many/**/*.yaml']) });
      const reader = readerOf(world.source());
      await reader.look();
      expect(problemsOf(reader)).toHaveLength(2);
      world.change({ 'one.yaml': component('one'), 'many/x/two.yaml': component('two') });
      await reader.look();
      expect(problemsOf(reader)).toEqual([]);
      expect(refsOf(reader)).toEqual(['component:default/one', 'component:default/two', 'location:default/all']);
      world.change({ 'one.yaml': null, 'many/x/two.yaml': null });
      await reader.look();
      expect(problemsOf(reader)).toHaveLength(2);
      expect(refsOf(reader)).toEqual(['location:default/all']);
    });

    it('drops what a Location names no more, and keeps what something else still names', async () => {
      const world = make();
      world.change({
        'catalog-info.yaml': location(['./x.yaml', './y.yaml']),
        'b/catalog-info.yaml': location(['../y.yaml']).replace('name: all', 'name: other'),
        'x.yaml': component('x'),
        'y.yaml': component('y'),
      });
      const reader = readerOf(world.source());
      await reader.look();
      world.change({ 'catalog-info.yaml': location(['./b/catalog-info.yaml']) });
      expect(await reader.look()).toMatchObject({ full: false, removed: ['x.yaml'] });
      expect(reader.files.has('y.yaml')).toBe(true);
    });

    it('keeps telling about a dead target when its Location changes elsewhere', async () => {
      const world = make();
      world.change({ 'catalog-info.yaml': location(['./gone.yaml']) });
      const reader = readerOf(world.source());
      await reader.look();
      world.change({ 'catalog-info.yaml': location(['./gone.yaml']).replace('name: all', 'name: all\n  title: All') });
      await reader.look();
      expect(problemsOf(reader)).toEqual(['catalog-info.yaml:8 target-missing']);
    });

    it.each([
      ['no YAML', 'a: [unclosed'],
      ['no valid Location', location(['./x.yaml']).replace('name: all', 'name: -all')],
      ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ])('keeps what a Location named while it is %s', async (_, broken) => {
      const world = make();
      world.change({ 'catalog-info.yaml': location(['./x.yaml', './y.yaml']), 'x.yaml': component('x'), 'y.yaml': component('y') });
      const reader = readerOf(world.source());
      await reader.look();
      world.change({ 'catalog-info.yaml': broken, 'y.yaml': component('y2') });
      expect(await reader.look()).toMatchObject({ removed: [] });
      expect(refsOf(reader)).toEqual(['component:default/x', 'component:default/y2']);
      world.change({ 'catalog-info.yaml': location(['./x.yaml']) });
      expect(await reader.look()).toMatchObject({ removed: ['y.yaml'] });
      expect(refsOf(reader)).toEqual(['component:default/x', 'location:default/all']);
    });

    it('stops at the bound on targets, says so, and recovers', async () => {
      const world = make();
      world.change({
        'catalog-info.yaml': location(['./x/*.yaml']),
        'x/a.yaml': component('a'),
        'x/b.yaml': component('b'),
        'y/catalog-info.yaml': location(['../z.yaml']).replace('name: all', 'name: other'),
        'z.yaml': component('z'),
      });
      const reader = readerOf(world.source({ locationTargets: 2 }));
      await reader.look();
      expect(problemsOf(reader)).toEqual(['catalog-info.yaml:7 target-too-many', 'y/catalog-info.yaml:7 target-too-many']);
      expect(refsOf(reader)).toEqual(['component:default/a', 'location:default/all', 'location:default/other']);
      world.change({ 'x/a.yaml': null, 'x/b.yaml': null, 'catalog-info.yaml': component('fine') });
      await reader.look();
      expect(problemsOf(reader)).toEqual([]);
      expect(refsOf(reader)).toEqual(['component:default/fine', 'component:default/z', 'location:default/other']);
    });

    it('stops at the bound on depth, and says so', async () => {
      const world = make();
      const chain = (n: number) => location([`./l${n + 1}.yaml`]).replace('name: all', `name: l${n}`);
      world.change({
        'catalog-info.yaml': location(['./l1.yaml', './a.yaml', './b.yaml']),
        'l1.yaml': chain(1),
        'l2.yaml': chain(2),
        'l3.yaml': component('end'),
        'a.yaml': component('a'),
        'b.yaml': component('b'),
      });
      const deep = readerOf(world.source({ locationDepth: 2 }));
      await deep.look();
      expect(problemsOf(deep)).toEqual(['l2.yaml:7 target-too-deep']);
    });
  });

  contentsContract(name, make);
  historyContract(name, make, { runs });
}
