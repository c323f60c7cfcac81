import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block, Message } from '#core/reply.ts';
import type { Viewer } from '#core/viewer.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { plainText } from '#slack/plain-text.ts';
import { ownerOf } from '../../ownership/owner.ts';
import { explainNothing, type Strange } from '../../search/explain-nothing.ts';
import { filterKeys, parseSearch, type Search } from '../../search/parse-search.ts';
import { type Hits, searchEntities } from '../../search/search-entities.ts';
import { sortOf } from '../facts-lines.ts';
import { entityRow } from '../home/entity-row.ts';
import { kindsLine } from '../kinds-line.ts';
import { message } from '../message.ts';
import { nameOfRef, plainName } from '../name.ts';
import { count } from '../words.ts';
import { pageValue, type SearchPage } from './search-page.ts';

const onePage = 8;
/** Nobody reads further; whoever would says more of what they look for. */
const mostShown = 200;

/** One page of what was found, with how much there is of each kind; or why there is nothing. */
export function searchCard(view: DirectoryView, viewer: Viewer, { text, offset }: SearchPage): Message {
  const search = parseSearch(text);
  if (search.unknown.length > 0) return unknownCard(search);
  const hits = searchEntities(view, viewer, search);
  if (hits.total === 0) return nothingCard(text, explainNothing(view, [...search.filters, ...search.either.flat()], hits.unnamed));
  const answer = answerOf(hits, text);
  const from = offset < Math.min(hits.total, mostShown) ? offset : 0;
  const shown = hits.first(from + onePage).slice(from);
  const to = from + shown.length;
  const range = hits.total > shown.length && escape(`${from + 1}–${to} of ${hits.total}`);
  const end = to >= mostShown && hits.total > to && md`say more of what you look for to see others`;
  return message(answer, [
    section(join([answer, kindsLine(hits.kinds)], '\n')),
    ...shown.map((entry) => entityRow(entry, line(view, entry), 'catalog.show')),
    ...(range ? [context(join([range, end]))] : []),
    ...turns({ text, offset: from }, Math.min(hits.total, mostShown)),
  ]);
}

function answerOf({ total, near }: Hits, text: string): Mrkdwn {
  const typed = plainText(text).trim();
  if (typed === '') return md`${bold(count(total, 'thing'))} ${escape(total === 1 ? 'is' : 'are')} in the catalog. Say what you look for.`;
  if (near)
    return md`Nothing is written like ${code(typed)}; ${bold(count(total, 'thing'))} ${escape(total === 1 ? 'comes' : 'come')} near.`;
  return md`${bold(count(total, 'thing'))} ${escape(total === 1 ? 'fits' : 'fit')} ${code(typed)}.`;
}

/** `payments-api · Service in production · Team Payments`. */
function line(view: DirectoryView, entry: Entry): Mrkdwn {
  const owner = ownerOf(view, entry);
  const { description } = entry.entity.metadata;
  const facts = join([md`*${plainName(entry)}*`, sortOf(entry), 'ref' in owner && nameOfRef(view, owner.ref)]);
  return join([facts, typeof description === 'string' && escape(description, 140)], '\n');
}

function turns({ text, offset }: SearchPage, total: number): Block[] {
  const turn = (label: 'Previous' | 'Next', to: number) =>
    button({ id: `catalog.search-page#${label.toLowerCase()}`, label, value: pageValue({ text, offset: to }) });
  const buttons = [
    ...(offset > 0 ? [turn('Previous', Math.max(0, offset - onePage))] : []),
    ...(offset + onePage < total ? [turn('Next', offset + onePage)] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function unknownCard({ unknown }: Search): Message {
  const [first = ''] = unknown;
  const answer = md`There is no filter ${code(first)}.`;
  const known = join([...filterKeys].map(code), ' ');
  return message(answer, [
    section(answer),
    context(md`There are ${known}, and any field as in ${code('spec.type=service')}; ${code('kind:component,api')} is either.`),
  ]);
}

function nothingCard(text: string, strange: readonly Strange[]): Message {
  const answer = md`Nothing in the catalog fits ${code(plainText(text).trim())}.`;
  const reasons = strange.slice(0, 5).map(reasonOf);
  const help = md`Fewer words find more. Filters are ${join([...filterKeys].map(code), ' ')}; ${code('-tag:old')} leaves out.`;
  return message(answer, [section(join([answer, ...reasons], '\n')), context(help)]);
}

function reasonOf({ key, value, near, known }: Strange): Mrkdwn {
  const meant = near.length > 0 ? md` Did you mean ${join(near.map(bold), ' or ')}?` : md``;
  const there = known.length > 0 ? md` There are ${escape(known.join(', '), 300)}.` : md``;
  return md`No ${escape(key, 80)} is called ${bold(value.slice(0, 80))}.${meant}${near.length > 0 ? md`` : there}`;
}
