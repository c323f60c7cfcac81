import type { Block } from '#core/reply.ts';
import { context } from '#slack/blocks.ts';
import { dateToken, join, md } from '#slack/mrkdwn.ts';

/** Says of earlier notices that nobody knows whether they arrived: silence about it would be a loss. */
export function missingBlocks(missing: readonly Date[]): Block[] {
  if (missing.length === 0) return [];
  const times = missing.slice(0, 3).map((at) => dateToken(at, `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`));
  const what = missing.length === 1 ? md`A notice of` : md`Notices of`;
  return [context(md`${what} ${join(times, ', ')} may be missing here: Slack did not confirm it, and I may not look.`)];
}
