import { checkBlocks } from './check-blocks.ts';
import { type Json, list, object, text } from './json.ts';
import { type Method, no } from './method.ts';
import { blocksWithIds } from './with-ids.ts';

const mostBlocks = 50;

/** Cards below the links of a message (https://docs.slack.dev/reference/methods/chat.unfurl); once more takes the place of the first. */
export const unfurl: Method = ({ workspace }, args) => {
  const channel = workspace.channels.get(text(args['channel']));
  if (!channel) return no('cannot_find_channel');
  const post = workspace.find(channel.id, text(args['ts']));
  if (!post || post.onlyFor !== undefined) return no('cannot_find_message');
  const cards = Object.entries(object(args['unfurls']));
  if (cards.length === 0) return no('missing_unfurls');
  if (cards.some(([url]) => !linksIn(post.text).includes(url))) return no('cannot_unfurl_url');
  const faults = cards.flatMap(([, card]) => checkBlocks(object(card)['blocks'], mostBlocks));
  if (faults.length > 0) return no('invalid_unfurls_format', faults);
  const shown = cards.map(([url, card]): [string, Json[]] => [url, blocksWithIds(list(object(card)['blocks']))]);
  Object.assign(post, { unfurls: new Map([...(post.unfurls ?? []), ...shown]) });
  workspace.changed();
  return { ok: true };
};

/** The addresses in a message, as they were typed. */
export function linksIn(written: string): string[] {
  return [...written.matchAll(/<(https?:\/\/[^>|]+)(?:\|[^>]*)?>/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'));
}
