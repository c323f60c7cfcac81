import { expect, it } from 'vitest';
import { differencesButForHistory } from './but-for-history.ts';
import type { Contents, Row } from './catalog-contents.ts';

const ref = 'component:default/pay';
const path = 'catalog-info.yaml';
const source = (name: string, more: Row = {}): Row => ({ name, authority: false, position: 0, orphaned: false, held: null, ...more });
const claim = (from: string, more: Row = {}): Row => ({
  source: from,
  path,
  doc: 0,
  ref,
  uid: '1',
  hash: from,
  holder: true,
  broken: null,
  gone: null,
  ...more,
});
const slip = (from: string): Row => ({ source: from, path, ordinal: 0, severity: 'error' });
const broken = { line: 1, message: 'A tab.' };

function contents(sources: Row[], claims: Row[], problems: Row[] = []): Contents {
  return { sources, claims, problems, files: [], tombstones: [], feed: [{ entries: 3, last: 3 }] };
}

const two = [source('a'), source('b')];
const ever = new Map([
  ['a', new Set([ref])],
  ['b', new Set([ref])],
]);

it('leaves to history who holds what equals claim, also where what a broken file said last holds it', () => {
  const first = contents(two, [claim('a'), claim('b', { holder: false })]);
  const second = contents(two, [claim('a', { holder: false }), claim('b')]);
  expect(differencesButForHistory(first, second, ever)).toEqual([]);
  const lived = contents(two, [claim('a', { broken }), claim('b', { holder: false })], [slip('a')]);
  expect(differencesButForHistory(lived, contents(two, [claim('b')], [slip('a')]), ever)).toEqual([]);
});

it('leaves to it what waits to be confirmed, and what nothing names any more', () => {
  const waiting = contents([source('a', { held: { refs: [ref] } })], [claim('a', { gone: 'c1' })]);
  expect(differencesButForHistory(waiting, contents([source('a')], []), ever)).toEqual([]);
  const orphan = contents([source('a', { orphaned: true }), source('b')], [claim('a', { holder: false }), claim('b')]);
  expect(differencesButForHistory(orphan, contents([source('b')], [claim('b')]), ever)).toEqual([]);
});

it.each<[string, Contents, Contents]>([
  ['claims a catalog-info.yaml 0 is missing', contents([source('a')], []), contents([source('a')], [claim('a')])],
  ['claims a catalog-info.yaml 0: hash "old", not "a"', contents(two, [claim('a', { hash: 'old' })]), contents(two, [claim('a')])],
  [
    `${ref} is held by a, before which b comes`,
    contents([source('a', { orphaned: true }), source('b')], [claim('a'), claim('b', { holder: false })]),
    contents([source('b')], [claim('b')]),
  ],
  [
    `claims a catalog-info.yaml ${ref}: broken, though its file is not`,
    contents(two, [claim('a', { broken }), claim('b', { holder: false })]),
    contents(two, [claim('b')]),
  ],
  [
    `claims c catalog-info.yaml ${ref}: was never there`,
    contents([source('c')], [claim('c', { broken })], [slip('c')]),
    contents([source('c')], [], [slip('c')]),
  ],
  ['sources a: 1 removals wait, 0 are shown', contents([source('a')], [claim('a', { gone: 'c1' })]), contents([source('a')], [])],
  [
    `${ref} has several uids`,
    contents(two, [claim('a'), claim('b', { holder: false, uid: '2' })]),
    contents(two, [claim('a'), claim('b', { holder: false })]),
  ],
])('tells that %s', (told, lived, afresh) => {
  expect(differencesButForHistory(lived, afresh, new Map([...ever, ['c', new Set<string>()]]))).toContain(told);
});
