import type { Ref } from './ref.ts';
import type { Message } from './reply.ts';
import type { Viewer } from './viewer.ts';

/** Messages that are not the answer to a request. */
export interface Outbox {
  /** Posts to a channel or, given a user id, to that person. Throws UserError when Slack refuses for good. */
  post(target: { channel: string; thread?: string }, message: Message): Promise<{ channel: string; ts: string }>;
  /** Whether another organisation can read the channel; `unknown` when Slack could not be asked. */
  audience(channel: string): Promise<'workspace' | 'shared' | 'unknown'>;
}

/** Slack people and groups, as known without asking Slack. */
export interface People {
  /** The User entity's Slack person, by email. */
  userIdOf(email: string): string | undefined;
  emailOf(userId: string): string | undefined;
  userGroupIdOf(handle: string): string | undefined;
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
