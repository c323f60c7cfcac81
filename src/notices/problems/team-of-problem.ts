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
 * Says who can fix a problem: the team of the entity concerned, else of the other entities in its file, else of what
 * lies nearest above it in its source. Only a single answer counts; undefined when there is none.
 */
export function teamFinder(view: DirectoryView, places: Iterable<ProblemPlace>): (place: ProblemPlace) => Ref | undefined {
  const near = entriesNear(view, places);
  const teamsIn = (key: string) => new Set((near.get(key) ?? []).flatMap((entry) => teamOf(view, entry) ?? []));
  return (place) => {
    const entry = place.ref ? view.get(place.ref) : undefined;
    const own = entry && teamOf(view, entry);
    if (own !== undefined) return own;
    for (const key of [fileKey(place), ...foldersAbove(place)]) {
      const teams = [...teamsIn(key)];
      if (teams.length > 0) return teams.length === 1 ? teams[0] : undefined;
    }
    return undefined;
  };
}

/** The group that answers for an entry: a group itself, a person's first group, else the owner. */
function teamOf(view: DirectoryView, entry: Entry): Ref | undefined {
  if (kindOf(entry) === 'group') return entry.ref;
  if (kindOf(entry) === 'user') return view.targets(entry.ref, 'memberOf').toSorted()[0];
  const owner = ownerOf(view, entry);
  return owner.state === 'known' ? teamOf(view, owner.entry) : undefined;
}

/** Entries by file, and by the folder that their file lies in: only those that a problem can be near to. */
function entriesNear(view: DirectoryView, places: Iterable<ProblemPlace>): Map<string, Entry[]> {
  const near = new Map<string, Entry[]>();
  for (const place of places) for (const key of [fileKey(place), ...foldersAbove(place)]) near.set(key, []);
  for (const entry of view.entries()) {
    near.get(fileKey(entry))?.push(entry);
    near.get(foldersAbove(entry)[0] ?? '')?.push(entry);
  }
  return near;
}

const fileKey = ({ source, path }: ProblemPlace): string => `${source}\n${path}`;

/** The folder of a file and all above it, nearest first, down to the source's top. */
function foldersAbove({ source, path }: ProblemPlace): string[] {
  const steps = path.split('/');
  return steps.map((_, i) => `${source}\n${steps.slice(0, steps.length - 1 - i).join('/')}/`);
}
