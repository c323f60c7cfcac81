import { escape, join } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { Owned } from '../ownership/owned.ts';
import { count, kindWord } from './words.ts';

/** `4 components (3 in production) · 2 APIs`; empty when nothing is owned. */
export function kindsLine(kinds: Owned['kinds']): Mrkdwn {
  return join(
    kinds.map(({ kind, total, production }) =>
      escape(`${count(total, kindWord(kind), kindWord(kind, 2))}${production > 0 ? ` (${production} in production)` : ''}`),
    ),
  );
}
