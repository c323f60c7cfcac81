import type { UserError } from '#core/user-error.ts';

type Fail = (path: readonly PropertyKey[], message: string, fix: string) => UserError;

/** Replaces `${VAR}` in every string value; keys are left alone. An unset variable is an error, an empty one is not. */
export function substitute(
  value: unknown,
  variables: Record<string, string | undefined>,
  fail: Fail,
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      const found = variables[name.trim()];
      if (found === undefined) throw fail(path, `uses \${${name}}, which is not set.`, `Set the environment variable ${name.trim()}.`);
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => substitute(item, variables, fail, [...path, i]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, variables, fail, [...path, key])]));
}
