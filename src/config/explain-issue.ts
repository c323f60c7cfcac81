import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { keysAt, typesWith } from './switchboard-yaml.ts';

/** One thing that is wrong: the keys that lead to it, the sentence and the fix. */
export interface ConfigFault {
  path: readonly PropertyKey[];
  message: string;
  fix: string;
}

/** What zod found, in a person's words. `raw` is the file before substitution: what is shown of it is no secret. */
export function explainIssue(issue: z.core.$ZodIssue, raw: unknown): ConfigFault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], raw));
  const above = valueAt(raw, path.slice(0, -1));
  // A host may be written as its bare name.
  const value = typeof above === 'string' ? above : valueAt(raw, path);
  const named = String(path.at(-1));
  if (issue.code === 'invalid_union' && named === 'type') {
    return [
      {
        path,
        message: value === undefined ? 'is missing.' : `is ${shown(named, value)}.`,
        fix: 'Use type: folder, git, github or backstage.',
      },
    ];
  }
  if (value === undefined) return [{ path, message: 'is missing.', fix: `Add ${named}.` }];
  if (value === null) return [{ path, message: 'has no value.', fix: `Give ${named} a value, or remove the line.` }];
  return [{ path, message: `is ${shown(named, value)}.`, fix: issue.code === 'invalid_type' ? wanted(issue.expected) : issue.message }];
}

function unknownKey(path: PropertyKey[], raw: unknown): ConfigFault {
  const message = 'is not a known key.';
  const key = String(path.at(-1));
  const place = path.slice(0, -1);
  const type = valueAt(raw, [...place.slice(0, 3), 'type']);
  const known = keysAt(place, type);
  const cost = (name: string) => distance(name.toLowerCase(), key.toLowerCase());
  const [nearest] = known.toSorted((a, b) => cost(a) - cost(b));
  if (nearest !== undefined && cost(nearest) <= Math.max(2, key.length / 3)) return { path, message, fix: `Did you mean ${nearest}?` };
  const others = place[1] === 'sources' && place.length === 3 ? typesWith(key, type) : [];
  if (others.length > 0) return { path, message, fix: `Only sources of type: ${others.join(' or ')} have ${key}.` };
  return { path, message, fix: `Remove ${key}; what may stand here: ${known.join(', ')}.` };
}

const types: Record<string, string> = {
  array: 'Write a list, such as [one, two].',
  boolean: 'Write true or false, without quotes.',
  string: 'Write text; what looks like a number, true or false needs quotes.',
  number: 'Write a number, without quotes.',
};

function wanted(type: string): string {
  return types[type] ?? 'Write key: value lines below it; README, Point it at your Git, has an example.';
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    raw,
  );
}

const secrets: Record<string, string> = { token: 'a token', privateKey: 'a private key', auth: 'credentials' };

/** Lists and mappings may hold a token, written out. */
function shown(key: string, value: unknown): string {
  const secret = secrets[key];
  if (secret !== undefined) return `not ${secret} that can be used`;
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? (value.length > 0 ? 'a list' : 'an empty list') : 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
