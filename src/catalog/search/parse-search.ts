import { modelKinds } from '#core/catalog-config.ts';
import { foldText } from '../find/fold-text.ts';
import { readBackstageUrl } from './read-backstage-url.ts';

/** What is looked for: things that have all of the words and pass all filters. */
export interface Search {
  /** In the form of `foldText`. */
  words: string[];
  filters: Filter[];
  /** Names of filters that there are not, as written. */
  unknown: string[];
}

export interface Filter {
  key: FilterKey | `${'metadata' | 'spec'}.${string}`;
  /** Any of these, in lower case; `*` is anything at all. */
  values: string[];
  /** None of these. */
  not: boolean;
}

export const filterKeys = ['kind', 'type', 'lifecycle', 'owner', 'system', 'domain', 'tag', 'namespace', 'name'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** Of owners: whoever asks. */
export const isMine = (value: string) => /^(me|mine|us)$/.test(value);

const longestSearch = 500;
const mostWords = 8;

/**
 * Reads `words kind:component owner:team-x -tag:old`, with quotes around what has blanks; also Backstage's own filters,
 * `kind=component,spec.type=service`, and the address of a list in Backstage. Pure; takes any text, as Slack writes it.
 */
export function parseSearch(text: string): Search {
  const search: Search = { words: [], filters: [], unknown: [] };
  for (const { not, key, value } of tokens(plain(text.slice(0, longestSearch)))) {
    const url = key === undefined ? readBackstageUrl(value) : undefined;
    if (url) {
      for (const filter of url.filters) addFilter(search, { not: false, ...filter });
      search.words.push(...wordsOf(url.words));
    } else if (key === undefined) search.words.push(...wordsOf(value));
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

/** Without Slack's escapes, and with one sort of quotes. */
function plain(text: string): string {
  const bare = text.replaceAll(/<([^<>|]*)(?:\|[^<>]*)?>/g, '$1').replaceAll(/[“”„]/g, '"');
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function* tokens(text: string): Generator<Token> {
  for (const [written] of text.matchAll(/-?(?:[\w./-]+[:=])?"[^"]*"|\S+/g)) {
    if (/^https?:/i.test(written)) yield { not: false, value: written };
    // Backstage joins with commas what must hold together.
    else if (/^[\w./-]+=/.test(written) && !written.includes('"')) for (const part of written.split(',')) yield token(part);
    else yield token(written);
  }
}

function token(written: string): Token {
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
  return known ?? (/^(metadata|spec)\../.test(written) ? (written as Filter['key']) : undefined);
}

/** What “mine” is, is one person's. */
export function asksForOwn(text: string): boolean {
  return parseSearch(text).filters.some(({ key, values }) => key === 'owner' && values.some(isMine));
}
