import type { SlackApi } from './slack-api.ts';
import { type Attempt, attemptMs, untilTaken } from './until-taken.ts';

/** Slack got the message and found fault with it. */
export class MessageRefused extends Error {}

/**
 * Posts to a response URL, again while Slack is unreachable, busy or broken; throws when that lasts, or when Slack says
 * that the URL is used up (5 messages) or too old (30 minutes), or refuses the message (MessageRefused).
 */
export async function postToResponseUrl(api: SlackApi, url: string, message: Record<string, unknown>): Promise<void> {
  await untilTaken(() => attempt(api.fetch, url, message), api.pausesMs);
}

async function attempt(fetchFn: typeof fetch, url: string, message: Record<string, unknown>): Promise<Attempt> {
  try {
    const response = await fetchFn(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(attemptMs),
    });
    const said = (await response.text()).slice(0, 200);
    if (response.ok) return { outcome: 'taken' };
    const words = `The response URL answered ${response.status}: ${said}`;
    if (/^(used|expired)_url/.test(said)) return { outcome: 'refused', error: new Error(words) };
    if (response.status !== 429 && response.status < 500) return { outcome: 'refused', error: new MessageRefused(words) };
    return { outcome: 'failed', error: new Error(words), waitMs: Number(response.headers.get('retry-after') ?? 0) * 1000 || 0 };
  } catch (cause) {
    // The URL lets anybody post there, so it is in no message.
    return { outcome: 'failed', error: new Error('The response URL could not be reached.', { cause }), waitMs: 0 };
  }
}
