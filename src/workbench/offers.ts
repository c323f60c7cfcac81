import type { Json } from './json.ts';

/** The options last offered by menus that load them: what is picked goes to the app whole, not only as its value. */
const offered = new Map<string, readonly Json[]>();
const most = 200;
const mostOfOne = 500;

/** `where`: the view's id, or the message's channel and ts. */
export function offersFor(where: string, block: string, action: string): readonly Json[] {
  return offered.get(`${where} ${block} ${action}`) ?? [];
}

export function keepOffers(where: readonly [surface: string, block: string, action: string], options: readonly Json[]): void {
  const key = where.join(' ');
  // With those of before: what was picked earlier is still picked after the next letters.
  const known = new Map([...(offered.get(key) ?? []), ...options].map((option) => [option['value'], option]));
  offered.delete(key);
  offered.set(key, [...known.values()].slice(-mostOfOne));
  const [oldest] = offered.keys();
  if (offered.size > most && oldest !== undefined) offered.delete(oldest);
}
