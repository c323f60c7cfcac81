import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block, Message } from '#core/reply.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { listNeeds, type NeedsList } from '../../dependencies/list-needs.ts';
import { message } from '../message.ts';
import { strongName } from '../name.ts';
import { count } from '../words.ts';
import { type ListAsked, listValue } from './list-value.ts';
import { thingLine } from './needs-lines.ts';

const perPage = 20;

/** All of what is around a thing, a page at a time, by distance. */
export function listCard(view: DirectoryView, entry: Entry, asked: ListAsked): Message {
  const { total, page, listed } = readPage(view, entry, asked);
  const pages = pagesOf(total);
  const name = strongName(view, entry);
  const things = escape(count(total, 'thing'));
  const answer = asked.way === 'up' ? md`${things} ${total === 1 ? md`needs` : md`need`} ${name}.` : md`${name} needs ${things}.`;
  const groups = [...Map.groupBy(listed, ({ distance }) => distance)].map(([distance, needs]) =>
    join(
      [md`*${distance === 1 ? md`Directly` : escape(`At distance ${distance}`)}*`, ...needs.map((need) => thingLine(view, need.entry))],
      '\n',
    ),
  );
  const turn = (label: string, to: number, n: number) =>
    button({ id: `catalog.deps-page#${n}`, label, value: listValue({ ...asked, page: to }) });
  const buttons = [
    ...(page > 0 ? [turn('Previous', page - 1, 1)] : []),
    ...(page < pages - 1 ? [turn('Next', page + 1, 2)] : []),
    ...(total > 0 ? [button({ id: 'catalog.deps-file', label: 'CSV File', value: listValue({ ...asked, page: 0 }) })] : []),
  ];
  return message(answer, [
    section(answer),
    ...inSections(groups),
    context(escape(`Page ${page + 1} of ${pages}`)),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ]);
}

/** A page that is not there any more is the last one. */
function readPage(view: DirectoryView, entry: Entry, asked: ListAsked): NeedsList & { page: number } {
  const { page } = asked;
  const found = listNeeds(view, entry.ref, { ...asked, window: { from: page * perPage, to: (page + 1) * perPage } });
  const last = pagesOf(found.total) - 1;
  return page > last ? readPage(view, entry, { ...asked, page: last }) : { ...found, page };
}

const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / perPage));

/** What is deep has a distance for each thing: with the other blocks a message keeps to twelve. */
function inSections(groups: readonly Mrkdwn[]): Block[] {
  const each = Math.max(1, Math.ceil(groups.length / mostSections));
  return Array.from({ length: Math.ceil(groups.length / each) }, (_, n) => section(join(groups.slice(n * each, (n + 1) * each), '\n\n')));
}

const mostSections = 9;
