import { ago } from '#core/words.ts';

export { ago, count } from '#core/words.ts';

/** A length of time, in milliseconds, in the same words. */
export function duration(ms: number): string {
  return ago(new Date(0), new Date(ms));
}

/** Time of day in UTC, for clients that cannot show the reader's own. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const kindNames: Record<string, [one: string, many: string]> = {
  component: ['component', 'components'],
  api: ['API', 'APIs'],
  resource: ['resource', 'resources'],
  system: ['system', 'systems'],
  domain: ['domain', 'domains'],
  airesource: ['AI resource', 'AI resources'],
  template: ['template', 'templates'],
  location: ['location', 'locations'],
  group: ['group', 'groups'],
  user: ['person', 'people'],
};

/** A kind, given in lower case, as it is said of one thing or of many. */
export function kindWord(kind: string, n = 1): string {
  return kindNames[kind]?.[n === 1 ? 0 : 1] ?? kind;
}
