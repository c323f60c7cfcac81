import type { Entry } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section, sectionWithButton } from '#slack/blocks.ts';
import { bold, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { MissCluster } from '../../misses/cluster-misses.ts';
import { message } from '../message.ts';
import { plainName } from '../name.ts';

const onPage = 8;
const mostAlike = 4;

export interface MissesAsked {
  page: number;
  days: number;
  canAdd: boolean;
  /** What may be meant, as whoever asks may see it. */
  nearestTo: (term: string) => Entry | undefined;
}

/** What was looked for in vain, with what may have been meant, and a way to have it found next time. */
export function missesCard(clusters: readonly MissCluster[], about: MissesAsked): Message {
  const { days, canAdd, nearestTo } = about;
  if (clusters.length === 0) {
    const answer = md`Nothing that people looked for in the last ${escape(String(days))} days is missing.`;
    return message(answer, [section(answer)]);
  }
  const pages = Math.ceil(clusters.length / onPage);
  const page = Math.min(about.page, pages - 1);
  const shown = clusters.slice(page * onPage, (page + 1) * onPage);
  const answer = md`Looked for in vain in the last ${escape(String(days))} days: ${escape(count(clusters.length, 'thing'))}.`;
  return message(answer, [
    section(answer),
    ...shown.map((cluster) => {
      const value = cluster.term;
      const said = line(cluster, nearestTo(value));
      return canAdd ? sectionWithButton(said, button({ id: 'catalog.add-alias', label: 'Add Alias', value })) : section(said);
    }),
    ...(pages > 1 ? [turning(page, pages)] : []),
    context(md`Only terms and counts are kept, and not who asked. An alias makes a term find what was meant.`),
  ]);
}

function line({ term, alike, count: times, last }: MissCluster, nearest: Entry | undefined): Mrkdwn {
  const others = alike.slice(0, mostAlike).map((one) => escape(one, 60));
  const more = alike.length > others.length && escape(`${alike.length - others.length} more`);
  return join(
    [
      md`${bold(term)} · ${escape(asked(times, last))}`,
      alike.length > 0 && md`Also: ${join([...others, more], ', ')}`,
      nearest ? md`Nearest: ${plainName(nearest)}` : md`Nothing resembles it`,
    ],
    '\n',
  );
}

/** `asked once, on 3 November`; `last` is a day, as in `2026-11-03`, and at most 90 days ago: its year says nothing. */
function asked(times: number, last: string): string {
  const day = dayFormat.format(new Date(last));
  return times === 1 ? `asked once, on ${day}` : `asked ${times} times, last on ${day}`;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function turning(page: number, pages: number) {
  const turn = (label: string, to: number) => button({ id: `catalog.misses#${to}`, label, value: String(to) });
  return actions(...(page > 0 ? [turn('Previous', page - 1)] : []), ...(page < pages - 1 ? [turn('Next', page + 1)] : []));
}
