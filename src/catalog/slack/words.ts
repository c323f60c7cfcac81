/** How long ago, in one unit that a person would use: `42 s`, `38 min`, `2 h`, `3 days`. A future time counts as now. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** A length of time, in milliseconds, in the same words. */
export function duration(ms: number): string {
  return ago(new Date(0), new Date(ms));
}

/** Time of day in UTC, for clients that cannot show the reader's own. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
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
