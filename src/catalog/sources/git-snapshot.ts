import { type Clone, listTree, lookupTree } from '#git/clone.ts';
import type { TreeEntry } from '#git/git-tree.ts';
import { readBlobs } from '#git/read-blobs.ts';
import type { FoundFile, Kind, Snapshot } from './snapshot.ts';

export interface CommitAt {
  clone: Clone;
  commit: string;
  /** What is known of its tree already, from a diff. */
  known: Map<string, TreeEntry>;
  /** Most bytes of one file. */
  fileBytes: number;
  signal: AbortSignal;
}

/** More paths than this are looked up by listing everything once. */
const few = 200;

/** The files of one commit; every answer comes from that commit, however the branch moves meanwhile. */
export function gitSnapshot({ clone, commit, known, fileBytes, signal }: CommitAt): Snapshot {
  let listed: Map<string, TreeEntry> | undefined;
  const list = async () => (listed ??= await listTree(clone, commit, signal));
  const entriesOf = async (paths: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>> => {
    if (listed) return listed;
    const unknown = paths.filter((path) => !known.has(path));
    if (unknown.length > few) return list();
    for (const [path, entry] of await lookupTree(clone, commit, unknown, signal)) known.set(path, entry);
    return known;
  };
  return {
    all: async () => new Map([...(await list())].map(([path, { kind }]) => [path, kind])),
    async lookup(paths) {
      const entries = await entriesOf(paths);
      return new Map(paths.flatMap((path): [string, Kind][] => pair(path, entries.get(path)?.kind)));
    },
    async *read(paths): AsyncGenerator<FoundFile> {
      const entries = await entriesOf(paths);
      // The same content at several paths is read once.
      const places = Map.groupBy(paths, (path) => entries.get(path)?.blob ?? '');
      places.delete('');
      for await (const [blob, content] of readBlobs(clone, places.keys(), { maxBytes: fileBytes, signal })) {
        for (const path of places.get(blob) ?? []) yield { path, blob, content };
      }
    },
  };
}

const pair = (path: string, kind: Kind | undefined): [string, Kind][] => (kind === undefined ? [] : [[path, kind]]);
