import { kindOf, ownerOf } from '#catalog/ownership/owner.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';

/** Where a problem is, and what it is about as far as that could be told. */
export interface ProblemPlace {
  source: string;
  path: string;
  ref?: string | null;
}

/**
 * Says who can fix a problem: the team of the entity concerned, where it is from that source, else of the other entities in its file, else of what
 * lies nearest above it in its source. Only a single answer counts; undefined when there is none.
 */
export function teamFinder(view: DirectoryView, places: Iterable<ProblemPlace>): (place: ProblemPlace) => Ref | undefined {
  const near = entriesNear(view, places);
  return (place) => {
    const entry = place.ref ? view.get(place.ref) : undefined;
    const own = entry && isFrom(entry, place.source) ? teamOf(view, entry) : undefined;
    if (own !== undefined) return own;
    for (const step of stepsFrom(place.path)) {
      const entries = near.get(place.source)?.get(step) ?? [];
      const teams = [...new Set(entries.flatMap((one) => teamOf(view, one) ?? []))];
      if (teams.length > 0) return teams.length === 1 ? teams[0] : undefined;
    }
    return undefined;
  };
}

/** A file elsewhere that only claims the same name is none that its team could mend. */
function isFrom({ source, added = [] }: Entry, wanted: string): boolean {
  return source === wanted || added.some((addition) => addition.source === wanted);
}

/** The group that answers for an entry: a group itself, a person's first group, else the owner. */
function teamOf(view: DirectoryView, entry: Entry): Ref | undefined {
  if (kindOf(entry) === 'group') return entry.ref;
  if (kindOf(entry) === 'user') return view.targets(entry.ref, 'memberOf').toSorted()[0];
  const owner = ownerOf(view, entry);
  return owner.state === 'known' ? teamOf(view, owner.entry) : undefined;
}

/** By source, then by file and by the folder that their file lies in: only those that a problem can be near to. */
function entriesNear(view: DirectoryView, places: Iterable<ProblemPlace>): Map<string, Map<string, Entry[]>> {
  const near = new Map<string, Map<string, Entry[]>>();
  for (const { source, path } of places) {
    const steps = near.get(source) ?? new Map<string, Entry[]>();
    near.set(source, steps);
    for (const step of stepsFrom(path)) if (!steps.has(step)) steps.set(step, []);
  }
  if (near.size === 0) return near;
  for (const entry of view.entries()) {
    const steps = near.get(entry.source);
    steps?.get(entry.path)?.push(entry);
    steps?.get(folderOf(entry.path))?.push(entry);
  }
  return near;
}

/** With its slash, so that it is no file; empty at the source's top. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** A file, its folder and all above it, nearest first, down to the source's top. */
function stepsFrom(path: string): string[] {
  const steps = [path];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder.slice(0, -1))) steps.push(folder);
  return [...steps, ''];
}
