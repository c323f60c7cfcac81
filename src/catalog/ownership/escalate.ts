import type { CatalogConfig } from '#core/catalog-config.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { type ChannelAddress, ownerChannel } from './contacts.ts';
import type { Told } from './told.ts';
import { displayName, kindOf } from './owner.ts';

/** Why somebody is on the ladder. `of` names the thing through which they come. */
export type RungReason =
  | { kind: 'owner' }
  | { kind: 'parent'; of: string }
  /** A person's group. */
  | { kind: 'member-of'; of: string }
  /** Owns what the entity is part of: `of` is its name, `what` its kind in lower case. */
  | { kind: 'owns-whole'; of: string; what: string };

export type Rung =
  | { to: 'owner'; ref: Ref; entry: Entry; channel: Told<ChannelAddress> | undefined; reason: RungReason }
  /** `catalog.fallback`. */
  | { to: 'fallback'; channel?: string; group?: Ref }
  /** No fallback is configured: the operator can set one. */
  | { to: 'nobody' };

export interface Ladder {
  /** Whom to ask, in this order; never empty. */
  rungs: Rung[];
  /** Named as owners, but not in the catalog. */
  skipped: { ref: Ref; reason: RungReason }[];
}

interface Candidate {
  ref: Ref;
  reason: RungReason;
}

/** Whom to ask about an entity: owner → parent groups → owners of its system and domain → the fallback; nobody twice. */
export function escalate(view: DirectoryView, entry: Entry, config: Pick<CatalogConfig, 'owners' | 'fallback'>): Ladder {
  const rungs: Rung[] = [];
  const skipped: Ladder['skipped'] = [];
  const named = new Set<Ref>([entry.ref]);
  for (const { ref, reason } of candidates(view, entry)) {
    if (named.has(ref)) continue;
    named.add(ref);
    const owner = view.get(ref);
    if (owner) rungs.push({ to: 'owner', ref, entry: owner, channel: ownerChannel(owner, config.owners.get(ref)), reason });
    else skipped.push({ ref, reason });
  }
  return { rungs: [...rungs, lastRung(config, named)], skipped };
}

function lastRung({ fallback }: Pick<CatalogConfig, 'fallback'>, named: Set<Ref>): Rung {
  const { channel, group } = fallback;
  if (channel === undefined && group === undefined) return { to: 'nobody' };
  // A group that was named already is worth repeating only when it is all there is.
  const again = group !== undefined && named.has(group) && channel !== undefined;
  return { to: 'fallback', ...(channel !== undefined && { channel }), ...(group !== undefined && !again && { group }) };
}

function candidates(view: DirectoryView, entry: Entry): Candidate[] {
  const direct = startOf(view, entry);
  const parents = direct.flatMap(({ ref }) => upwards(view, ref, 'childOf').map((step) => parentOf(view, step)));
  const wholes = upwards(view, entry.ref, 'partOf').flatMap(({ ref }) => {
    const whole = view.get(ref);
    if (!whole) return [];
    const reason: RungReason = { kind: 'owns-whole', of: displayName(whole), what: kindOf(whole) };
    return sorted(view, ref, 'ownedBy').map((owner) => ({ ref: owner, reason }));
  });
  return [...direct, ...parents, ...wholes];
}

/** Groups and people are asked about themselves: the ladder starts above them. */
function startOf(view: DirectoryView, entry: Entry): Candidate[] {
  const of = displayName(entry);
  if (kindOf(entry) === 'group') return sorted(view, entry.ref, 'childOf').map((ref) => ({ ref, reason: { kind: 'parent', of } }));
  if (kindOf(entry) === 'user') return sorted(view, entry.ref, 'memberOf').map((ref) => ({ ref, reason: { kind: 'member-of', of } }));
  return sorted(view, entry.ref, 'ownedBy').map((ref) => ({ ref, reason: { kind: 'owner' } }));
}

function parentOf(view: DirectoryView, { ref, below }: Step): Candidate {
  const child = view.get(below);
  return { ref, reason: { kind: 'parent', of: child ? displayName(child) : below } };
}

interface Step {
  ref: Ref;
  below: Ref;
}

/** Everything above a ref along one relation type, nearest first; a cycle ends where it began. */
function upwards(view: DirectoryView, from: Ref, type: string): Step[] {
  const seen = new Set([from]);
  const steps: Step[] = [];
  let level = [from];
  while (level.length > 0) {
    const next: Ref[] = [];
    for (const below of level) {
      for (const ref of sorted(view, below, type)) {
        if (seen.has(ref)) continue;
        seen.add(ref);
        next.push(ref);
        steps.push({ ref, below });
      }
    }
    level = next;
  }
  return steps;
}

function sorted(view: DirectoryView, ref: Ref, type: string): Ref[] {
  return view.targets(ref, type).toSorted();
}
