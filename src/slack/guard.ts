import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { type BodyBounds, readBody } from './read-body.ts';
import type { ReplayStore } from './replay-store.ts';
import { verifySignature } from './verify-signature.ts';

export interface GuardOptions {
  signingSecret: string;
  /** Where Slack posts to; all else is 404. */
  path: string;
  bounds: BodyBounds;
  replays: ReplayStore;
  /** Nothing more can be taken on: 503, and Slack delivers an event again later. */
  isFull(): boolean;
  clock: Clock;
  log: Log;
  /** Gets the request with its whole body in `rawBody`, which is where Bolt looks first. */
  pass: RequestListener;
}

/** At most one line for each reason in this time. */
const quietMs = 10_000;

/** Requests that were turned away, by reason. */
export type Refusals = Record<'forged' | 'stale' | 'future' | 'replayed' | 'too-large' | 'too-slow' | 'full', number>;

export const noRefusals: Refusals = { forged: 0, stale: 0, future: 0, replayed: 0, 'too-large': 0, 'too-slow': 0, full: 0 };

export interface Guard {
  listener: RequestListener;
  readonly refused: Refusals;
}

/**
 * Lets in what Slack sent, just now, once. Bolt refuses forged and stale requests but neither early nor repeated ones,
 * and it has no clock on slow bodies, so all is decided here and Bolt's own check is off.
 */
export function createGuard(options: GuardOptions): Guard {
  const refused = { ...noRefusals };
  const quietUntil = new Map<keyof Refusals, number>();

  function refuse(response: ServerResponse, status: number, reason: keyof Refusals): void {
    refused[reason] += 1;
    answerEmpty(response, status);
    // Anybody can send such requests; they must not be able to fill the disk with our log.
    const nowMs = options.clock.now().getTime();
    if (nowMs < (quietUntil.get(reason) ?? 0)) return;
    quietUntil.set(reason, nowMs + quietMs);
    options.log.warn({ reason, soFar: refused[reason] }, 'slack.refused');
  }

  async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readBody(request, options.bounds);
    if (read.outcome === 'gone') return;
    if (read.outcome !== 'read') return refuse(response, read.outcome === 'too-large' ? 413 : 408, read.outcome);
    if (isSslCheck(request, read.body)) return answerEmpty(response, 200);
    const nowMs = options.clock.now().getTime();
    const verdict = verifySignature(options.signingSecret, { ...signatureHeaders(request), body: read.body }, nowMs);
    if (verdict.outcome !== 'genuine') return refuse(response, 401, verdict.outcome);
    if (options.isFull()) return refuse(response, 503, 'full');
    // No await between the verdict and the claim: of two equal requests at once, one is second.
    if (!options.replays.claim(verdict.signature, nowMs)) return refuse(response, 401, 'replayed');
    if (!holdsObject(request, read.body)) return answerEmpty(response, 400);
    options.pass(Object.assign(request, { rawBody: read.body }), response);
  }

  return {
    refused,
    listener: (request, response) => {
      if (request.method !== 'POST' || request.url?.split('?')[0] !== options.path) return answerEmpty(response, 404);
      admit(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, 'slack.guard-failed');
        if (!response.headersSent) answerEmpty(response, 500);
      });
    },
  };
}

function signatureHeaders(request: IncomingMessage): { timestamp: string; signature: string } {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
  return { timestamp: String(timestamp ?? ''), signature: String(signature ?? '') };
}

/** Slack tests the certificate with an unsigned form; it gets its 200 and nothing in it is looked at. */
function isSslCheck(request: IncomingMessage, body: Buffer): boolean {
  if (request.headers['x-slack-signature'] !== undefined || body.length > 2000) return false;
  return new URLSearchParams(body.toString()).get('ssl_check') === '1';
}

/** Bolt reads properties of whatever JSON it finds; of `null` it would be a rejection that nobody catches. */
function holdsObject(request: IncomingMessage, body: Buffer): boolean {
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  if (!isForm) return body.toString('latin1', 0, 1) === '{';
  // Read as Bolt reads it: the field's own name can be written in many ways.
  const { payload } = parseForm(body.toString());
  return payload === undefined || (typeof payload === 'string' && payload.startsWith('{'));
}

/** A connection with an unread body is closed: what is left of it would be taken for the next request. */
function answerEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 413 || status === 408 ? { connection: 'close' } : {}).end();
}
