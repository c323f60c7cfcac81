import type { SourceConfig } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import type { FileState, SourceRead } from '#core/descriptor.ts';
import type { SourceDeps } from './create-source.ts';
import { type FolderFiles, folderFiles } from './folder-files.ts';
import { inBatches } from './in-batches.ts';
import { readAll, readChanges, type Read } from './read-snapshot.ts';
import { rootMatcher } from './root-matcher.ts';
import type { FoundFile, Kind, PathChange, Snapshot } from './snapshot.ts';
import { walkFolder } from './walk-folder.ts';

type FolderConfig = Extract<SourceConfig, { type: 'folder' }>;
type States = ReadonlyMap<string, FileState>;

/** A folder on this machine. It has no history, so what was seen at the last look is remembered here. */
export function folderSource(config: FolderConfig, deps: SourceDeps): Source {
  const files = folderFiles(config.path, deps.bounds.fileBytes);
  const isRoot = rootMatcher(config.paths);
  let last: Look | undefined;
  return {
    id: config.name,
    async read(previous, signal): Promise<SourceRead> {
      const all = await walkFolder(config.path, signal);
      files.retain((path) => all.has(path));
      const input = {
        snapshot: folderSnapshot(all, files, signal),
        rules: { allow: config.allow, bounds: deps.bounds, hosts: deps.hosts.map(({ host }) => host) },
        pool: deps.pool,
        isRoot,
      };
      const seen = last && previous && agrees(last, previous.files) ? last : undefined;
      const included = await digests(includesOf(previous?.files), { files, all });
      const changes = previous ? await changesSince(previous.files, { seen, all, files, included, isRoot }) : [];
      if (previous && changes.length === 0) {
        last = { all, included, blobs: blobsOf(previous.files) };
        return { outcome: 'unchanged', head: null, branch: null };
      }
      const read = previous ? await readChanges(input, previous.files, changes) : await readAll(input);
      last = { all, included, blobs: after(read, previous?.files) };
      return { outcome: 'read', ...read, head: null, branch: null };
    },
  };
}

interface Look {
  all: ReadonlyMap<string, Kind>;
  /** Content ids of included files. */
  included: ReadonlyMap<string, string | undefined>;
  /** What the caller has if it kept what was given: path → content id. */
  blobs: ReadonlyMap<string, string>;
}

/** Whether the caller's state is the one our last answer led to; it is not when that answer could not be stored. */
function agrees(last: Look, states: States): boolean {
  if (last.blobs.size !== states.size) return false;
  for (const [path, state] of states) if (last.blobs.get(path) !== state.blob) return false;
  return true;
}

interface Comparison {
  seen: Look | undefined;
  all: ReadonlyMap<string, Kind>;
  files: FolderFiles;
  included: ReadonlyMap<string, string | undefined>;
  isRoot: (path: string) => boolean;
}

/** Without an earlier look, whatever might have changed counts as changed: reading too much is right, too little not. */
async function changesSince(states: States, comparison: Comparison): Promise<PathChange[]> {
  return [...(await changesOfKnown(states, comparison)), ...changesOfOthers(states, comparison)];
}

/** Of files that were read before. */
async function changesOfKnown(states: States, { all, files }: Comparison): Promise<PathChange[]> {
  const changes: PathChange[] = [];
  const kept: string[] = [];
  for (const [path, state] of states) {
    const kind = all.get(path);
    const before = state.blob === 'symlink' ? 'symlink' : 'file';
    if (kind !== before) changes.push(sides(path, before, kind));
    else if (kind === 'file') kept.push(path);
  }
  for await (const [path, blob] of inBatches(kept, files.digest)) {
    if (blob !== states.get(path)?.blob) changes.push({ path, before: 'file', after: 'file' });
  }
  return changes;
}

/** Of files that are included, new, or only near: a file that comes or goes may be what a Location names. */
function changesOfOthers(states: States, { seen, all, included, isRoot }: Comparison): PathChange[] {
  const changes: PathChange[] = [];
  const others = <T>(found: ReadonlyMap<string, T>) => found.entries().filter(([path]) => !states.has(path));
  for (const [path, blob] of others(included)) {
    if (!seen || seen.included.get(path) !== blob) changes.push(sides(path, seen?.all.get(path), all.get(path)));
  }
  for (const [path, kind] of others(all)) {
    if (isRoot(path) || seen?.all.get(path) !== kind) changes.push(sides(path, seen?.all.get(path), kind));
  }
  for (const [path, kind] of others(seen?.all ?? new Map<string, Kind>())) if (!all.has(path)) changes.push({ path, before: kind });
  return changes;
}

const sides = (path: string, before: Kind | undefined, after: Kind | undefined): PathChange => ({
  path,
  ...(before ? { before } : {}),
  ...(after ? { after } : {}),
});

function folderSnapshot(all: ReadonlyMap<string, Kind>, files: FolderFiles, signal: AbortSignal): Snapshot {
  return {
    all: async () => all,
    lookup: async () => all,
    async *read(paths): AsyncGenerator<FoundFile> {
      for await (const [, found] of inBatches(paths, files.read)) {
        signal.throwIfAborted();
        if (found) yield found;
      }
    },
  };
}

const includesOf = (states: States | undefined) => new Set([...(states?.values() ?? [])].flatMap((state) => state.includes));

async function digests(paths: Iterable<string>, { files, all }: { files: FolderFiles; all: ReadonlyMap<string, Kind> }) {
  const found = new Map<string, string | undefined>();
  for (const path of paths) found.set(path, undefined);
  const there = [...found.keys()].filter((path) => all.get(path) === 'file');
  for await (const [path, blob] of inBatches(there, files.digest)) found.set(path, blob);
  return found;
}

const blobsOf = (states: States) => new Map([...states].map(([path, state]) => [path, state.blob]));

function after(read: Read, states: States | undefined): Map<string, string> {
  const blobs = read.full || !states ? new Map<string, string>() : blobsOf(states);
  for (const path of read.removed) blobs.delete(path);
  for (const file of read.files) blobs.set(file.path, file.blob);
  return blobs;
}
