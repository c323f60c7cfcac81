import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Problem } from '#core/descriptor.ts';
import { PaperCatalog } from '../../../test/support/paper-catalog.ts';
import { type Doc, type Files, readFile } from '../../../test/support/scripted-source.ts';
import type { Claim } from './claim.ts';

/** Two repositories of one organisation, and what the operator trusts more and less than them. */
const ranks = { org: { position: 2, authority: true }, a: { position: 0 }, b: { position: 0 }, last: { position: 1 } };
type Name = keyof typeof ranks;
const names = Object.keys(ranks) as Name[];
const order = (name: string): number => (name === 'org' ? 0 : name === 'last' ? 2 : 1);

type Step =
  | { do: 'write'; name: Name; path: string; content: Files[string] | null }
  | { do: 'look'; name: Name; mode: 'full' | 'delta' }
  | { do: 'lose' | 'find'; name: Name };

const doc: fc.Arbitrary<Doc> = fc.record({ name: fc.constantFrom('x', 'y'), description: fc.constantFrom('one', 'other') });
const docs = fc.array(doc, { minLength: 1, maxLength: 2 });
const slip: Problem = { severity: 'error', code: 'bad', message: 'bad', fix: 'mend', path: 'p', line: 2, ref: 'component:default/x' };
const content: fc.Arbitrary<Files[string] | null> = fc.oneof(
  { weight: 6, arbitrary: docs },
  { weight: 2, arbitrary: fc.constant({ unreadable: 'a tab' }) },
  { weight: 1, arbitrary: fc.record({ docs, problems: fc.constant<Problem[]>([slip]) }) },
  { weight: 2, arbitrary: fc.constant(null) },
);
const name = fc.constantFrom<Name[]>('a', 'a', 'a', 'b', 'b', 'org', 'last');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('write' as const), name, path: fc.constantFrom('p.yaml', 'p.yaml', 'q.yaml'), content }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('look' as const), name, mode: fc.constantFrom('full', 'delta') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('lose', 'find'), name }) },
);
const story = fc.array(step, { minLength: 5, maxLength: 40 });
const runs = { numRuns: 1500 };

it('holds after any history what the last state says, and of what is broken what it said last', () => {
  const property = fc.property(story, (steps) => {
    const world = new World();
    for (const one of steps) {
      world.go(one);
      expect([...new Set(world.paper.picture.map(withoutHolder))].toSorted()).toEqual(world.expected());
    }
    const fresh = world.readAnew();
    const valid = (paper: PaperCatalog) =>
      [...paper.claims.values()]
        .filter((claim) => world.isNamed(claim) && !claim.broken)
        .map(said)
        .toSorted();
    expect(valid(world.paper)).toEqual(valid(fresh));
  });
  fc.assert(property, runs);
});

it('lets history decide between equals only: whoever holds a ref keeps it, broken or not, unless somebody comes before', () => {
  const property = fc.property(story, (steps) => {
    const world = new World();
    for (const one of steps) {
      const before = new Map(world.holders().map((claim) => [claim.ref, claim]));
      world.go(one);
      for (const holder of world.holders()) {
        const claims = [...world.paper.claims.values()].filter(({ ref }) => ref === holder.ref);
        const best = Math.min(...claims.map((claim) => world.rank(claim)));
        expect(world.rank(holder)).toBe(best);
        expect(new Set(claims.map(({ uid }) => uid)).size).toBe(1);
        const old = before.get(holder.ref);
        const kept = old && claims.some((claim) => isPlace(claim, old) && world.rank(claim) === best);
        if (kept) expect(holder).toMatchObject({ source: old.source, path: old.path });
        if (old && claims.some((claim) => isPlace(claim, old))) expect(holder.uid).toBe(old.uid);
      }
    }
    const fresh = world.readAnew();
    for (const { ref, source, path, doc: number } of fresh.claims.values()) {
      const rivals = [...world.paper.claims.values()].filter((claim) => claim.ref === ref && world.isNamed(claim));
      if (rivals.length === 1) expect(world.paper.holder(ref)).toMatchObject({ source, path, doc: number });
    }
  });
  fc.assert(property, runs);
});

/** What sources say, what is known of it, and what should be. */
class World {
  readonly paper = new PaperCatalog(ranks);
  readonly #there = new Map<Name, Files>(names.map((one) => [one, {}]));
  readonly #lost = new Set<Name>();
  /** Source and path → the refs that it yields or, being broken, yielded last; broken ones marked. */
  readonly #said = new Map<Name, Map<string, Map<string, 'valid' | 'broken'>>>();

  go(step: Step): void {
    const { name: one } = step;
    if (step.do === 'write') this.#write(step);
    else if (step.do === 'look') this.#look(one, step.mode);
    else {
      if (step.do === 'lose') this.#lost.add(one);
      else this.#lost.delete(one);
      this.paper.setOrphaned(one, step.do === 'lose');
    }
  }

  /** Everything that is still named is looked at, and read into an empty catalog as well. */
  readAnew(): PaperCatalog {
    const fresh = new PaperCatalog(ranks);
    for (const one of names.filter((other) => !this.#lost.has(other))) {
      this.#look(one, 'delta');
      fresh.sync(one, this.#there.get(one) ?? {});
    }
    return fresh;
  }

  isNamed({ source }: Claim): boolean {
    return !this.#lost.has(source as Name);
  }

  rank(claim: Claim): number {
    return order(claim.source) + (this.isNamed(claim) ? 0 : 10);
  }

  holders(): Claim[] {
    return [...this.paper.claims.values()].filter(({ holder }) => holder);
  }

  expected(): string[] {
    const lines = [...this.#said].flatMap(([source, files]) =>
      [...files].flatMap(([path, refs]) => [...refs].map(([ref, how]) => `${ref} ${source}/${path}${how === 'broken' ? ' broken' : ''}`)),
    );
    return lines.toSorted();
  }

  #write({ name: one, path, content: text }: Step & { do: 'write' }): void {
    const { [path]: _, ...others } = this.#there.get(one) ?? {};
    this.#there.set(one, text === null ? others : { ...others, [path]: text });
  }

  #look(one: Name, mode: 'full' | 'delta'): void {
    if (this.#lost.has(one)) return;
    const files = this.#there.get(one) ?? {};
    const before = this.#said.get(one);
    this.paper.sync(one, files, { mode });
    this.#said.set(one, new Map(Object.entries(files).map(([path, text]) => [path, saidBy(path, text, before?.get(path) ?? new Map())])));
  }
}

function saidBy(path: string, text: Files[string], before: ReadonlyMap<string, string>): Map<string, 'valid' | 'broken'> {
  const { descriptors, problems, unreadable } = readFile(path, text);
  const kept = [...before.keys()].filter((ref) => unreadable || problems.some((problem) => problem.ref === ref));
  return new Map([...kept.map((ref) => [ref, 'broken'] as const), ...descriptors.map(({ ref }) => [ref, 'valid'] as const)]);
}

const isPlace = (one: Claim, other: Claim) => one.source === other.source && one.path === other.path;
const said = ({ ref, source, path, doc: number, hash }: Claim) => `${ref} ${source}/${path}#${number} ${hash}`;
const withoutHolder = (line: string) => line.replace(/#\d+\*?/, '');
