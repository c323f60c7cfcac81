import { setTimeout as sleep } from 'node:timers/promises';

/** Slack got the message and found fault with it. */
export class MessageRefused extends Error {}

const attemptMs = 3000;
const pauseMs = 500;

/**
 * Posts to a response URL, once more when Slack was unreachable, busy or broken; throws when that fails too, or when
 * Slack says that the URL is used up (5 messages) or too old (30 minutes), or refuses the message (MessageRefused).
 */
export async function postToResponseUrl(fetchFn: typeof fetch, url: string, message: Record<string, unknown>): Promise<void> {
  const first = await attempt(fetchFn, url, message);
  if (first.outcome === 'sent') return;
  if (first.outcome === 'refused') throw first.error;
  await sleep(first.waitMs);
  const second = await attempt(fetchFn, url, message);
  if (second.outcome !== 'sent') throw second.error;
}

type Attempt = { outcome: 'sent' } | { outcome: 'refused'; error: Error } | { outcome: 'failed'; error: Error; waitMs: number };

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
    if (response.ok) return { outcome: 'sent' };
    const words = `The response URL answered ${response.status}: ${said}`;
    if (/^(used|expired)_url/.test(said)) return { outcome: 'refused', error: new Error(words) };
    if (response.status !== 429 && response.status < 500) return { outcome: 'refused', error: new MessageRefused(words) };
    const error = new Error(words);
    const seconds = Number(response.headers.get('retry-after') ?? 0);
    return { outcome: 'failed', error, waitMs: Math.min(Math.max(seconds * 1000, pauseMs), 30_000) };
  } catch (cause) {
    // The URL lets anybody post there, so it is in no message.
    return { outcome: 'failed', error: new Error('The response URL could not be reached.', { cause }), waitMs: pauseMs };
  }
}
