import type { DirectoryView } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import type { Viewer } from '#core/viewer.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { Chart } from '../../picture/picture.ts';
import { parseSearch } from '../../search/parse-search.ts';
import { searchEntities } from '../../search/search-entities.ts';
import { type Counts, countThings, type Share } from '../../stats/count-things.ts';
import { kindsLine } from '../kinds-line.ts';
import { message } from '../message.ts';
import { capital, count, kindWord } from '../words.ts';

const mostLifecycles = 6;
const barLength = 12;

/** How well the things that fit are described, as this audience may see them; the same words as a search. */
export function countsFor(view: DirectoryView, viewer: Viewer, text: string): Counts {
  const hits = searchEntities(view, viewer, parseSearch(text));
  return countThings(view, hits.near ? [] : hits.all());
}

/** Owned, described and documented as bars of text, with how much there is of each kind and lifecycle. */
export function statsCard(counts: Counts, text: string): Message {
  const { total, kinds, lifecycles, dangling, ownerless } = counts;
  const of = text === '' ? md`in the catalog` : md`for ${code(text)}`;
  if (counts.owned.of === 0) {
    const only = md`${bold(count(total, 'thing'))} ${of}, of a kind that has no owner.`;
    return message(only, [section(join([only, kindsLine(kinds)], '\n'))]);
  }
  const answer = md`${bold(count(total, 'thing'))} ${of}: ${escape(percent(counts.owned))} owned, ${escape(percent(counts.described))} described, ${escape(percent(counts.documented))} documented.`;
  const bars = join(
    barsOf(counts).map(({ label, ...share }) => barLine(label, share)),
    '\n',
  );
  const shown = lifecycles.slice(0, mostLifecycles).map(({ name, total: n }) => `${name} ${n}`);
  const more = lifecycles.length > shown.length ? [`${lifecycles.length - shown.length} more`] : [];
  const missing = join([
    dangling > 0 && escape(`${count(dangling, 'owner')} not in the catalog`),
    ownerless > 0 && escape(`${count(ownerless, 'thing')} without an owner`),
  ]);
  return message(answer, [
    section(join([answer, kindsLine(kinds)], '\n')),
    section(bars),
    section(
      join(
        [
          lifecycles.length > 0 && md`Lifecycles: ${escape([...shown, ...more].join(', '), 600)}`,
          missing || md`Every owner that is named is in the catalog.`,
        ],
        '\n',
      ),
    ),
    context(
      md`Counted of what ${escape(text === '' ? 'can be seen here' : 'fits and can be seen here')}; owned and described of what can have an owner, documented of components, APIs, systems and resources.`,
    ),
    actions(button({ id: 'catalog.stats-chart', label: 'Chart', value: text || allOfIt })),
  ]);
}

/** A button needs a value. */
export const allOfIt = '*';

/** The same as a picture. */
export function statsChart(counts: Counts, text: string): Chart {
  const { total, owned } = counts;
  return {
    title: text === '' ? 'The catalog' : `Catalog: ${text}`,
    takeaway: `${count(total, 'thing')}, ${percent(owned)} of what can have an owner has one`,
    bars: barsOf(counts),
  };
}

function barsOf({ owned, described, documented, ownedByKind }: Counts): (Share & { label: string })[] {
  const kinds = ownedByKind.slice(0, 5).map(({ kind, ...share }) => ({ label: `${capital(kindWord(kind, 2))} with an owner`, ...share }));
  const all = [
    { label: 'With an owner', ...owned },
    { label: 'Described', ...described },
    { label: 'Documented', ...documented },
    ...kinds,
  ];
  return all.filter(({ of }) => of > 0);
}

function barLine(label: string, share: Share): Mrkdwn {
  // What there is of something is never drawn as nothing, and what lacks something never as all.
  const exact = (share.value / share.of) * barLength;
  const full = share.value === share.of ? barLength : share.value === 0 ? 0 : Math.min(barLength - 1, Math.max(1, Math.round(exact)));
  return md`${escape('█'.repeat(full) + '░'.repeat(barLength - full))} ${escape(label, 80)}: ${escape(`${share.value} of ${share.of} (${percent(share)})`)}`;
}

/** Never 100 % of what lacks something, never 0 % of what is there. */
function percent({ value, of }: Share): string {
  if (of === 0) return 'none';
  const rounded = Math.round((value / of) * 100);
  if (value > 0 && rounded === 0) return 'under 1 %';
  return value < of && rounded === 100 ? 'over 99 %' : `${rounded} %`;
}
