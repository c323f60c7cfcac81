import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { knownKeys } from './switchboard-yaml.ts';

/** One thing that is wrong: the keys that lead to it, the sentence and the fix. */
export interface ConfigFault {
  path: readonly PropertyKey[];
  message: string;
  fix: string;
}

/** What zod found, in a person's words. `raw` is the file before substitution: what is shown of it is no secret. */
export function explainIssue(issue: z.core.$ZodIssue, raw: unknown): ConfigFault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...issue.path, key], key));
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'type') {
    const written = valueAt(raw, issue.path);
    return [
      { path: issue.path, message: written === undefined ? 'is missing.' : `is ${shown(written)}.`, fix: 'Use type: folder or type: git.' },
    ];
  }
  const value = valueAt(raw, issue.path);
  if (value === undefined) return [{ path: issue.path, message: 'is missing.', fix: `Add ${String(issue.path.at(-1))}.` }];
  return [
    {
      path: issue.path,
      message: `is ${shown(value)}: ${sentence(issue.message)}`,
      fix: 'Correct the value; docs are in README under Configuration.',
    },
  ];
}

function unknownKey(path: PropertyKey[], key: string): ConfigFault {
  const [nearest] = [...knownKeys].sort((a, b) => distance(a, key.toLowerCase()) - distance(b, key.toLowerCase()));
  const close = nearest !== undefined && distance(nearest.toLowerCase(), key.toLowerCase()) <= Math.max(2, key.length / 3);
  return { path, message: 'is not a known key.', fix: close ? `Did you mean ${nearest}?` : `Remove ${key}.` };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    raw,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
