import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

/** A moment. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** One row for each configured source, and for each repository that one of them, or a person, makes us read. */
export const source = pgTable('source', {
  name: text().primaryKey(),
  type: text().notNull(),
  position: integer().notNull(),
  authority: boolean().notNull().default(false),
  /** `"everyone"` or an array of group refs. */
  visibleTo: jsonb('visible_to').notNull(),
  everyMs: integer('every_ms').notNull(),
  webUrl: text('web_url'),
  /** Digest of what decides how files are read; another digest means a full read. */
  configHash: text('config_hash').notNull(),
  head: text(),
  branch: text(),
  /** Raised by every apply: a plan made from another version is made anew. */
  version: bigint({ mode: 'number' }).notNull().default(0),
  seenAt: at('seen_at'),
  syncedAt: at('synced_at'),
  ok: boolean().notNull().default(false),
  errorCode: text('error_code'),
  errorMessage: text('error_message'),
  /** Removals held back: `{head, refs, at}`; null when none. */
  held: jsonb(),
  /** The source that it is read for; null for those of the configuration. */
  parent: text(),
  /** `core/child-source.ts` ChildOrigin; null for those of the configuration. */
  origin: jsonb(),
  /** Since when nothing names it any more. */
  orphanedAt: at('orphaned_at'),
  /** Of a parent: raised by everything that happens to a child, so that readers look at one row. */
  childrenVersion: bigint('children_version', { mode: 'number' }).notNull().default(0),
});

/** What is remembered of each file that was read; `core/descriptor.ts` FileState. */
export const sourceFile = pgTable(
  'source_file',
  {
    source: text().notNull(),
    path: text().notNull(),
    blob: text().notNull(),
    depth: integer().notNull(),
    includes: jsonb().notNull(),
    targets: jsonb().notNull(),
    /** Location targets in other repositories. */
    elsewhere: jsonb().notNull().default([]),
    /** `{reason: count}`. */
    ignored: jsonb().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.path] }),
    // Few files name others elsewhere, and every look asks for them.
    index('source_file_elsewhere')
      .on(t.source)
      .where(sql`${t.elsewhere} <> '[]'::jsonb`),
  ],
);

/** One row for each claim on a ref; the holder is the one that answers. */
export const descriptor = pgTable(
  'descriptor',
  {
    source: text().notNull(),
    path: text().notNull(),
    doc: integer().notNull(),
    ref: text().notNull(),
    uid: uuid().notNull(),
    entity: jsonb().notNull(),
    /** The same JSON as it is written, where the order of fields says something: jsonb keeps none. Counts while it is equal. */
    ordered: text(),
    definition: text(),
    hash: text().notNull(),
    contentHash: text('content_hash').notNull(),
    line: integer().notNull(),
    ownerLine: integer('owner_line'),
    holder: boolean().notNull(),
    /** `{line, message}`: the file is there but does not yield this any more; last good version kept. */
    broken: jsonb(),
    /** Head at which it was found missing, while its removal is held back. */
    gone: text(),
    changedAt: at('changed_at').notNull(),
    changedCommit: text('changed_commit'),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.path, t.doc] }),
    index('descriptor_ref').on(t.ref),
    uniqueIndex('descriptor_holder')
      .on(t.ref)
      .where(sql`${t.holder}`),
  ],
);

export const problem = pgTable(
  'problem',
  {
    source: text().notNull(),
    path: text().notNull(),
    ordinal: integer().notNull(),
    severity: text().notNull(),
    code: text().notNull(),
    message: text().notNull(),
    fix: text().notNull(),
    line: integer().notNull(),
    ref: text(),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.path, t.ordinal] }), index('problem_ref').on(t.ref)],
);

/** The feed. Numbered under one advisory transaction lock, so that readers see every number in order. */
export const catalogChange = pgTable(
  'catalog_change',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    at: at('at').notNull(),
    source: text().notNull(),
    uid: uuid().notNull(),
    ref: text().notNull(),
    /** added | changed | moved | renamed | removed | disputed. */
    op: text().notNull(),
    field: text(),
    before: jsonb(),
    after: jsonb(),
    commit: text(),
  },
  (t) => [index('catalog_change_uid').on(t.uid, t.seq), index('catalog_change_at').on(t.at)],
);

/** What was removed, so that it can still be named and gets its uid back when it returns. */
export const tombstone = pgTable('tombstone', {
  ref: text().primaryKey(),
  uid: uuid().notNull(),
  kind: text().notNull(),
  name: text().notNull(),
  title: text(),
  ownerRef: text('owner_ref'),
  source: text().notNull(),
  path: text().notNull(),
  contentHash: text('content_hash').notNull(),
  removedAt: at('removed_at').notNull(),
  fromCommit: text('from_commit'),
  toCommit: text('to_commit'),
  commit: text(),
  author: text(),
  /** History was looked at for the commit that removed it, found or not. */
  searched: boolean().notNull().default(false),
});

/** Lookups that found nothing, counted by day: never the message, never the person. */
export const miss = pgTable('miss', { term: text().notNull(), day: text().notNull(), count: integer().notNull() }, (t) => [
  primaryKey({ columns: [t.term, t.day] }),
]);

export const audit = pgTable(
  'audit',
  {
    id: uuid().primaryKey(),
    at: at('at').notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().notNull(),
  },
  (t) => [index('audit_at').on(t.at)],
);

/** Changes that people proposed where descriptors are kept, until they are merged or closed: `catalog/edits/proposal-rows.ts`. */
export const proposal = pgTable(
  'proposal',
  {
    /** Page of the pull request. */
    url: text().primaryKey(),
    ref: text().notNull(),
    /** `core/proposals.ts` Edit. */
    field: text().notNull(),
    source: text().notNull(),
    /** `owner/name`. */
    repository: text().notNull(),
    number: integer().notNull(),
    /** open | merged | closed. */
    state: text().notNull().default('open'),
    /** Slack user id. */
    by: text().notNull(),
    at: at('at').notNull(),
    /** When its state was asked for, and what the answer came with. */
    checkedAt: at('checked_at'),
    etag: text(),
  },
  (t) => [index('proposal_open').on(t.state, t.source)],
);
