import type { Message, Reply } from '#core/reply.ts';
import type { SlackCtx } from './slack-ctx.ts';

/**
 * What all definitions share. `answer` returns a value, the kit sends it: in Slack's own response when it is there
 * within 2 s. No try/catch in there: a `UserError` becomes its sentence, anything else a short id and a log entry.
 */
export interface Answerable<I> {
  /** `slice.verb`; also the action id or callback id in Slack. */
  id: string;
  /** Changes something: refused to people of whom Slack could not tell who they are. */
  writes?: true;
  answer(ctx: SlackCtx, input: I): Reply | Promise<Reply>;
  /**
   * Pure. What is said after 2 s when the answer is not there; the answer takes its place. Of commands, buttons with a
   * message, and direct messages; never where others read.
   */
  meanwhile?(input: I): Message | undefined;
  /** Bookkeeping, run after the reply is out; whatever it throws is only logged. */
  after?(ctx: SlackCtx, input: I, reply: Reply): Promise<void>;
}
