import { UserError } from '#core/user-error.ts';

/** `unknown`: Slack may have taken it, so it is looked for before anything else happens. */
export type Refusal = { outcome: 'unknown' } | { outcome: 'refused'; code: string; again?: Date };

const minute = 60_000;
/** Somebody may invite the app, or Slack may have had a bad hour; after the last the notice is given up. */
const pauses = [10 * minute, 60 * minute, 4 * 60 * minute];

/** Pure. What comes of a notice whose sending failed with `error`, after so many attempts. */
export function whyRefused(error: unknown, attempts: number, now: Date): Refusal {
  const code = error instanceof UserError ? error.code : 'failed';
  if (code === 'slack-unreachable') return { outcome: 'unknown' };
  if (code === 'slack-busy') return { outcome: 'refused', code, again: new Date(now.getTime() + minute) };
  const pause = code === 'shared-channel' || code === 'archived' ? undefined : pauses[attempts];
  return { outcome: 'refused', code, ...(pause !== undefined && { again: new Date(now.getTime() + pause) }) };
}
