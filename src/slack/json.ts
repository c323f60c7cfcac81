/** Slack's JSON as it comes: nothing in it is sure. */
export type Json = Readonly<Record<string, unknown>>;

/** The object that is there, or an empty one. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** The string that is there, or an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
