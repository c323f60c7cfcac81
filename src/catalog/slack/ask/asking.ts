import type { ChannelLinks } from '#catalog/channels/channel-links.ts';
import type { Message } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import type { RequestDefinition } from '#slack/define-request.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { displayName } from '../../ownership/owner.ts';
import { helpCard, menuCard, unknownCard } from './help-cards.ts';
import { parseRequest, type Understood } from './parse-request.ts';

/** What commands, mentions and direct messages share: the requests there are, and how they are called here. */
export interface Asking {
  requests: readonly RequestDefinition[];
  /** `/catalog` as people here type it. */
  command: `/${string}`;
  /** A request's own command → its name here, both with a slash. */
  renamed(command: `/${string}`): string;
  /** What is meant where nothing is said in a channel that is about something. */
  unasked?: { request: RequestDefinition; links: Pick<ChannelLinks, 'of'> } | undefined;
}

export function understand(asking: Asking, ctx: SlackCtx, said: string): Understood {
  return parseRequest(withNames(ctx, said), asking.requests, ctx.self?.userId);
}

/** A mention without words: what the channel is about, where it is about anything. */
export function understandMention(asking: Asking, ctx: SlackCtx, said: string): Understood {
  const understood = understand(asking, ctx, said);
  const { unasked } = asking;
  if (!unasked || understood.kind !== 'menu' || !understood.bare) return understood;
  const isLinked = ctx.place.channel !== undefined && unasked.links.of(ctx.place.channel) !== undefined;
  return isLinked ? { kind: 'request', request: unasked.request, text: '' } : understood;
}

/** Slack writes mere ids into messages, and what nobody has typed must not be read back to people. */
function withNames({ directory }: SlackCtx, said: string): string {
  return said.replaceAll(/<@[UW]\w+>/g, (mention) => {
    const found = directory.for(everyone).findExactly(mention);
    const name = found.outcome === 'one' ? displayName(found.entry).replaceAll(/[<>|&]/g, '') : 'someone';
    return `${mention.slice(0, -1)}|${name}>`;
  });
}

/** What is said while the answer to a request takes long. */
export function meanwhile({ requests }: Asking, said: string): Message | undefined {
  const understood = parseRequest(said, requests);
  return understood.kind === 'request' ? understood.request.meanwhile?.(understood.request.parse(understood.text)) : undefined;
}

/** The answer to what is no request: what can be asked, and how. `prefix` = what stands before the words there. */
export function explain(
  asking: Asking,
  ctx: SlackCtx,
  about: { understood: Exclude<Understood, { kind: 'request' }>; prefix: string },
): Message {
  const { understood, prefix } = about;
  if (understood.kind === 'menu') return menuCard(asking, ctx, prefix);
  return understood.kind === 'help' ? helpCard(asking, ctx, prefix) : unknownCard(asking, ctx, { ...understood, prefix });
}
