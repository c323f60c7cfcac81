import { distance } from 'fastest-levenshtein';
import type { NamedEntity, OrganisationFiles } from './generate-organisation.ts';
import { seededRandom, type Random } from './random.ts';

export interface Typo {
  typed: string;
  meant: NamedEntity;
  edits: 1 | 2;
}

/**
 * Names of the organisation as people mistype them. Only letters are put in, left out, replaced or swapped with their
 * neighbour (one edit each), and what comes out is no other name, title or user's name. Of every five, four have one
 * edit and one has two. Any entity is as likely as any other.
 */
export function seededTypos(plan: Pick<OrganisationFiles, 'entities'>, options: { seed: number; count: number }): Typo[] {
  const random = seededRandom(options.seed);
  const keys = new Set(plan.entities.flatMap(({ name, title }) => [name, title ?? name]).map(plainForm));
  return Array.from({ length: options.count }, (_, i) => {
    const edits = i % 5 === 4 ? 2 : 1;
    for (;;) {
      const meant = random.pick(plan.entities);
      const typed = edits === 1 ? mistype(meant.name, random) : mistype(mistype(meant.name, random), random);
      // Two edits can take each other back, or amount to one.
      const apart = distance(typed, meant.name);
      if (apart >= edits && !keys.has(plainForm(typed))) return { typed, meant, edits };
    }
  });
}

/** What two spellings have in common when case and separators do not count. */
const plainForm = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz');

function mistype(name: string, random: Random): string {
  const letters = Array.from(name).flatMap((c, i) => (/[a-z]/.test(c) ? [i] : []));
  const at = random.pick(letters);
  const [before, here, after] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)];
  switch (random.below(4)) {
    case 0:
      return before + random.pick(alphabet) + here + after;
    case 1:
      return before + after;
    case 2:
      return before + random.pick(alphabet.filter((letter) => letter !== here)) + after;
    default:
      // Only two different letters side by side can be swapped; elsewhere another edit is tried.
      return /^[a-z]/.test(after) && after.charAt(0) !== here ? before + after.charAt(0) + here + after.slice(1) : mistype(name, random);
  }
}
