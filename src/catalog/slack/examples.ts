import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Viewer } from '#core/viewer.ts';
import { ownedBy } from '../ownership/owned.ts';
import { kindOf } from '../ownership/owner.ts';

/** The asker's own teams, as far as this audience may see them. */
export function teamsOf(view: DirectoryView, viewer: Viewer): Entry[] {
  return 'groups' in viewer ? viewer.groups.flatMap((ref) => view.get(ref) ?? []) : [];
}

/** The teams that the asker is in, without those above them; where it is not known which these are, all. */
export function ownTeamsOf(view: DirectoryView, viewer: Viewer): Entry[] {
  const teams = teamsOf(view, viewer);
  const member = 'userRef' in viewer && viewer.userRef !== undefined ? view.targets(viewer.userRef, 'memberOf') : [];
  const own = teams.filter(({ ref }) => member.includes(ref));
  return own.length > 0 ? own : teams;
}

/** What the asker's own teams own, most important first; of people without teams, whatever has an owner, components first. */
export function ownThings(view: DirectoryView, viewer: Viewer, most: number): Entry[] {
  const own = new Set<Entry>();
  for (const team of teamsOf(view, viewer)) {
    // Those above own all of it: a whole company, which would be gone through for nothing.
    if (own.size >= most) break;
    for (const entry of ownedBy(view, team).first(most)) {
      if (own.size < most) own.add(entry);
    }
  }
  if (own.size > 0) return [...own];
  const others = new Set<Entry>();
  for (const entry of view.entries()) {
    if (own.size === most) break;
    if (view.targets(entry.ref, 'ownedBy').length === 0) continue;
    // Of a component every command has something to tell.
    if (kindOf(entry) === 'component') own.add(entry);
    else if (others.size < most) others.add(entry);
  }
  return [...own, ...others].slice(0, most);
}

/** Names that certainly find something. */
export function examplesFor(view: DirectoryView, viewer: Viewer, most: number): string[] {
  return ownThings(view, viewer, most).map(({ entity }) => entity.metadata.name);
}
