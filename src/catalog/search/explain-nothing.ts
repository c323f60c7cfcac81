import { distance } from 'fastest-levenshtein';
import type { DirectoryView } from '#core/directory.ts';
import { kindOf } from '../ownership/owner.ts';
import { type Unnamed, valuesAt } from './compile-filters.ts';
import type { Filter } from './parse-search.ts';

/** Why a filter lets nothing through: nothing in the catalog has that value. */
export interface Strange extends Unnamed {
  /** What may have been meant, nearest first. */
  near: string[];
  /** What there is, most frequent first; for owners and the like that would be too many. */
  known: string[];
}

const mostKnown = 10;
const mostNear = 3;

/** Looks at each value that is asked for; runs only where a search has found nothing. */
export function explainNothing(view: DirectoryView, filters: readonly Filter[], unnamed: readonly Unnamed[]): Strange[] {
  const asked = filters.filter(({ key }) => key !== 'owner' && key !== 'system' && key !== 'domain' && !key.startsWith('relations.'));
  return [...unnamed.map((one) => unnamedValue(view, one)), ...asked.flatMap((filter) => strangeValues(view, filter))];
}

function unnamedValue(view: DirectoryView, { key, value }: Unnamed): Strange {
  const kinds = key === 'owner' ? ['group', 'user'] : [key];
  const alike = view.suggest(value, 50).filter((entry) => kinds.includes(kindOf(entry)));
  const found = view.find(value);
  const others =
    found.outcome === 'several' ? found.entries : found.outcome === 'none' ? found.nearest : 'entry' in found ? [found.entry] : [];
  const near = [...alike, ...others.filter((entry) => kinds.includes(kindOf(entry)))].map(({ entity }) => entity.metadata.name);
  return { key, value, near: [...new Set(near)].slice(0, mostNear), known: [] };
}

function strangeValues(view: DirectoryView, { key, values, not }: Filter): Strange[] {
  if (not) return [];
  const counts = new Map<string, number>();
  for (const entry of view.entries()) for (const value of valuesAt(entry, key)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const known = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
  return values
    .filter((value) => value !== '*' && !counts.has(value))
    .map((value) => ({ key, value, near: nearest(known, value), known: key === 'name' ? [] : known.slice(0, mostKnown) }));
}

function nearest(known: readonly string[], value: string): string[] {
  const allowed = value.length < 5 ? 1 : 2;
  return known
    .slice(0, 20_000)
    .filter((one) => Math.abs(one.length - value.length) <= allowed && distance(one, value) <= allowed)
    .slice(0, mostNear);
}
