/** The filters of an address that Backstage's catalog page or its API has; undefined where it is no such address. */
export function readBackstageUrl(text: string): { words: string; filters: { key: string; value: string }[] } | undefined {
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  if (!url) return undefined;
  const filters: { key: string; value: string }[] = [];
  let words = '';
  for (const [name, value] of url.searchParams) {
    // `filters[kind]=component`, `filters[tags][0]=java`: the page; `filter=kind=component,spec.type=service`: the API.
    const own = /^filters\[(\w+)\]/.exec(name)?.[1];
    if (own === 'text') words = value;
    else if (own === 'user') filters.push(...(value === 'owned' ? [{ key: 'owner', value: 'me' }] : []));
    else if (own !== undefined && value !== 'all') filters.push({ key: own, value });
    else if (name === 'filter') filters.push(...value.split(',').map(readPart));
  }
  return filters.length > 0 || words !== '' || /\/catalog\b/.test(url.pathname) ? { words, filters } : undefined;
}

function readPart(part: string): { key: string; value: string } {
  const [key = '', ...value] = part.split('=');
  return { key, value: value.join('=') };
}
