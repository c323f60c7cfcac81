/** When a subscriber is told. A weekly notice has one day. */
export type Schedule =
  | { kind: 'at-once' }
  /** All that came until the oldest of it is `settleMs` old, and at most one notice in `everyMs`. */
  | { kind: 'folded'; settleMs: number; everyMs: number }
  /** `time` is `HH:MM` in `timeZone` (IANA); `days` from 1, Monday, to 7, Sunday. */
  | { kind: 'at'; time: string; days: readonly number[]; timeZone: string };

/** Somebody who is told of one topic. */
export interface Subscription {
  /** A group's ref, a Slack user id, or the id of a channel. */
  subscriber: string;
  topic: string;
  schedule: Schedule;
  muted: boolean;
  /** Where notices go: a channel's id or `#name`, or a user id. */
  address: string;
}

/** One thing that a subscriber is to be told, once. */
export interface Change {
  /** Stays the same as long as it is the same thing. */
  id: string;
  subscriber: string;
  at: Date;
  /** For the topic's own rendering; plain data. */
  facts: unknown;
}

/** A part of a notice. Only as many carry their facts as the message shows. */
export interface NoticeItem {
  id: string;
  facts?: unknown;
}

/** A message that the product sends by itself, as far as its looks go. */
export interface Notice {
  key: string;
  topic: string;
  subscriber: string;
  items: readonly NoticeItem[];
  /** Ids of what has been settled since, such as problems that were fixed. */
  settled: ReadonlySet<string>;
  /** How the whole thing ended, in our own words; then it needs no buttons. */
  outcome?: string;
  /** The subscriber wants no more of these. */
  muted: boolean;
  /** When notices were sent of which nobody knows whether they arrived. */
  missing: readonly Date[];
}
