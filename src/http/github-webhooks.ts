import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { type GitHubEvent, readGitHubEvent } from './read-github-event.ts';

export interface GitHubWebhooks {
  /** Answers `POST /github/webhooks`; false when the request is for somebody else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface WebhookOptions {
  /** Shared with GitHub; without one there is no such endpoint. */
  secret: string | undefined;
  /** Asks for the look that an event calls for; rejects when that cannot be kept. */
  take: (event: GitHubEvent) => Promise<void>;
  clock: Clock;
  log: Log;
  bounds?: { bytes: number; together: number };
}

/** GitHub sends at most 25 MB (https://docs.github.com/webhooks/webhook-events-and-payloads). */
const usual = { bytes: 25 * 1024 * 1024, together: 4 };

/**
 * Takes GitHub's webhooks. The signature is worked out while the body comes in, of which few are held at a time. What an
 * event says is not believed, only that something is to be looked at; so nothing is lost that the next look at the whole
 * would not find, and GitHub is told when an event could not be kept.
 */
export function createGitHubWebhooks({ secret, take, clock, log, bounds = usual }: WebhookOptions): GitHubWebhooks {
  const noteRefusal = refusalNotes(clock, log);
  const readings = new Set<Reading>();
  let underWay = 0;

  async function serve(request: IncomingMessage, key: string): Promise<Outcome> {
    const theirs = /^sha256=([0-9a-f]{64})$/.exec(String(request.headers['x-hub-signature-256'] ?? ''))?.[1];
    if (theirs === undefined) return { status: 401, said: 'This needs the signature header of a webhook with a secret.' };
    const body = await readSigned(request, { key, bytes: bounds.bytes, readings });
    if (body === 'too-large') return { status: 413, said: `At most ${bounds.bytes} bytes are taken.` };
    if (body === 'too-slow') return { status: 408, said: 'The body came too slowly while others waited.' };
    if (body === 'gone') return { status: 400, said: 'The body ended early.' };
    if (!timingSafeEqual(body.digest, Buffer.from(theirs, 'hex')))
      return { status: 401, said: 'The signature does not fit GITHUB_WEBHOOK_SECRET.' };
    const event = readGitHubEvent(String(request.headers['x-github-event'] ?? ''), payloadOf(request, body.text));
    if (event.about === 'unreadable') return { status: 400, said: 'The body is not the payload of that event.' };
    if (event.about !== 'nothing') await take(event);
    return { status: 202, said: event.about === 'nothing' ? 'There is nothing to do for this event.' : 'It will be looked at.' };
  }

  return {
    answer(request, response) {
      if (secret === undefined || request.method !== 'POST' || request.url?.split('?')[0] !== '/github/webhooks') return false;
      const delivery = String(request.headers['x-github-delivery'] ?? '').slice(0, 64);
      const end = ({ status, said }: Outcome) => {
        if (status !== 202) noteRefusal({ status, delivery, said });
        if (response.destroyed) return;
        // What was not read would be taken for the next request.
        const close = request.complete ? {} : { connection: 'close' };
        response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...close }).end(`${said}\n`);
      };
      if (underWay >= bounds.together && !dropSlow(readings))
        end({ status: 503, said: 'Too many webhooks at a time; redeliver this one.' });
      else {
        underWay += 1;
        void serve(request, secret)
          .catch((error: unknown) => {
            log.error({ err: error, delivery }, 'github.webhook');
            return { status: 503, said: 'It could not be kept; redeliver it, or wait for the next look at everything.' };
          })
          .then(end)
          .finally(() => (underWay -= 1));
      }
      return true;
    },
  };
}

interface Outcome {
  status: number;
  said: string;
}

/** Anybody can send what is refused, and must not be able to fill the disk with our log: one line of a kind in this time. */
const quietMs = 10_000;

function refusalNotes(clock: Clock, log: Log): (refusal: Outcome & { delivery: string }) => void {
  const kinds = new Map<string, { soFar: number; quietUntil: number }>();
  return (refusal) => {
    const kind = kinds.get(refusal.said) ?? { soFar: 0, quietUntil: 0 };
    kinds.set(refusal.said, kind);
    kind.soFar += 1;
    const now = clock.now().getTime();
    if (now < kind.quietUntil) return;
    kind.quietUntil = now + quietMs;
    log.warn({ ...refusal, soFar: kind.soFar }, 'github.webhook-refused');
  };
}

/** A body that is coming in. */
interface Reading {
  startedAt: number;
  size: number;
  drop(): void;
}

/** What GitHub sends comes faster than this, in bytes a millisecond, once it has begun. */
const slow = { afterMs: 500, rate: 20 };

/** Whoever opens requests and does not go on with them must not keep GitHub out: the slowest of them makes room. */
function dropSlow(readings: ReadonlySet<Reading>): boolean {
  const now = performance.now();
  const rate = ({ startedAt, size }: Reading) => size / (now - startedAt);
  const [slowest] = [...readings].filter(({ startedAt }) => now - startedAt > slow.afterMs).toSorted((a, b) => rate(a) - rate(b));
  if (!slowest || rate(slowest) > slow.rate) return false;
  slowest.drop();
  return true;
}

type Signed = { digest: Buffer; text: string } | 'too-large' | 'too-slow' | 'gone';

function readSigned(
  request: IncomingMessage,
  { key, bytes, readings }: { key: string; bytes: number; readings: Set<Reading> },
): Promise<Signed> {
  if (Number(request.headers['content-length'] ?? 0) > bytes) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const hmac = createHmac('sha256', key);
    const chunks: Buffer[] = [];
    const reading: Reading = { startedAt: performance.now(), size: 0, drop: () => end('too-slow') };
    const end = (outcome: Signed) => {
      readings.delete(reading);
      request.off('data', take).off('end', whole).off('error', gone).off('close', gone);
      if (!request.complete) request.pause().on('error', () => undefined);
      resolve(outcome);
    };
    const take = (chunk: Buffer) => {
      reading.size += chunk.length;
      if (reading.size > bytes) return end('too-large');
      hmac.update(chunk);
      chunks.push(chunk);
    };
    const whole = () => end({ digest: hmac.digest(), text: Buffer.concat(chunks).toString() });
    const gone = () => end('gone');
    readings.add(reading);
    request.on('data', take).on('end', whole).on('error', gone).on('close', gone);
  });
}

/** GitHub sends JSON, or, where the webhook says so, a form with the JSON in it. */
function payloadOf(request: IncomingMessage, text: string): unknown {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch {
    return undefined;
  }
}
