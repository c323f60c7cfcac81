import type { Db } from '#core/db.ts';
import type { FileState, ReadFile, SourceState } from '#core/descriptor.ts';
import { namesTheSame } from '../sources/target-index.ts';
import { readSources, readSourceState, type SourceRow } from './stored-rows.ts';
import type { FreshRead } from './read-sync-input.ts';

/** A source's row with what is remembered of its files, both of the same version. */
export interface KnownState {
  source: SourceRow;
  state: SourceState | null;
}

/**
 * What this process knows of a source from its last sync, else what the database has. It may be old: whoever writes
 * compares the version. Throws when no such source is configured.
 */
export async function knownState(db: Db, name: string): Promise<KnownState> {
  const known = statesOf(db).get(name);
  if (known) return known;
  const [source] = await readSources(db, [name]);
  if (!source) throw new Error(`The source ${name} has no row yet: reconcileSources makes it.`);
  return { source, state: await readSourceState(db, source) };
}

export function rememberState(db: Db, known: KnownState): void {
  statesOf(db).set(known.source.name, known);
}

export function forgetState(db: Db, name: string): void {
  statesOf(db).delete(name);
}

/**
 * The state after a read has been applied. Where it can it is the state before, changed in place, so that one changed
 * file does not cost a copy of all: who still reads with that one is refused by the source's version and reads anew.
 */
export function stateAfter(before: SourceState | null, read: FreshRead): SourceState {
  const files = before && !read.full && namesTheSame(before.files, read) ? before.files : new Map(read.full ? [] : before?.files);
  for (const path of read.removed) files.delete(path);
  for (const file of read.files) files.set(file.path, toFileState(file));
  return { head: read.head, branch: read.branch, files };
}

function toFileState({ path, blob, depth, includes, targets, elsewhere }: ReadFile): FileState {
  return { path, blob, depth, includes, targets, ...(elsewhere && { elsewhere }) };
}

const states = new WeakMap<Db, Map<string, KnownState>>();

function statesOf(db: Db): Map<string, KnownState> {
  const known = states.get(db) ?? new Map<string, KnownState>();
  states.set(db, known);
  return known;
}
