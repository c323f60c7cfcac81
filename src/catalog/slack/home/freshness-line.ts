import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { isOverdue } from '../../ownership/evidence.ts';
import { awayWords, since } from '../evidence-line.ts';
import { count } from '../words.ts';

/** `58 entities from 3 sources · oldest read 2 min ago`, of the sources that this person may see. */
export function freshnessLine({ viewer, directory, clock }: Pick<SlackCtx, 'viewer' | 'directory' | 'clock'>): Mrkdwn {
  const now = clock.now();
  const view = directory.for(viewer);
  const sources = directory.sources().filter(({ name }) => view.source(name) !== undefined);
  const entities = sources.reduce((sum, source) => sum + source.entities, 0);
  const size = md`${escape(count(entities, 'entity', 'entities'))} from ${escape(count(sources.length, 'source'))}`;
  const { freshness } = view;
  if (freshness.from !== 'database') return join([size, awayWords({ kind: freshness.from, asOf: freshness.asOf }, now)]);
  const seen = sources.flatMap(({ seenAt }) => seenAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  const unread = sources.length - seen.length;
  const overdue = sources.filter((source) => source.seenAt && isOverdue(source, now)).length;
  const of = (n: number, what: string) => n > 0 && escape(`${n} of ${sources.length} ${what}`);
  return join([
    size,
    seen[0] && md`${escape(seen.length === 1 ? 'read' : 'oldest read')} ${since(seen[0], now)}`,
    of(unread, 'never read'),
    of(overdue, 'not seen when due'),
  ]);
}
