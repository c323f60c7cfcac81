import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';

interface Named {
  name: string;
  configHash: string;
}

/**
 * Sources that are read as before under another name: an operator named one, or put another before those that are
 * numbered. Gives the old name → the new one. One that stands in the way gets a name that nobody configures.
 */
export function findSourceRenames(stored: readonly Named[], wanted: readonly Named[]): Map<string, string> {
  const renames = new Map<string, string>();
  const staying = new Set(wanted.map(identity));
  const free = stored.filter((row) => !staying.has(identity(row)));
  const known = new Set(stored.map(identity));
  for (const row of wanted) {
    if (known.has(identity(row))) continue;
    const old = free.find(({ name, configHash }) => configHash === row.configHash && !renames.has(name));
    if (old) renames.set(old.name, row.name);
  }
  const taken = new Set(renames.values());
  for (const { name } of stored) if (taken.has(name) && !renames.has(name)) renames.set(name, `replaced/${name}`);
  return renames;
}

/** Gives the rows of sources their new names, which may be old names of one another. */
export async function renameSources(tx: Db, renames: ReadonlyMap<string, string>, now: Date): Promise<void> {
  const old = sql.param([...renames.keys()]);
  const steps = sql.param([...renames.keys()].map((name) => `renaming/${name}`));
  const young = sql.param([...renames.values()]);
  for (const [table, column] of places) {
    const [at, name] = [sql.identifier(table), sql.identifier(column)];
    await tx.rows(sql`update ${at} set ${name} = 'renaming/' || ${name} where ${name} = any(${old}::text[])`);
    await tx.rows(sql`
      update ${at} t set ${name} = x.young from unnest(${steps}::text[], ${young}::text[]) as x(step, young) where t.${name} = x.step`);
  }
  // What a process remembers under a name must not pass for what is now called so.
  await tx.rows(sql`
    update source set version = greatest(version + 1, ${now.getTime()}::bigint) where name = any(${young}::text[])`);
}

const places = [
  ['descriptor', 'source'],
  ['source_file', 'source'],
  ['problem', 'source'],
  ['tombstone', 'source'],
  ['proposal', 'source'],
  ['source', 'parent'],
  ['notice_baseline', 'source'],
  ['source', 'name'],
] as const;

function identity({ name, configHash }: Named): string {
  return JSON.stringify([name, configHash]);
}
