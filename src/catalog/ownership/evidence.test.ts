import { evidenceOf } from './evidence.ts';
import type { Entry, SourceFacts } from '#core/directory.ts';
import { operator } from '#core/viewer.ts';
import { entity, minutesAgo, now, world } from '../../../test/support/world.ts';
import type { WorldFacts } from '../../../test/support/world.ts';
import { expect, test } from 'vitest';

const api = (owner: string) => entity('Component', 'api', { type: 'service', lifecycle: 'production', owner });
const crew = entity('Group', 'crew', { type: 'team', children: [] });
const rivals = [{ source: 'catalog', path: 'b.yaml', line: 1 }];

function evidence(entry: Partial<Entry> = {}, source: Partial<SourceFacts> = {}, facts: Partial<WorldFacts> = {}, owner = 'crew') {
  const view = world({ entities: [{ entity: api(owner), ...entry }, crew], sources: [{ name: 'catalog', ...source }], ...facts }).for(
    operator,
  );
  const found = view.get('component:default/api');
  if (!found) throw new Error('The story has an api.');
  return evidenceOf(view, found, now);
}

test('confirmed: file, line of the owner, commit, link, age', () => {
  expect(evidence()).toEqual({
    verdict: 'confirmed',
    doubts: [],
    source: 'catalog',
    path: 'catalog-info.yaml',
    line: 14,
    commit: 'a1b2c3d',
    held: false,
    url: 'https://github.com/acme/catalog/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/catalog-info.yaml#L14',
    seenAt: new Date(now.getTime() - 42_000),
  });
});

test('the first that applies is the verdict, all are doubts', () => {
  const broken = { line: 2, message: 'x' };
  const freshness = { from: 'memory', asOf: minutesAgo(1) } as const;
  const all = evidence({ rivals, broken }, { seenAt: minutesAgo(60) }, { freshness }, 'ghost');
  expect([all.verdict, all.doubts.map(({ kind }) => kind)]).toEqual(['dangling', ['dangling', 'disputed', 'memory', 'unseen', 'broken']]);
  expect(evidence({ rivals, broken }).verdict).toBe('disputed');
  expect(evidence({ broken }).verdict).toBe('stale');
  expect(evidence({}, {}, { freshness }).verdict).toBe('stale');
});

test('a place that nothing names any more disputes nothing', () => {
  const old = { rivals: [{ source: 'old', path: 'b.yaml', line: 1 }] };
  const verdict = (facts: Partial<SourceFacts>) => evidence(old, {}, { sources: [{ name: 'catalog' }, { name: 'old', ...facts }] }).verdict;
  expect([verdict({}), verdict({ orphanedAt: minutesAgo(1) })]).toEqual(['disputed', 'confirmed']);
});

test('stale begins after three of its own intervals', () => {
  expect(evidence({}, { seenAt: minutesAgo(3) }).verdict).toBe('confirmed');
  expect(evidence({}, { seenAt: new Date(minutesAgo(3).getTime() - 1) }).verdict).toBe('stale');
  expect(evidence({}, { seenAt: null }).verdict).toBe('stale');
});

test('a folder has no commit; a file name no URL can hold still has evidence', () => {
  const folder = evidence({ path: 'a\uD83D.yaml' }, { head: null });
  expect([folder.commit, folder.url, folder.verdict]).toEqual([undefined, undefined, 'confirmed']);
  expect(evidence({ path: 'a\uD83D.yaml' }).url).toContain('a%EF%BF%BD.yaml');
});

test('what is registered no longer leaves a week later, unless another registration brings the same file', () => {
  const endedAt = new Date(now.getTime() - 24 * 3600_000).toISOString();
  const leaves = new Date(now.getTime() + 6 * 24 * 3600_000);
  expect(evidence({}, { orphanedAt: new Date(endedAt) }).leavesAt).toEqual(leaves);
  expect(evidence({}, { paths: [{ path: 'catalog-info.yaml', endedAt }, { path: 'other.yaml' }] }).leavesAt).toEqual(leaves);
  expect(evidence({ path: 'a/catalog-info.yaml' }, { paths: [{ path: '**/catalog-info.yaml', endedAt }] }).leavesAt).toEqual(leaves);
  expect(evidence({}, { paths: [{ path: '*.yaml', endedAt }, { path: 'catalog-info.yaml' }] }).leavesAt).toBeUndefined();
});

test('a group has a source and no verdict', () => {
  const view = world({ entities: [crew] }).for(operator);
  const entry = view.get('group:default/crew');
  expect(entry && evidenceOf(view, entry, now).verdict).toBeUndefined();
});
