import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceWorld } from './source.contract.ts';
import { apiWith, component, location, pictureOf, type Reader, readerOf } from '../support/source-world.ts';

/** Whatever happens to a source, in whatever order: reading changes and reading all agree. */
export function historyContract(name: string, make: () => SourceWorld, { runs }: { runs: number }): void {
  describe(`${name}: any history`, () => {
    it('comes to the same by small steps as by reading all at once', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
          const world = make();
          world.change({ 'keep.txt': 'x' });
          const reader = readerOf(world.source({ locationDepth: 2 }));
          for (const files of steps) {
            world.change(files);
            await reader.look();
          }
          const anew = readerOf(world.source({ locationDepth: 2 }));
          await anew.look();
          expect(withoutSuggestions(reader)).toEqual(withoutSuggestions(anew));
          world.destroy();
        }),
        { numRuns: runs, seed: 20260417 },
      );
    });
  });
}

/** What was suggested for a dead target is not looked for again each time that some file comes or goes. */
const withoutSuggestions = (reader: Reader) =>
  pictureOf(reader).map((file) => ({ ...file, problems: file.problems.map((problem) => ({ ...problem, fix: '' })) }));

const paths = ['catalog-info.yaml', 'a/catalog-info.yaml', 'a/x.yaml', 'a/y.yaml', 'b/x.yaml', 'b/c/y.yaml'];
const targets = ['./x.yaml', './y.yaml', '../a/x.yaml', './a/*.yaml', './**/*.yaml', '../b/x.yaml', './b/c/y.yaml', '../catalog-info.yaml'];
const content = fc.oneof(
  fc.constant(null),
  fc.constantFrom('one', 'two', 'three').map((name) => component(name)),
  fc.subarray(targets, { minLength: 1 }).map((chosen) => location(chosen)),
  fc.constantFrom('./x.yaml', './y.yaml', '../b/x.yaml').map((include) => apiWith('api', include)),
  fc.constant({ link: 'x.yaml' }),
);
const step = fc.dictionary(fc.constantFrom(...paths), content, { minKeys: 1, maxKeys: 4 });
