import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import { findCycles } from '../../dependencies/find-cycles.ts';
import { shortestPaths } from '../../dependencies/shortest-paths.ts';
import { message } from '../message.ts';
import { plainName } from '../name.ts';
import { count } from '../words.ts';
import { pathLine } from './needs-lines.ts';
import { sourcesLine } from './sources-line.ts';

const mostPaths = 10;

/** How one thing needs another, if it does; the other way round is said where only that is so. */
export function pathCard(view: DirectoryView, ends: { from: Entry; to: Entry }, now: Date): Message {
  const { from, to } = ends;
  if (from.ref === to.ref) return circleCard(view, from, now);
  const graph = view.needs();
  const { paths, more } = shortestPaths(graph, { from: from.ref, to: to.ref }, mostPaths);
  const names = { from: md`*${plainName(from)}*`, to: md`*${plainName(to)}*` };
  const [first] = paths;
  if (!first) {
    const back = shortestPaths(graph, { from: to.ref, to: from.ref }, 1).paths[0];
    const answer = md`${names.from} does not need ${names.to}, ${back ? md`but is needed by it` : md`and is not needed by it`}.`;
    return message(answer, [section(answer), ...(back ? [section(pathLine(view, back))] : [])]);
  }
  const steps = escape(count(first.length - 1, 'step'));
  const answer = first.length === 2 ? md`${names.from} needs ${names.to} directly.` : md`${names.from} needs ${names.to}, over ${steps}.`;
  const lines = paths.toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1)).map((path) => pathLine(view, path));
  const ways = more
    ? `The first ${paths.length} of the shortest ways that were found; there are more.`
    : paths.length === 1
      ? 'There is no other way as short.'
      : `All ${paths.length} ways that are as short.`;
  const sources = paths.flat().flatMap((ref) => view.get(ref)?.source ?? []);
  // A section holds three thousand characters, and a way may have a dozen long names.
  const blocks = lines.map((line) => section(line));
  return message(answer, [
    section(answer),
    ...blocks.slice(0, mostPaths),
    context(join([escape(ways), sourcesLine(view, { entry: from, sources, now })])),
  ]);
}

/** Somebody names the same thing twice: then a way from it leads back to it. */
function circleCard(view: DirectoryView, entry: Entry, now: Date): Message {
  const cycles = findCycles(view.needs(), entry.ref);
  const sources = cycles.flat().flatMap((ref) => view.get(ref)?.source ?? []);
  const answer = cycles.length === 0 ? md`*${plainName(entry)}* does not need itself.` : md`*${plainName(entry)}* needs itself.`;
  const lines = cycles.slice(0, mostPaths).map((cycle) => section(pathLine(view, cycle)));
  const ways = cycles.length > lines.length && escape(`${lines.length} of ${cycles.length} cycles are shown.`);
  return message(answer, [section(answer), ...lines, context(join([ways, sourcesLine(view, { entry, sources, now })]))]);
}
