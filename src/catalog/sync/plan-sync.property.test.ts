import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Problem } from '#core/descriptor.ts';
import { PaperCatalog } from '../../../test/support/paper-catalog.ts';
import type { Doc, Files } from '../../../test/support/scripted-source.ts';

const ranks = { org: { position: 2, authority: true }, first: { position: 0 }, second: { position: 1 } };
const names = Object.keys(ranks);

const doc: fc.Arbitrary<Doc> = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), description: fc.constantFrom('x', 'y') });
const docs = fc.array(doc, { maxLength: 3 });
const content: fc.Arbitrary<Files[string]> = fc.oneof(
  { weight: 6, arbitrary: docs },
  { weight: 1, arbitrary: fc.constant({ unreadable: 'a tab' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      docs,
      problems: fc.constant<Problem[]>([
        { severity: 'error', code: 'bad', message: 'bad', fix: 'mend', path: 'p', line: 2, ref: 'component:default/a' },
      ]),
    }),
  },
);
const whole = fc.dictionary(fc.constantFrom('p.yaml', 'q.yaml', 'r.yaml', 's.yaml'), docs, { maxKeys: 4 });
const torn = fc.dictionary(fc.constantFrom('p.yaml', 'q.yaml', 'r.yaml', 's.yaml'), content, { maxKeys: 4 });
const steps = (files: fc.Arbitrary<Files>) => fc.array(fc.tuple(fc.constantFrom(...names), files), { minLength: 1, maxLength: 12 });

it('comes to the same by deltas as by full reads, whatever breaks and returns on the way', () => {
  fc.assert(
    fc.property(steps(torn), (story) => {
      const [byDelta, byFull] = [new PaperCatalog(ranks), new PaperCatalog(ranks)];
      for (const [name, files] of story) {
        const delta = byDelta.sync(name, files, { mode: 'delta' });
        const full = byFull.sync(name, files, { mode: 'full' });
        expect(byDelta.picture).toEqual(byFull.picture);
        expect(delta.changes.map(told).toSorted()).toEqual(full.changes.map(told).toSorted());
        promises(byDelta);
      }
    }),
    { numRuns: 400 },
  );
});

it('holds after any history what one look at the last state finds', () => {
  fc.assert(
    fc.property(steps(whole), (story) => {
      const paper = new PaperCatalog(ranks);
      for (const [name, files] of story) paper.sync(name, files);
      const last = new Map(story);
      const fresh = new PaperCatalog(ranks);
      for (const [name, files] of last) fresh.sync(name, files);
      const claims = (catalog: PaperCatalog): string[] =>
        [...catalog.claims.values()].map(({ ref, source, path, doc, hash }) => `${ref} ${source} ${path} ${doc} ${hash}`).toSorted();
      expect(claims(paper)).toEqual(claims(fresh));
      // Within one source the holder is a matter of history; which source holds is not.
      for (const { ref } of fresh.claims.values()) expect(paper.holder(ref)?.source).toBe(fresh.holder(ref)?.source);
    }),
    { numRuns: 400 },
  );
});

it('writes nothing when the same is read again', () => {
  fc.assert(
    fc.property(steps(torn), (story) => {
      const paper = new PaperCatalog(ranks);
      for (const [name, files] of story) paper.sync(name, files);
      for (const [name, files] of new Map(story)) {
        const { demote, remove, patch, upsert, promote, changes, tombstones } = paper.sync(name, files, { mode: 'full' });
        expect({ demote, remove, patch, upsert, promote, changes, tombstones }).toEqual({
          demote: [],
          remove: [],
          patch: [],
          upsert: [],
          promote: [],
          changes: [],
          tombstones: [],
        });
      }
    }),
    { numRuns: 300 },
  );
});

function told({
  op,
  ref,
  field,
  before,
  after,
}: {
  op: string;
  ref: string;
  field: string | null;
  before: unknown;
  after: unknown;
}): string {
  return JSON.stringify([op, ref, field, before, after]);
}

/** Every ref has one holder and one uid, no two refs share one, and nothing is both there and buried. */
function promises(paper: PaperCatalog): void {
  const uids = new Map<string, string>();
  for (const { ref, uid } of paper.claims.values()) {
    expect(uids.get(ref) ?? uid).toBe(uid);
    uids.set(ref, uid);
    expect(paper.holder(ref)).toBeDefined();
    expect(paper.tombstones.has(ref)).toBe(false);
  }
  const all = [...uids.values(), ...paper.tombstones.values()];
  expect(new Set(all).size).toBe(all.length);
}
