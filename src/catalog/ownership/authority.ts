import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef, type Ref } from '#core/ref.ts';

/** Who somebody is by their e-mail, and of which groups, as far as permissions may rest on it. */
export interface Authority {
  of(email: string | undefined): { userRef?: Ref; groups: readonly Ref[] };
}

/**
 * Reads Users and Groups of sources marked `authority: true`, and nothing that any other file says of them: whoever may
 * write a descriptor could otherwise write himself into a group. Two Users with one e-mail are nobody, because either
 * could be meant. Groups come with all their parents.
 */
export function readAuthority(view: DirectoryView): Authority {
  const entries = [...view.entries()].filter((entry) => view.source(entry.source)?.authority === true);
  const groups = entries.filter((entry) => entry.ref.startsWith('group:'));
  const users = entries.filter((entry) => entry.ref.startsWith('user:'));
  const parents = edges();
  const memberships = edges();
  for (const group of groups) {
    for (const parent of refs(group, 'parent', 'group')) parents.add(group.ref, parent);
    for (const child of refs(group, 'children', 'group')) parents.add(child, group.ref);
    for (const member of refs(group, 'members', 'user')) memberships.add(member, group.ref);
  }
  for (const user of users) for (const group of refs(user, 'memberOf', 'group')) memberships.add(user.ref, group);
  const known = new Set(groups.map((group) => group.ref));
  const byEmail = Map.groupBy(users.filter(emailOf), (user) => emailOf(user) ?? '');
  return {
    of(email) {
      const found = byEmail.get(email?.trim().toLowerCase() ?? '') ?? [];
      const [user] = found;
      if (!user || found.length > 1) return { groups: [] };
      return { userRef: user.ref, groups: upwards(memberships.of(user.ref), parents).filter((ref) => known.has(ref)) };
    },
  };
}

function emailOf({ entity }: Entry): string | undefined {
  const profile = entity.spec?.['profile'];
  const email = typeof profile === 'object' && profile !== null && 'email' in profile ? profile.email : undefined;
  return typeof email === 'string' && email.includes('@') ? email.trim().toLowerCase() : undefined;
}

function refs({ entity }: Entry, field: string, kind: string): Ref[] {
  const value = entity.spec?.[field];
  const written = Array.isArray(value) ? value : [value];
  const defaults = { kind, namespace: entity.metadata.namespace };
  return written.flatMap((text) => (typeof text === 'string' ? (canonicalRef(text, defaults) ?? []) : []));
}

function upwards(start: readonly Ref[], parents: ReturnType<typeof edges>): Ref[] {
  const reached = new Set(start);
  // A Set is walked in the order of insertion, what is added meanwhile included; so cycles end by themselves.
  for (const ref of reached) for (const parent of parents.of(ref)) reached.add(parent);
  return [...reached];
}

function edges(): { add(from: Ref, to: Ref): void; of(from: Ref): readonly Ref[] } {
  const map = new Map<Ref, Ref[]>();
  return {
    add(from, to) {
      const list = map.get(from);
      if (list) list.push(to);
      else map.set(from, [to]);
    },
    of: (from) => map.get(from) ?? [],
  };
}
