import type { Entry } from '#core/directory.ts';

/** A fact and where it is written, e.g. `annotation slack.com/bot-notify`, `spec.profile.email`. */
export interface Told<T> {
  value: T;
  from: string;
}

/** Where a field is written: in the entity's own file, which goes without saying, or where another place added it. */
export function writtenIn(entry: Entry | undefined, field: string, label = field): string {
  const addition = entry?.added?.find((one) => one.field === field);
  return addition ? `${label} in ${addition.path}:${addition.line} (${addition.source})` : label;
}
