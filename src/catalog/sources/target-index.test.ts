import type { FileState } from '#core/descriptor.ts';
import { expect, it } from 'vitest';
import { indexTargets, namesTheSame } from './target-index.ts';

const leaf = (path: string, blob = 'a'): FileState => ({ path, blob, depth: 1, includes: [], targets: [] });
const naming = (path: string, pattern: string): FileState => ({
  ...leaf(path),
  targets: [{ pattern, glob: false, optional: false, line: 3 }],
});
const filesOf = (...states: FileState[]) => new Map(states.map((state) => [state.path, state]));
const again = (state: FileState) => ({ ...state, descriptors: [], problems: [], ignored: [], unreadable: false });

it('stays true while only files change that name nothing', () => {
  const files = filesOf(naming('all.yaml', 'a.yaml'), leaf('a.yaml'));
  const index = indexTargets(files);
  expect(namesTheSame(files, { files: [again(leaf('a.yaml', 'b'))], removed: [] })).toBe(true);
  files.set('a.yaml', leaf('a.yaml', 'b'));
  expect(indexTargets(files)).toBe(index);
  expect(index).toEqual(indexTargets(new Map(files)));
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
])('does not hold when %s', (_, changed: FileState[], removed: string[]) => {
  const files = filesOf(naming('all.yaml', 'a.yaml'), leaf('a.yaml'));
  expect(namesTheSame(files, { files: changed.map(again), removed })).toBe(false);
});
