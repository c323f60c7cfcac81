import type { FileState } from '#core/descriptor.ts';
import { expect, it } from 'vitest';
import { carryIndex, indexTargets } from './target-index.ts';

const leaf = (path: string, blob = 'a'): FileState => ({ path, blob, depth: 1, includes: [], targets: [] });
const naming = (path: string, pattern: string): FileState => ({
  ...leaf(path),
  targets: [{ pattern, glob: false, optional: false, line: 3 }],
});
const filesOf = (...states: FileState[]) => new Map(states.map((state) => [state.path, state]));
const again = (state: FileState) => ({ ...state, descriptors: [], problems: [], ignored: [], unreadable: false });

it('keeps what files name while only files change that name nothing', () => {
  const before = filesOf(naming('all.yaml', 'a.yaml'), leaf('a.yaml'));
  const after = filesOf(naming('all.yaml', 'a.yaml'), leaf('a.yaml', 'b'));
  const index = indexTargets(before);
  carryIndex(before, after, { files: [again(leaf('a.yaml', 'b'))], removed: [] });
  expect(indexTargets(after)).toBe(index);
  expect(index.literals).toEqual(new Map([['a.yaml', ['all.yaml']]]));
  expect({ targets: index.targets, reached: index.reached }).toEqual({ targets: 1, reached: 2 });
});

it.each([
  ['a file names another from now on', [naming('a.yaml', 'b.yaml')], []],
  ['a file includes another from now on', [{ ...leaf('a.yaml'), includes: ['openapi.json'] }], []],
  ['a file names nothing any more', [leaf('all.yaml')], []],
  ['a file is new', [leaf('b.yaml')], []],
  ['a file is reached by another way', [{ ...leaf('a.yaml'), depth: 2 }], []],
  ['a file went', [], ['a.yaml']],
])('looks anew when %s', (_, changed: FileState[], removed: string[]) => {
  const before = filesOf(naming('all.yaml', 'a.yaml'), leaf('a.yaml'));
  const after = filesOf(...before.values(), ...changed);
  for (const path of removed) after.delete(path);
  const index = indexTargets(before);
  carryIndex(before, after, { files: changed.map(again), removed });
  expect(indexTargets(after)).not.toBe(index);
  expect(indexTargets(after)).toEqual({ ...indexTargets(new Map(after)) });
});
