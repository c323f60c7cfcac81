import { createHmac, timingSafeEqual } from 'node:crypto';

export type Verdict = { outcome: 'genuine'; signature: Buffer } | { outcome: 'stale' | 'future' | 'forged' };

/** Slack's own rule for how old a request may be. */
const oldestSeconds = 5 * 60;
/** Clocks differ by seconds, not minutes: what claims to come from later was made to outlive its replay protection. */
const aheadSeconds = 60;

/**
 * Whether Slack sent this body just now: `v0=` and the HMAC-SHA256 of `v0:timestamp:body` under the signing secret
 * (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export function verifySignature(secret: string, request: SignedRequest, nowMs: number): Verdict {
  const seconds = /^\d{1,12}$/.test(request.timestamp) ? Number(request.timestamp) : Number.NaN;
  const age = nowMs / 1000 - seconds;
  if (Number.isNaN(age) || !/^v0=[0-9a-f]{64}$/.test(request.signature)) return { outcome: 'forged' };
  if (age > oldestSeconds) return { outcome: 'stale' };
  if (age < -aheadSeconds) return { outcome: 'future' };
  const ours = createHmac('sha256', secret).update(`v0:${request.timestamp}:`).update(request.body).digest();
  const theirs = Buffer.from(request.signature.slice(3), 'hex');
  return timingSafeEqual(ours, theirs) ? { outcome: 'genuine', signature: ours } : { outcome: 'forged' };
}

export interface SignedRequest {
  timestamp: string;
  signature: string;
  body: Buffer;
}
