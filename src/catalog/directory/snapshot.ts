import type { Entry, Tombstone } from '#core/directory.ts';
import type { Claim, Memory, SourceRow } from './memory.ts';
import { createPause } from './pause.ts';
import { openSnapshotFile, SnapshotRefused, writeSnapshotFile, type SnapshotPlace } from './snapshot-file.ts';

/** A part of the process that wants to be kept in the snapshot as well; `load` is called before anything answers. */
export interface Extra {
  save(): unknown;
  load(value: unknown): void;
}

export type Extras = Readonly<Record<string, Extra>>;

/** What the first line says. */
export interface SnapshotHead {
  /** Up to when the content was known to be true. */
  asOf: Date;
  /** Number in the feed that the content goes up to; null when that was not known. */
  position: number | null;
  entities: number;
}

/**
 * Writes memory as it is at the moment of the call: entries are never altered, so holding on to them is enough, and
 * the text is made piece by piece while the process goes on answering and following.
 */
export async function writeSnapshot(
  place: SnapshotPlace,
  head: Omit<SnapshotHead, 'entities'>,
  from: { memory: Memory; extras: Extras },
): Promise<void> {
  const { memory, extras } = from;
  const kept = Object.entries(extras).map(([name, extra]) => [name, extra.save()]);
  const claims = [...memory.claims.values()];
  const rest = [
    ...[...memory.sources.values()].map((row) => ['source', row]),
    ...[...memory.tombstones.all.values()].map((tombstone) => ['tombstone', tombstone]),
  ];
  const first = ['head', { ...head, asOf: head.asOf.getTime(), entities: claims.length }];
  const records = [first, ['extras', Object.fromEntries(kept)], ...rest];
  await writeSnapshotFile(place, textOf(records, claims));
}

/** An opened snapshot, its seal checked; `fill` reads the bulk, which is not needed when the database is there. */
export interface OpenedSnapshot {
  head: SnapshotHead;
  extras: Record<string, unknown>;
  fill(memory: Memory): Promise<void>;
}

/** Undefined when there is none. Throws `SnapshotRefused`. */
export async function openSnapshot(place: SnapshotPlace): Promise<OpenedSnapshot | undefined> {
  const lines = await openSnapshotFile(place);
  if (!lines) return undefined;
  const head = await nextOf(lines, 'head');
  const extras = await nextOf(lines, 'extras');
  return {
    head: { ...(head as SnapshotHead), asOf: new Date((head as { asOf: number }).asOf) },
    extras: extras as Record<string, unknown>,
    fill: (memory) => fill(memory, lines),
  };
}

async function* textOf(records: unknown[], claims: Claim[]): AsyncGenerator<string> {
  const pause = createPause(4);
  let text = '';
  function* all(): Generator<unknown> {
    yield* records;
    for (const claim of claims) yield ['claim', claim];
  }
  for (const record of all()) {
    await pause();
    text += `${JSON.stringify(record)}\n`;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  yield `${text}["end"]\n`;
}

/** So much is handed to the compressor at once. */
const pieceLength = 64 * 1024;

async function fill(memory: Memory, lines: AsyncGenerator<string>): Promise<void> {
  const pause = createPause();
  const sources: SourceRow[] = [];
  const tombstones: Tombstone[] = [];
  for await (const line of lines) {
    await pause();
    const [what, value] = JSON.parse(line) as [string, unknown];
    if (what === 'claim') memory.put(reviveClaim(value as Claim));
    else if (what === 'source') sources.push(reviveSource(value as SourceRow));
    else if (what === 'tombstone') tombstones.push(reviveTombstone(value as Tombstone));
  }
  memory.setSources(sources);
  memory.setTombstones(tombstones);
}

async function nextOf(lines: AsyncGenerator<string>, expected: string): Promise<unknown> {
  const line = await lines.next();
  const [what, value] = line.done ? [] : (JSON.parse(line.value) as [string, unknown]);
  if (what !== expected) throw new SnapshotRefused('unreadable-content');
  return value;
}

// JSON knows no dates: these come as text.
function reviveClaim({ entry, print }: Claim): Claim {
  const revived: Entry = { ...entry, changedAt: new Date(entry.changedAt) };
  return { entry: revived, print };
}

function reviveSource(row: SourceRow): SourceRow {
  const { seenAt, syncedAt, orphanedAt, ...rest } = row;
  const orphaned = orphanedAt === undefined ? {} : { orphanedAt: new Date(orphanedAt) };
  return { ...rest, seenAt: seenAt && new Date(seenAt), syncedAt: syncedAt && new Date(syncedAt), ...orphaned };
}

function reviveTombstone(tombstone: Tombstone): Tombstone {
  return { ...tombstone, removedAt: new Date(tombstone.removedAt) };
}
