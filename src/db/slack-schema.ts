import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './schema.ts';

/** What a Slack channel is about: `catalog/channels/channel-links.ts`. */
export const channelLink = pgTable('channel_link', {
  channel: text().primaryKey(),
  /** Outlives renames. */
  uid: uuid().notNull(),
  /** As it was called then. */
  ref: text().notNull(),
  /** Slack user id. */
  linkedBy: text('linked_by').notNull(),
  linkedAt: at('linked_at').notNull(),
});

/** Raised with every change of a small table that processes keep in memory: `catalog/kept/follow-kept.ts`. */
export const keptVersion = pgTable('kept_version', { name: text().primaryKey(), version: bigint({ mode: 'number' }).notNull() });

/** Slack people, as last told by Slack. */
export const person = pgTable(
  'person',
  {
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    /** member | guest | external. */
    kind: text().notNull(),
    email: text(),
    name: text(),
    timezone: text(),
    fetchedAt: at('fetched_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] })],
);

/** Slack's events and writes that a process has taken on: `slack/claim-rows.ts`. Kept for two days. */
export const claimedRequest = pgTable(
  'claimed_request',
  {
    /** `event:…`, `trigger:…` or `view:…`, with Slack's own id. */
    key: text().primaryKey(),
    at: at('at').notNull(),
  },
  (t) => [index('claimed_request_at').on(t.at)],
);

/** Where a subscriber differs from what everyone of a topic gets. */
export const noticeSubscription = pgTable(
  'notice_subscription',
  {
    /** A group's ref, a Slack user id, or the id of a channel. */
    subscriber: text().notNull(),
    topic: text().notNull(),
    /** What it is about: an entity's uid, or the subscriber itself for all of the topic. */
    target: text().notNull(),
    /** `core/notice.ts` Schedule; null: the topic's own. */
    schedule: jsonb(),
    mutedAt: at('muted_at'),
    /** Slack user id. */
    mutedBy: text('muted_by'),
    /** Of what somebody follows, `notices/follow/follows.ts`: its ref then, who said so, and when. */
    ref: text(),
    madeBy: text('made_by'),
    madeAt: at('made_at'),
  },
  (t) => [primaryKey({ columns: [t.subscriber, t.topic, t.target] })],
);

/** Each notice, before and after it is sent: `notices/delivery-rows.ts`. */
export const noticeDelivery = pgTable(
  'notice_delivery',
  {
    key: text().primaryKey(),
    topic: text().notNull(),
    subscriber: text().notNull(),
    address: text().notNull(),
    /** planned | sending | sent | unsure | failed. */
    state: text().notNull(),
    /** `[{id, facts?}]`. */
    items: jsonb().notNull(),
    /** Ids of items that are settled. */
    settled: jsonb().notNull(),
    outcome: text(),
    /** Something in it is not settled yet. */
    open: boolean().notNull().default(true),
    plannedAt: at('planned_at').notNull(),
    dueAt: at('due_at').notNull(),
    attempts: integer().notNull().default(0),
    sendingAt: at('sending_at'),
    sentAt: at('sent_at'),
    /** Where it was posted, or was about to be. */
    channel: text(),
    ts: text(),
    errorCode: text('error_code'),
    /** The later notice that told of this one, of which nobody knows whether it arrived. */
    toldIn: text('told_in'),
    /** Raised when it should look different; `shown` is the one that Slack has. */
    revision: integer().notNull().default(0),
    shown: integer().notNull().default(0),
  },
  (t) => [index('notice_delivery_due').on(t.state, t.dueAt), index('notice_delivery_subscriber').on(t.topic, t.subscriber)],
);

/** Up to which number of the feed a topic has told all that there was to tell. */
export const noticePosition = pgTable('notice_position', { topic: text().primaryKey(), seq: bigint({ mode: 'number' }).notNull() });

/** Problems that a source had by then are not news. */
export const noticeBaseline = pgTable('notice_baseline', {
  source: text().primaryKey(),
  configHash: text('config_hash').notNull(),
  at: at('at').notNull(),
});
