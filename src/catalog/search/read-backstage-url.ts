interface Part {
  key: string;
  value: string;
}

export interface BackstageList {
  words: string;
  filters: Part[];
  /** What is asked for and not known here. */
  unknown: string[];
  /** Sets of filters of which one at least must fit. */
  either: Part[][];
}

/**
 * The filters of an address that Backstage's catalog page or its API has, or of what stands behind its `?`; undefined
 * where it is no such address.
 */
export function readBackstageUrl(text: string): BackstageList | undefined {
  const url = URL.parse(/^https?:/i.test(text) ? text : `https://backstage.invalid/${text.replace(/^\??/, '?')}`);
  if (!url) return undefined;
  const filters: Part[] = [];
  const unknown: string[] = [];
  let words = '';
  for (const [name, value] of url.searchParams) {
    // `filters[kind]=component`, `filters[tags][0]=java`: the page.
    const own = /^filters\[(\w+)\]/.exec(name)?.[1];
    if (own === 'text' || name === 'fullTextFilterTerm') words = value;
    else if (own === 'user' && value === 'owned') filters.push({ key: 'owner', value: 'me' });
    else if (own === 'user' && value !== 'all') unknown.push(`user=${value}`);
    else if (own !== undefined && value !== 'all') filters.push({ key: own, value });
  }
  // `filter=kind=component,spec.type=service`: the API, where each one more is another way to fit.
  const sets = url.searchParams.getAll('filter').map((set) => set.split(',').map(readPart));
  const [only = []] = sets;
  const found =
    sets.length > 1 ? { words, unknown, filters, either: sets } : { words, unknown, filters: [...filters, ...only], either: [] };
  return sets.length > 0 || filters.length + unknown.length > 0 || words !== '' || /\/catalog\b/.test(url.pathname) ? found : undefined;
}

function readPart(part: string): Part {
  const [key = '', ...value] = part.split('=');
  return { key, value: value.join('=') };
}
