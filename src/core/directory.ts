import type { Entity, Relation } from './entity.ts';
import type { NeedsGraph } from './needs-graph.ts';
import type { OpenProposal } from './proposals.ts';
import type { Ref } from './ref.ts';
import type { Viewer } from './viewer.ts';

/** An entity with its place. */
export interface Entry {
  uid: string;
  ref: Ref;
  /** `spec.definition` of APIs is not in memory. */
  entity: Entity;
  source: string;
  path: string;
  doc: number;
  line: number;
  /** Line of `spec.owner`. */
  ownerLine?: number;
  /** When this entity last changed in the catalog. */
  changedAt: Date;
  /** The file at the source's head does not yield this entity any more although it is there: last good version shown. */
  broken?: { line: number; message: string };
  /** Not at the head any more; removal held back until an administrator confirms it. */
  held?: true;
  /** Other places that claim the same ref; empty unless disputed. */
  rivals: readonly Place[];
  /** Of people and groups of an authority: what of the entity other places added; absent: nothing. */
  added?: readonly Addition[];
}

/** A field, such as `metadata.title` or `metadata.annotations.slack.com/channel`, and the place that it comes from. */
export interface Addition extends Place {
  field: string;
}

export interface Place {
  source: string;
  path: string;
  line: number;
}

/** A source as far as answers need it. Everything in here may be shown to members, nothing is secret. */
export interface SourceFacts {
  name: string;
  type: string;
  /** Position in switchboard.yaml. */
  position: number;
  authority: boolean;
  visibleTo: 'everyone' | readonly Ref[];
  everyMs: number;
  /** Web address of the repository, e.g. https://github.com/acme/catalog; absent where there is none. */
  webUrl?: string;
  /** Head commit that was read; null for folders. */
  head: string | null;
  branch: string | null;
  /** Last time its content, or an unchanged head, was seen; null before the first time. */
  seenAt: Date | null;
  syncedAt: Date | null;
  ok: boolean;
  errorCode?: string;
  entities: number;
  problems: number;
  /** Removals held back. */
  held: number;
  /** The source that it is read for; absent for those of the configuration. */
  parent?: string;
  /** Since when nothing names it any more. */
  orphanedAt?: Date;
  /** Of a repository of which not all is registered any more: paths and patterns, those that were ended with the time in ISO 8601. */
  paths?: readonly { path: string; endedAt?: string }[];
  /** Changes of its files that people have proposed; absent: none. */
  proposals?: readonly OpenProposal[];
}

export interface Tombstone {
  ref: Ref;
  uid: string;
  kind: string;
  name: string;
  title?: string;
  ownerRef?: Ref;
  source: string;
  path: string;
  removedAt: Date;
  /** Heads between which it went; null for folders. */
  fromCommit: string | null;
  toCommit: string | null;
  /** The very commit and its author, when a bounded look at history found it. */
  commit?: string;
  author?: string;
}

/** Where the directory's content comes from and how old it is. */
export type Freshness =
  | { from: 'database'; asOf: Date }
  /** The database is away: content stands still since `asOf`. */
  | { from: 'memory'; asOf: Date }
  | { from: 'snapshot'; asOf: Date };

/** The catalog as one audience may see it: no statement, no network, synchronous. */
export interface DirectoryView {
  get(ref: Ref): Entry | undefined;
  /** Under whatever name it has now. */
  withUid(uid: string): Entry | undefined;
  /** Both directions, without repeats, in no particular order; targets may be dangling, never invisible. */
  relations(ref: Ref): Relation[];
  /** Targets of one relation type that this audience may see or that are dangling. */
  targets(ref: Ref, type: string): Ref[];
  /** Who needs whom, for walking; as it is now. */
  needs(): NeedsGraph;
  entries(): Iterable<Entry>;
  tombstone(ref: Ref): Tombstone | undefined;
  /** What was removed, whatever it was called. */
  tombstoneWithUid(uid: string): Tombstone | undefined;
  source(name: string): SourceFacts | undefined;
  /** What a person typed, looked up: see `Found`. */
  find(text: string): Found;
  /** The same by exact keys alone, which is cheap enough for every word of a text: `one`, `several` or `none`. */
  findExactly(text: string): Found;
  /** What a person who has typed so much may go on to mean, best first; at most `limit`. */
  suggest(typed: string, limit: number): Entry[];
  /** What a dangling ref can well have meant: one entity of the same kind, never a guess between two. */
  nearest(ref: Ref): Ref | undefined;
  readonly freshness: Freshness;
}

export interface Directory {
  for(viewer: Viewer): DirectoryView;
  sources(): SourceFacts[];
  readonly freshness: Freshness;
  /** Entities in all sources. */
  readonly size: number;
}

/** How sure a lookup is, and of what. */
export type Found =
  /** Sure. `alike`: further exact hits with the same owner. */
  | { outcome: 'one'; entry: Entry; alike: Entry[] }
  /** One letter away and nothing else is: shown, saying what was assumed. */
  | { outcome: 'assumed'; entry: Entry; typed: string; name: string }
  /** At most 5, best first. `total` counts all exact or near hits. */
  | { outcome: 'several'; entries: Entry[]; total: number }
  | { outcome: 'removed'; tombstone: Tombstone }
  | { outcome: 'none'; nearest: Entry[] }
  /** Blank text. */
  | { outcome: 'nothing-asked' };
