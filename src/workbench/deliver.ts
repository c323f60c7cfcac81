import { createHmac } from 'node:crypto';
import { type Json, object } from './json.ts';

/** How the app took a payload. */
export type Delivered = { outcome: 'taken'; body: Json; words: string } | { outcome: 'late' } | { outcome: 'refused'; status: number };

export interface Mailer {
  form(body: string): Promise<Delivered>;
  event(body: string): Promise<Delivered>;
}

export interface MailerOptions {
  signingSecret: string;
  /** Where the app takes requests; undefined while it does not listen yet. */
  url: () => string | undefined;
  now: () => Date;
}

/** Slack's patience. */
const patienceMs = 3000;

/** Posts payloads to the app's own receiver, signed as Slack signs (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function createMailer({ signingSecret, url, now }: MailerOptions): Mailer {
  async function post(body: string, type: string): Promise<Delivered> {
    const target = url();
    if (target === undefined) return { outcome: 'refused', status: 503 };
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      });
      const words = await response.text();
      if (!response.ok) return { outcome: 'refused', status: response.status };
      return { outcome: 'taken', words, body: words.startsWith('{') ? object(JSON.parse(words)) : {} };
    } catch {
      return { outcome: 'late' };
    }
  }
  return { form: (body) => post(body, 'application/x-www-form-urlencoded'), event: (body) => post(body, 'application/json') };
}
