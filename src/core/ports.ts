import type { Ref } from './ref.ts';
import type { Block, Message } from './reply.ts';
import type { Viewer } from './viewer.ts';

/** Messages that are not the answer to a request. */
export interface Outbox {
  /** Posts to a channel or, given a user id, to that person. Throws UserError when Slack refuses for good. */
  post(target: PostTarget, message: Message): Promise<Posted>;
  /**
   * Shows a file where `post` would post a message. Like `post` it asks nobody who reads there. Throws UserError when Slack
   * refuses; nothing was shown then, unless it says that Slack did not confirm.
   */
  upload(target: PostTarget, file: OutFile): Promise<Uploaded>;
  /** Puts another message in the place of one of ours. Throws UserError `message-gone` when it cannot be changed any more. */
  update(at: Posted, message: Message): Promise<void>;
  /** Puts blocks below links in somebody's message, by their URL as it is in there. Rejects when Slack refuses. */
  unfurl(at: Posted, unfurls: Readonly<Record<string, Block[]>>): Promise<void>;
  /** Looks in a channel for the message that was posted with this key. Rejects when Slack does not say. */
  findByKey(channel: string, key: string, since: Date): Promise<FoundPost>;
  /** The id of a channel that the app is in; undefined when it is in none of that name. */
  channelNamed(name: string): Promise<string | undefined>;
  /** Whether another organisation can read the channel; `unknown` when Slack could not be asked. */
  audience(channel: string): Promise<'workspace' | 'shared' | 'unknown'>;
}

export interface PostTarget {
  channel: string;
  thread?: string;
  /** Goes with the message, unseen, so that `findByKey` can tell whether it arrived. */
  key?: string;
}

export interface Posted {
  channel: string;
  ts: string;
}

export interface OutFile {
  /** With the ending by which it is known what it is: `payments-api.png`. */
  name: string;
  /** Plain text. */
  title: string;
  /** Text is sent as UTF-8. Not empty. */
  bytes: Uint8Array | string;
  /** What a picture says, for those who do not see it; at most 1000 characters. */
  altText?: string;
  /** Mrkdwn above it, made by the kit; no links, because Slack would look what is behind them. */
  comment?: string;
}

/** Slack does not say in which message a file is shown. */
export interface Uploaded {
  /** Of a person: their direct messages with the app. */
  channel: string;
  /** Slack's id. */
  file: string;
}

/** `cannot-look`: the app may not read that channel. */
export type FoundPost = { outcome: 'found'; ts: string } | { outcome: 'absent' } | { outcome: 'cannot-look' };

/** Slack people and groups, as known without asking Slack. */
export interface People {
  /** The User entity's Slack person, by email. */
  userIdOf(email: string): string | undefined;
  emailOf(userId: string): string | undefined;
  userGroupIdOf(handle: string): string | undefined;
  /** As Slack shows the person. */
  nameOf?(userId: string): string | undefined;
}

/** Which requests somebody deals with already, over all processes: Slack delivers some of them more than once. */
export interface Claims {
  /** True for the first who asks. Rejects when the database does not say. */
  claim(key: string): Promise<boolean>;
  /** Nothing came of it: the next who asks is the first again. */
  release(key: string): Promise<void>;
}

/** Bookkeeping after an answer; never on its way. */
export interface Ledger {
  /** A lookup that found nothing: the term, at most 100 characters, and no person. */
  miss(term: string): Promise<void>;
  audit(entry: { viewer: Viewer; action: string; subject: Ref; detail: Record<string, unknown> }): Promise<void>;
}
