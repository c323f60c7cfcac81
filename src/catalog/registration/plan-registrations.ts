import { type ChildOrigin, type NamedPath, orphanGraceMs, type WantedChild } from '#core/child-source.ts';
import type { RegistrationKey, RegistrationTarget } from '#core/registrations.ts';

/** A repository of which something is, or was, registered. */
export interface RegisteredChild extends WantedChild {
  orphanedAt: Date | null;
}

/** All that shall be read now: a path that was ended is kept for as long as an orphan is. Pure. */
export function keptRegistrations(stored: readonly RegisteredChild[], now: Date): WantedChild[] {
  return stored.flatMap(({ name, origin, orphanedAt }) => {
    if (orphanedAt !== null || origin.paths.every(({ endedAt }) => endedAt !== undefined)) return [];
    return [{ name, origin: { ...origin, paths: origin.paths.filter((path) => !isOver(path, now)) } }];
  });
}

/** The same with one more: a second one in the same repository and ref shares its child, and one that was ended is taken back. */
export function withRegistration(
  stored: readonly RegisteredChild[],
  target: RegistrationTarget,
  made: { by: string; at: Date },
): WantedChild[] {
  const { source, path, cloneUrl, ref } = target;
  const before = stored.find(({ name }) => name === source);
  const others = before ? pathsOf(before).filter((known) => known.path !== path && !isOver(known, made.at)) : [];
  const paths: NamedPath[] = [...others, { path, optional: false, by: made.by, at: made.at.toISOString() }];
  const origin: ChildOrigin = { why: 'registered', url: cloneUrl, ...(ref !== undefined && { ref }), paths, depth: 0 };
  return [...keptRegistrations(stored, made.at).filter(({ name }) => name !== source), { name: source, origin }];
}

/** The same with one ended; the repository is an orphan once none is left. */
export function withoutRegistration(stored: readonly RegisteredChild[], { source, path }: RegistrationKey, now: Date): WantedChild[] {
  const ended = stored.map((child) => {
    if (child.name !== source) return child;
    const paths = child.origin.paths.map((named) =>
      named.path === path ? { ...named, endedAt: named.endedAt ?? now.toISOString() } : named,
    );
    return { ...child, origin: { ...child.origin, paths } };
  });
  return keptRegistrations(ended, now);
}

/** Each path with the time it was ended, be it alone or with all of the repository. */
export function pathsOf({ origin, orphanedAt }: RegisteredChild): readonly NamedPath[] {
  if (orphanedAt === null) return origin.paths;
  return origin.paths.map((path) => ({ ...path, endedAt: path.endedAt ?? orphanedAt.toISOString() }));
}

/** When what it held leaves the catalog. */
export function leavesAt(endedAt: string): Date {
  return new Date(Date.parse(endedAt) + orphanGraceMs);
}

function isOver({ endedAt }: NamedPath, now: Date): boolean {
  return endedAt !== undefined && now >= leavesAt(endedAt);
}
