import type { Message, Reply } from '#core/reply.ts';
import type { SlackCtx } from './slack-ctx.ts';

/** Who reads an answer: the asker alone, or all who are in the channel. */
export type Readers = 'asker' | 'others';

/** Something that can be asked in words: after `/catalog`, in a mention, in a direct message. */
export interface RequestDefinition<I = unknown> {
  /** `slice.verb`. */
  id: string;
  /**
   * Ways to say it, in lower case, with `…` where the thing stands that is asked about; without one it stands at the
   * end. The first is the one that is taught, and a single word.
   */
  phrases: readonly [string, ...string[]];
  /** For the menu, in Title Case. */
  label: string;
  /** One line: what it does. */
  summary: string;
  /** What may follow, e.g. `<name or link>`. */
  usage: string;
  /** The request that tells of this one in menu and help, where not everything has room. */
  besides?: string;
  /** A command of its own that does the same, as it is called before anybody renames it. */
  command?: `/${string}`;
  /** The action that opens a form for it, or answers at once; pressed without a value. */
  form?: string;
  /** It has an entry of its own in the menu; all others share one. */
  often?: true;
  /** Things that this person may well ask about, at most so many. */
  examples(ctx: SlackCtx, most: number): string[];
  /** Pure. What was asked about, trimmed; empty when nothing was named. */
  parse(text: string): I;
  /** Reply with `message`. With `others` reading it is made of what everyone may see, or ephemeral. */
  answer(ctx: SlackCtx, input: I, readers: Readers): Reply | Promise<Reply>;
  /** Pure. What is said while a long answer is on its way, see `Answerable`. */
  meanwhile?(input: I): Message | undefined;
  /** Bookkeeping, run after the reply is out; `said` is what was shown, and to whom. */
  after?(ctx: SlackCtx, input: I, said: Reply): Promise<void>;
}

/** A request that slices contribute to the one grammar of commands, mentions and direct messages. */
export function defineRequest<I>(definition: RequestDefinition<I>): RequestDefinition<I> {
  return definition;
}
