import { modelKinds } from '#core/catalog-config.ts';
import { foldText } from '../find/fold-text.ts';
import { readBackstageUrl } from './read-backstage-url.ts';

/** What is looked for: things that have all of the words and pass all filters. */
export interface Search {
  /** In the form of `foldText`. */
  words: string[];
  filters: Filter[];
  /** Sets of filters of which one at least must let a thing pass; none: that asks for nothing. */
  either: Filter[][];
  /** Names of filters that there are not, as written. */
  unknown: string[];
}

export interface Filter {
  key: FilterKey | `${'metadata' | 'spec' | 'relations'}.${string}`;
  /** Any of these, in lower case; `*` is anything at all. */
  values: string[];
  /** None of these. */
  not: boolean;
}

export const filterKeys = ['kind', 'type', 'lifecycle', 'owner', 'system', 'domain', 'tag', 'namespace', 'name'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** Of owners: whoever asks. */
export const isMine = (value: string) => /^(me|mine|us)$/.test(value);

/** What a button carries is cut nowhere else, and the address of a list in Backstage is long. */
export const longestSearch = 1500;
const mostWords = 8;

/**
 * Reads `words kind:component owner:team-x -tag:old`, with quotes around what has blanks; also Backstage's own filters,
 * `kind=component,spec.type=service`, and the address of a list in Backstage or what stands behind its `?`. Pure; takes any text, as Slack writes it.
 */
export function parseSearch(text: string): Search {
  const search: Search = { words: [], filters: [], either: [], unknown: [] };
  for (const { not, key, value } of tokens(plain(text.slice(0, longestSearch)))) {
    const url = key === undefined ? readBackstageUrl(value) : undefined;
    if (url) {
      for (const filter of url.filters) addFilter(search, { not: false, ...filter });
      for (const filters of url.either) addSet(search, filters);
      search.unknown.push(...url.unknown);
      search.words.push(...wordsOf(url.words));
    } else if (key === undefined && value === 'OR') search.unknown.push(value);
    else if (key === undefined && value === 'AND') continue;
    else if (key === undefined) search.words.push(...wordsOf(value));
    else addFilter(search, { not, key, value });
  }
  search.words = [...new Set(search.words)].slice(0, mostWords);
  return search;
}

interface Token {
  not: boolean;
  /** Absent: a word. */
  key?: string;
  value: string;
}

/** Without Slack's escapes but for people and channels, and with one sort of quotes. */
function plain(text: string): string {
  const bare = text
    .replaceAll(/<([^<>|]*)(?:\|[^<>]*)?>/g, (_, target: string) => (/^[@#]\w/.test(target) ? `<${target}>` : target))
    .replaceAll(/[“”„]/g, '"');
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function* tokens(text: string): Generator<Token> {
  for (const [written] of text.matchAll(/-?(?:[\w./-]+[:=])?"[^"]*"|\S+/g)) {
    if (isAddress(written)) yield { not: false, value: written };
    // Backstage joins with commas what must hold together.
    else if (/^[\w./-]+=/.test(written) && !written.includes('"')) for (const part of written.split(',')) yield token(part);
    else yield token(written);
  }
}

function isAddress(written: string): boolean {
  return /^https?:|^\?|^(?:filter=|filters(?:\[|%5B)|fullTextFilterTerm=)/i.test(written);
}

function token(written: string): Token {
  // Backstage asks so for whatever has the field.
  if (/^(?:metadata|spec|relations)\.\w[^\s:="]*$/.test(written)) return { not: false, key: written, value: '' };
  const [, minus, key, value = ''] = /^(-|!)?(?:([A-Za-z][\w./-]*)[:=])?(.*)$/s.exec(written) ?? [];
  const bare = value.replaceAll('"', '');
  return {
    not: minus !== undefined && key !== undefined,
    ...(key !== undefined && { key }),
    value: key === undefined ? written.replaceAll('"', '') : bare,
  };
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[\s,;]+/)
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');
}

/** One of several `filter=` of which any may fit. */
function addSet(search: Search, filters: readonly Omit<Token & { key: string }, 'not'>[]): void {
  const set: Search = { words: [], filters: [], either: [], unknown: search.unknown };
  for (const filter of filters) addFilter(set, { not: false, ...filter });
  search.either.push(set.filters);
}

function addFilter(search: Search, { not, key, value }: Token & { key: string }): void {
  const known = keyOf(key.toLowerCase());
  // `component:payments-api` is an address, not a filter.
  if (known === undefined && (modelKinds as readonly string[]).includes(key.toLowerCase())) {
    addFilter(search, { not, key: 'kind', value: key });
    search.words.push(...wordsOf(value.slice(value.lastIndexOf('/') + 1)));
    return;
  }
  if (known === undefined) {
    search.unknown.push(key);
    return;
  }
  const values = value.split(',').map((one) => one.trim().toLowerCase() || '*');
  const same = search.filters.find((filter) => filter.key === known && filter.not === not);
  if (same) same.values.push(...values);
  else search.filters.push({ key: known, values, not });
}

function keyOf(written: string): Filter['key'] | undefined {
  const bare = written.replace(/^(metadata|spec)\.(?=(?:type|lifecycle|owner|system|domain|tags|namespace|name)$)/, '');
  const singular = bare === 'ns' ? 'namespace' : /^relations\.ownedby$|^ownedby$/.test(bare) ? 'owner' : bare.replace(/s$/, '');
  const known = filterKeys.find((key) => key === bare || key === singular);
  return known ?? (/^(metadata|spec|relations)\../.test(written) ? (written as Filter['key']) : undefined);
}

/** What “mine” is, is one person's. */
export function asksForOwn(text: string): boolean {
  return parseSearch(text).filters.some(({ key, values }) => key === 'owner' && values.some(isMine));
}
