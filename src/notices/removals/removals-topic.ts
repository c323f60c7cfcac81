import type { CatalogConfig } from '#core/catalog-config.ts';
import type { Topic } from '#core/contributions.ts';
import type { Db } from '#core/db.ts';
import type { Directory } from '#core/directory.ts';
import type { Change, Subscription } from '#core/notice.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import { everyone, operator, type SlackViewer, type Viewer } from '#core/viewer.ts';
import { contactsOf } from '#catalog/ownership/contacts.ts';
import type { Authority } from '#catalog/ownership/authority.ts';
import { profileOf, text } from '#catalog/ownership/owner.ts';
import { type HeldOf, listHeld } from '#catalog/sync/list-held.ts';

export const removalsTopic = 'held-removals';

/** What a notice says of one set of removals. */
export interface RemovalsFacts {
  source: string;
  /** Names the set. */
  id: string;
  total: number;
  /** The first of them; empty where who reads it may not see that source. */
  refs: readonly Ref[];
  /** ISO 8601. */
  since: string;
}

export interface RemovalsDeps {
  db: Db;
  directory: () => Directory;
  people: People;
  authority: () => Authority;
  config: Pick<CatalogConfig, 'owners'>;
  /** `permissions.admin`. */
  admin: readonly Ref[];
}

const mostRefs = 20;

/** Removals that wait for an administrator, at once, each set once. */
export function collectRemovals(deps: RemovalsDeps): Pick<Topic, 'collect' | 'settled' | 'stillTold'> {
  return {
    async collect() {
      const held = await listHeld(deps.db);
      if (held.length === 0) return { subscriptions: [], changes: [] };
      const subscribers = allSubscribers(deps);
      return {
        subscriptions: unique(subscribers.map(({ subscription }) => subscription)),
        changes: uniqueChanges(subscribers.flatMap((one) => held.map((set) => asChange(deps, one, set)))),
      };
    },
    async settled(ids) {
      if (ids.length === 0) return [];
      const there = new Set((await listHeld(deps.db)).map(({ source, held }) => removalsId({ source, id: held.id })));
      return ids.filter((id) => !there.has(id));
    },
    /** To nobody who is no administrator any more, and of nothing that has been hidden from them since. */
    stillTold({ subscriber, items }) {
      const viewers = allSubscribers(deps).flatMap((one) => (one.subscription.subscriber === subscriber ? [one.viewer] : []));
      return items.filter(({ facts }) => {
        const { source, refs } = facts as RemovalsFacts;
        return viewers.some((viewer) => refs.length === 0 || deps.directory().for(viewer).source(source) !== undefined);
      });
    },
  };
}

/** For somebody who may see the source. */
export function factsOf({ source, held }: HeldOf): RemovalsFacts {
  return { source, id: held.id, total: held.refs.length, refs: held.refs.slice(0, mostRefs), since: held.at };
}

export function removalsId({ source, id }: Pick<RemovalsFacts, 'source' | 'id'>): string {
  return `${source}#${id}`;
}

/** Somebody to tell, and as whom the notice is made: what a channel reads is for everyone. */
interface Subscriber {
  subscription: Subscription;
  viewer: Viewer;
}

function allSubscribers(deps: RemovalsDeps): Subscriber[] {
  return deps.admin.flatMap((group) => subscribersOf(group, deps));
}

function asChange({ directory }: RemovalsDeps, { subscription, viewer }: Subscriber, set: HeldOf): Change {
  const facts = factsOf(set);
  const isVisible = directory().for(viewer).source(set.source) !== undefined;
  const shown: RemovalsFacts = isVisible ? facts : { ...facts, refs: [] };
  return { id: removalsId(facts), subscriber: subscription.subscriber, at: new Date(set.held.at), facts: shown };
}

/** A group's channel, else each of its members directly. */
function subscribersOf(group: Ref, deps: RemovalsDeps): Subscriber[] {
  const common = { topic: removalsTopic, schedule: { kind: 'at-once' }, muted: false } as const;
  const channel = contactsOf(deps.directory().for(everyone), group, deps.config).channel?.value;
  if (channel) {
    const address = 'id' in channel ? channel.id : `#${channel.name}`;
    return [{ subscription: { ...common, subscriber: group, address }, viewer: everyone }];
  }
  return membersOf(deps, group).map((viewer) => ({
    subscription: { ...common, subscriber: viewer.userId, address: viewer.userId },
    viewer,
  }));
}

/** By authority alone: a file that says so makes nobody an administrator. */
function membersOf({ directory, people, authority }: RemovalsDeps, group: Ref): SlackViewer[] {
  const all = directory().for(operator);
  return [...all.entries()].flatMap(({ ref, entity }): SlackViewer[] => {
    const email = ref.startsWith('user:') ? text(profileOf(entity)['email']) : undefined;
    const userId = email === undefined ? undefined : people.userIdOf(email);
    const { userRef, groups } = authority().of(email);
    if (userId === undefined || userRef !== ref || !groups.includes(group)) return [];
    return [{ kind: 'member', teamId: '', userId, userRef, groups }];
  });
}

function unique(subscriptions: readonly Subscription[]): Subscription[] {
  return [...new Map(subscriptions.map((one) => [one.subscriber, one])).values()];
}

function uniqueChanges(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((one) => [`${one.subscriber} ${one.id}`, one])).values()];
}
