import { describe, expect, test } from 'vitest';
import { planOrganisation } from '../../../bench/generate-organisation.ts';
import type { NamedEntity } from '../../../bench/generate-organisation.ts';
import { seededTypos } from '../../../bench/seeded-typos.ts';
import { entriesOf, sampleWorld } from '../../../test/support/world-of.ts';
import type { SampleWorld } from '../../../test/support/world-of.ts';

/** What 500 slips of the fingers led to: how many wrong cards, and how many right cards or choices. */
function outcomes(sample: SampleWorld, entities: NamedEntity[], seed: number): { wrongCards: number; right: number; choices: number } {
  const result = { wrongCards: 0, right: 0, choices: 0 };
  for (const { typed, meant } of seededTypos({ entities }, { seed, count: 500 })) {
    const found = sample.find(typed);
    const cards = found.outcome === 'one' || found.outcome === 'assumed' ? [found.entry] : [];
    const offered = found.outcome === 'several' ? found.entries : cards;
    const isMeant = offered.some((entry) => entry.entity.metadata.name === meant.name);
    if (isMeant) result.right++;
    else if (cards.length > 0) result.wrongCards++;
    if (found.outcome === 'several') result.choices++;
  }
  return result;
}

describe('an organisation of 10,351', () => {
  const plan = planOrganisation({ components: 5_000, seed: 11 });
  const sample = sampleWorld();
  for (const entry of entriesOf(plan.files, plan.descriptors)) {
    sample.entries.set(entry.ref, entry);
    sample.finder.add(entry);
  }

  test.each([1, 2, 3, 4, 5, 6])('shows hardly ever a wrong card, and nearly always the right one or a choice with it (seed %i)', (seed) => {
    expect(sample.entries.size).toBe(10_351);
    const { wrongCards, right, choices } = outcomes(sample, plan.entities, seed);
    expect(wrongCards).toBeLessThanOrEqual(2);
    expect(right).toBeGreaterThanOrEqual(475);
    // Choices for everything would be safe and useless: four in five have one slip only.
    expect(choices).toBeLessThanOrEqual(175);
  });

  test('finds every entity by its name', () => {
    for (const { name, kind } of plan.entities) {
      const found = sample.find(name);
      const entries = found.outcome === 'one' ? [found.entry, ...found.alike] : found.outcome === 'several' ? found.entries : [];
      expect(entries.map(({ entity }) => entity.kind)).toContain(kind);
    }
  });

  test('answers in far less than a Slack round trip', () => {
    const typed = seededTypos(plan, { seed: 9, count: 300 }).map((typo) => typo.typed);
    const exact = plan.entities.slice(0, 3_000).map(({ name }) => name);
    expect(median(exact, sample)).toBeLessThan(0.1);
    expect(median(typed, sample)).toBeLessThan(1.5);
  });
});

describe('names that are hard to tell apart', () => {
  const numbered = Array.from({ length: 5_000 }, (_, i) => `service-${String(i + 1).padStart(5, '0')}`);
  const left = 'order orders ordering border card cards cart carts chart charts'.split(' ');
  const right = 'api apis app apps web webs job jobs store stores stork core cores'.split(' ');
  const pairs = left.flatMap((one) => right.map((other) => `${one}-${other}`));

  test.each([
    ['numbered', numbered, 475],
    ['pairs of like words', pairs, 475],
  ])('%s: no guesses', (_, names, rightAtLeast) => {
    const sample = sampleWorld();
    names.forEach((name, i) => sample.add(`component:${name}`, { owner: `team-${i % 7}` }));
    for (const seed of [1, 2, 3]) {
      const { wrongCards, right: found } = outcomes(
        sample,
        names.map((name) => ({ kind: 'Component', name })),
        seed,
      );
      expect(wrongCards).toBeLessThanOrEqual(2);
      expect(found).toBeGreaterThanOrEqual(rightAtLeast);
    }
  });
});

function median(texts: readonly string[], sample: SampleWorld): number {
  const times = texts.map((text) => {
    const start = performance.now();
    sample.find(text);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Infinity;
}
