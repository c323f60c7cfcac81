import type { OwnerContact } from '#core/catalog-config.ts';
import type { Entry } from '#core/directory.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import type { FindWorld } from './find-world.ts';
import { foldText } from './fold-text.ts';
import type { KeyIndex } from './key-index.ts';
import { spaceSet, tierOf } from './key-space.ts';
import type { SpaceSet } from './key-space.ts';
import { ownersOf } from './order-entries.ts';
import type { Ask, Only } from './query.ts';
import { repositoryAt } from './read-url.ts';

/** Visible entities that a key belongs to, each with the best tier in which it does. */
export type Hits = Map<Entry, number>;

export interface Look {
  index: KeyIndex;
  people: People;
  contacts: ReadonlyMap<Ref, OwnerContact>;
  world: FindWorld;
}

/** Who answers to one of the things that the typed text may mean. */
export function exactHits(ask: Ask, look: Look): Hits {
  if (ask.by === 'ref') return refHits(ask.ref, look);
  if (ask.by === 'slack-user') return emailHits(look.people.emailOf(ask.id), look);
  if (ask.by === 'slack-group') return userGroupHits(ask.id, look);
  if (ask.by === 'folder') return folderHits(ask.repository, ask.path, look);
  if (ask.by === 'host') return hostHits(ask.text, ask.below, look);
  const hits = keyHits(ask.text, ask.spaces, look, ask.only);
  if ((ask.spaces & groupContacts) !== 0) addConfigured(hits, ask.text, look);
  if (ask.text.startsWith('@') && hits.size === 0) {
    const id = look.people.userGroupIdOf(ask.text.slice(1));
    return id ? keyHits(`@${id.toLowerCase()}`, ask.spaces, look) : hits;
  }
  return hits;
}

/** Whether an entity is one of those that count. */
export function counts(entry: Entry, only: Only | undefined): boolean {
  const { metadata, kind } = entry.entity;
  if (only?.kinds && !only.kinds.includes(kind.toLowerCase())) return false;
  if (only?.namespace !== undefined && foldText(metadata.namespace) !== only.namespace) return false;
  const home = metadata.annotations?.['backstage.io/kubernetes-namespace'];
  return only?.cluster === undefined || home === undefined || foldText(home) === only.cluster;
}

const groupContacts = spaceSet('userGroup', 'groupChannel');

function refHits(ref: Ref, { world }: Look): Hits {
  const entry = world.get(ref);
  return new Map(entry && world.visible(entry) ? [[entry, 0]] : []);
}

function keyHits(text: string, spaces: SpaceSet, { index, world }: Look, only?: Only): Hits {
  const hits: Hits = new Map();
  index.holders(text, spaces, (ref, space) => {
    const entry = world.get(ref);
    if (!entry || !world.visible(entry) || !counts(entry, only)) return;
    hits.set(entry, Math.min(hits.get(entry) ?? Infinity, tierOf(space)));
  });
  return hits;
}

function emailHits(email: string | undefined, look: Look): Hits {
  return email ? keyHits(foldText(email), spaceSet('email'), look, { kinds: ['user'] }) : new Map();
}

/** Groups are annotated with the handle or the id, and Slack sends the id. */
function userGroupHits(id: string, look: Look): Hits {
  const hits = keyHits(`@${id.toLowerCase()}`, spaceSet('userGroup'), look);
  if (hits.size === 0) addConfigured(hits, `@${id}`, look);
  return hits;
}

/** Groups to which the configuration, not their own descriptor, gives this channel or user group. */
function addConfigured(hits: Hits, text: string, { contacts, world, people }: Look): void {
  for (const [ref, { channel, userGroup }] of contacts) {
    const handle = userGroup && foldText(userGroup.replace(/^@/, ''));
    const id = handle && people.userGroupIdOf(handle);
    const is = (mark: string, name: string | undefined) => name !== undefined && `${mark}${foldText(name)}` === foldText(text);
    if (!is('#', channel?.replace(/^#/, '')) && !is('@', handle) && !is('@', id)) continue;
    const entry = world.get(ref);
    if (entry && world.visible(entry)) hits.set(entry, tierOf(0) + 1);
  }
}

/** The entity whose folder this is, or lies in; the longest path that anything has decides. */
function folderHits(repository: string, path: readonly string[], look: Look): Hits {
  for (let length = path.length; length > 0; length--) {
    const hits = keyHits(`${repository}//${path.slice(0, length).join('/')}`, spaceSet('path'), look);
    if (hits.size > 0) return hits;
  }
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  for (const { source, url } of look.world.repositories?.() ?? []) {
    if (!foldText(url).includes(last) || repositoryAt(url)?.id !== repository) continue;
    // A folder without a descriptor of its own belongs to the one around it, up to the top when it is asked for.
    for (let length = path.length; length >= 0; length--) {
      const hits = keyHits(`${source}//${path.slice(0, length).join('/')}`, spaceSet('source'), look);
      if (hits.size > 0) return hits;
    }
  }
  return new Map();
}

/** A host tells an owner only while all who link to it have the same one. */
function hostHits(host: string, below: boolean, look: Look): Hits {
  const hits: Hits = new Map();
  let owner: string | undefined;
  let shared = false;
  look.index.holders(host, spaceSet('host', 'link'), (ref) => {
    const entry = look.world.get(ref);
    if (!entry || !look.world.visible(entry)) return true;
    const theirs = ownersOf(entry, look.world) || ref;
    shared = owner !== undefined && owner !== theirs;
    owner = theirs;
    hits.set(entry, 0);
    return !shared;
  });
  if (shared) return new Map();
  return below ? keyHits(host, spaceSet('link'), look) : hits;
}
