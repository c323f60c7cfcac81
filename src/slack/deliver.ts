import type { Json } from './json.ts';
import type { Pacer } from './pace.ts';
import { retryAfterSeconds, type SlackApi, slackErrorCode } from './slack-api.ts';
import { type Attempt, untilTaken } from './until-taken.ts';

export interface DeliverKit {
  api: SlackApi;
  pacer: Pacer;
}

/** Slack's own troubles, after which it may take the same message. */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited', 'rate_limited']);

/** Posts an answer that has no response URL: in its channel's turn, and again while Slack cannot take it. */
export async function deliver(
  { api, pacer }: DeliverKit,
  method: 'chat.postMessage' | 'chat.postEphemeral',
  args: Json & { channel: string },
): Promise<void> {
  await untilTaken(async () => {
    // What one person sees does not count against the channel.
    if (method === 'chat.postMessage') await pacer.turn(args.channel, Infinity);
    const made = await attempt(api, method, args);
    if (made.outcome === 'failed' && made.waitMs > 0) pacer.hold(args.channel, made.waitMs);
    return made;
  }, api.pausesMs);
}

async function attempt(api: SlackApi, method: string, args: Json): Promise<Attempt> {
  try {
    await api.callOnce(method, args);
    return { outcome: 'taken' };
  } catch (error) {
    const code = slackErrorCode(error);
    if (code !== undefined && !passing.has(code)) return { outcome: 'refused', error };
    return { outcome: 'failed', error, waitMs: (retryAfterSeconds(error) ?? 0) * 1000 };
  }
}
