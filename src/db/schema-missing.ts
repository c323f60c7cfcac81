import { UserError } from '#core/user-error.ts';

/** No such schema, table or column: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const missing = new Set(['3F000', '42P01', '42703']);

/** Says what to do when nobody has brought the database to this version yet; anything else is given back unchanged. */
export function schemaMissing(cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause && missing.has(String(cause.code)))) return cause;
  return new UserError(
    'schema-missing',
    'The database does not have the schema of this version, and there is no snapshot to answer from.',
    'Run `switchboard migrate` with a role that may change it, then start again; docs/operations says which rights each role needs.',
    { cause },
  );
}
