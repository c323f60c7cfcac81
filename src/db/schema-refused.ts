import { UserError } from '#core/user-error.ts';

/** Says what to do when the role that we are may not change the schema; anything else is given back unchanged. */
export function schemaRefused(cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause && cause.code === '42501')) return cause;
  return new UserError(
    'schema-refused',
    'The database does not have the schema of this version, and this role may not change it.',
    'Run `switchboard migrate` with a role that may; docs/operations says which rights each role needs.',
    { cause },
  );
}
