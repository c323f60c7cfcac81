import type { Contributions } from '#core/contributions.ts';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { reply } from '#core/reply.ts';
import type { UserError } from '#core/user-error.ts';
import type * as blocks from '#slack/blocks.ts';
import type { message } from '#slack/message.ts';
import type * as mrkdwn from '#slack/mrkdwn.ts';
import type { textInput } from '#slack/text-input.ts';

/**
 * The public surface for plugins: types only, so that a plugin needs nothing of the product at run time but what it is
 * given. What is not exported here is nobody's business and may change.
 */
export type { Button, Dialog, Done, HomeSection, Press, Section, SectionFacts, Values } from '#core/contributions.ts';
export type { DirectoryView, Entry } from '#core/directory.ts';
export type { Entity, Relation } from '#core/entity.ts';
export type { Ref } from '#core/ref.ts';
export type { Block, Message, Reply } from '#core/reply.ts';
export type { SlackViewer, Viewer } from '#core/viewer.ts';
export type { Mrkdwn } from '#slack/mrkdwn.ts';

/** What a plugin adds; a member that is absent means that it adds none. */
export interface Plugin extends Partial<Pick<Contributions, 'sections' | 'homeSections' | 'buttons'>> {
  /** Lower case; ids of its parts begin with it and a dot. */
  id: string;
}

/** What a plugin is given: everything that it puts into Slack is written with these, which escape and keep the limits. */
export interface Tools {
  /** Text: `md` escapes what is put into it, `foreign` marks what is not known to be safe. */
  text: Pick<typeof mrkdwn, 'bold' | 'code' | 'dateToken' | 'escape' | 'foreign' | 'join' | 'link' | 'md' | 'userMention'>;
  blocks: Pick<typeof blocks, 'context' | 'divider' | 'section'> & { textInput: typeof textInput };
  /** A message whose fallback text is its answer. */
  message: typeof message;
  reply: typeof reply;
  /** Thrown, it is shown as its sentence and the way out; anything else that is thrown is a bug, and a person sees only its number. */
  UserError: typeof UserError;
  clock: Clock;
  log: Log;
}
