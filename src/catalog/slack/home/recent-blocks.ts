import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { context, divider, header, section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { mostImportantOf, ownedBy } from '../../ownership/owned.ts';
import { since } from '../evidence-line.ts';
import { strongName } from '../name.ts';

const days = 14;
const mostMoments = 5;
const mostNames = 4;

/** What of these teams' things changed lately. What one sync brought is one line, however much it was. */
export function recentBlocks(view: DirectoryView, { teams, now }: { teams: readonly Entry[]; now: Date }): Block[] {
  if (teams.length === 0) return [];
  const start = [divider(), header('Recently changed')];
  const after = now.getTime() - days * 24 * 3600_000;
  const changed = new Set(teams.flatMap((team) => [...ownedBy(view, team).all].filter(({ changedAt }) => changedAt.getTime() > after)));
  if (changed.size === 0) return [...start, context(escape(`Nothing that your teams own changed in the last ${days} days.`))];
  const moments = [...Map.groupBy(changed, ({ changedAt }) => changedAt.getTime())].sort(([a], [b]) => b - a).slice(0, mostMoments);
  return [
    ...start,
    section(
      join(
        moments.map(([at, entries]) => md`${names(view, entries)} · ${since(new Date(at), now)}`),
        '\n',
      ),
    ),
  ];
}

function names(view: DirectoryView, entries: readonly Entry[]): Mrkdwn {
  // A first sync brings thousands at one moment, which need not all be put in order.
  const shown = mostImportantOf(entries, mostNames);
  const more = entries.length > shown.length && escape(`${entries.length - shown.length} more`);
  return join([...shown.map((entry) => strongName(view, entry)), more], ', ');
}
