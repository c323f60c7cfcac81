import { pathAtHome, type Home, type Resolved } from './path-at-home.ts';
import type { Path } from './yaml-document.ts';

/** One place that asks for another file's content. */
export interface IncludeUse {
  path: Path;
  as: 'text' | 'json' | 'yaml';
  written: string;
  resolved: Resolved | { refused: 'not-text' | 'misplaced' };
}

const meanings = new Map<string, IncludeUse['as']>([
  ['$text', 'text'],
  ['$json', 'json'],
  ['$yaml', 'yaml'],
  ['$openapi', 'text'],
  ['$asyncapi', 'text'],
]);

const mayInclude = /\$(?:text|json|yaml|openapi|asyncapi)|\\[xu]/i;

/** Cheap and sure to say no: almost no file includes others. Any letter of a key may be written as an escape. */
export function hasIncludes(text: string): boolean {
  return mayInclude.test(text);
}

/**
 * Finds the objects that stand for another file's content: exactly one key, `$text`, `$json` or `$yaml`, and a string
 * for value, at any depth of any kind. An object with a `$` key and siblings is left alone and not looked into, as
 * Backstage does. `$openapi` and `$asyncapi` are taken as `$text`: their `$ref`s are not resolved.
 */
export function findIncludes(value: unknown, file: string, home: Home | undefined): IncludeUse[] {
  const found: IncludeUse[] = [];
  const look = (part: unknown, path: Path): void => {
    if (typeof part !== 'object' || part === null) return;
    if (Array.isArray(part)) {
      part.forEach((item, index) => look(item, [...path, index]));
      return;
    }
    const keys = Object.keys(part);
    if (keys.some((key) => key.startsWith('$'))) {
      const [key = ''] = keys;
      const as = keys.length === 1 ? meanings.get(key) : undefined;
      const written: unknown = Object.values(part)[0];
      if (as && typeof written === 'string') {
        const resolved = isMisplaced(path) ? ({ refused: 'misplaced' } as const) : pathAtHome(written, file, home);
        found.push({ path, as, written, resolved });
      } else if (as && key !== '$openapi' && key !== '$asyncapi') {
        found.push({ path, as, written: JSON.stringify(written), resolved: { refused: 'not-text' } });
      }
      return;
    }
    for (const [key, child] of Object.entries(part)) look(child, [...path, key]);
  };
  look(value, []);
  return found;
}

const unfilled = new Set(['', 'metadata', 'metadata.name', 'metadata.namespace', 'metadata.annotations']);

/** Backstage needs these before it includes anything: they say which entity it is, and where it was read. */
function isMisplaced(path: Path): boolean {
  return path.length < 3 && unfilled.has(path.join('.'));
}
