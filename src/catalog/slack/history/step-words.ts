import type { DirectoryView } from '#core/directory.ts';
import { code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { Step } from '../../history/read-history.ts';

const longest = 120;

/** What changed, in words: `owner: team-a → team-b`. */
export function stepWords(view: DirectoryView, step: Step): Mrkdwn[] {
  const { op, field, before, after } = step;
  switch (op) {
    case 'added':
      return [join([md`added to the catalog`, placeOf(view, after)], ' in ')];
    case 'removed':
      return [removedWords(step)];
    case 'renamed':
      return [md`renamed: ${value(before)} → ${value(after)}`];
    case 'moved':
      return [join([join([md`moved`, placeOf(view, before)], ' from '), placeOf(view, after)], ' to ')];
    case 'disputed':
      return [disputedWords(view, after)];
    default:
      return changedWords(field ?? 'something', before, after);
  }
}

function removedWords({ field, after }: Step): Mrkdwn {
  if (field !== 'commit') return md`removed`;
  const { commit, author } = mapOf(after);
  const who = typeof author === 'string' ? md` by ${escape(author, 60)}` : md``;
  return md`it was ${code(String(commit).slice(0, 7))}${who} that removed it`;
}

function disputedWords(view: DirectoryView, after: unknown): Mrkdwn {
  const places = (Array.isArray(after) ? after : []).flatMap((place) => placeOf(view, place) ?? []);
  if (places.length === 0) return md`claimed by no other place that can be seen here`;
  const more = places.length > 3 && escape(`${places.length - 3} more`);
  return md`claimed elsewhere as well: ${join([...places.slice(0, 3), more], ', ')}`;
}

/** Things that the catalog itself notes about an entity, and then fields of its file. */
function changedWords(field: string, before: unknown, after: unknown): Mrkdwn[] {
  if (field === 'broken')
    return [after === null ? md`its file can be read again` : md`its file got an error; the last good version stayed`];
  if (field === 'held')
    return [after === null ? md`its file has it again` : md`its file has it no more; the removal waited to be confirmed`];
  if (field === 'described elsewhere') return [md`another file says something else about it`];
  if (field === 'annotations' || field === 'labels') return keyedWords(before, after);
  if (before === null && after === null) return [md`${escape(field, 80)} changed`];
  return [md`${escape(field, 80)}: ${value(before)} → ${value(after)}`];
}

function keyedWords(before: unknown, after: unknown): Mrkdwn[] {
  const [was, is] = [mapOf(before), mapOf(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.map((key) => md`${escape(key, 80)}: ${value(was[key] ?? null)} → ${value(is[key] ?? null)}`);
}

function value(told: unknown): Mrkdwn {
  if (told === null || told === undefined) return md`none`;
  if (Array.isArray(told) && told.every((one) => typeof one !== 'object')) return escape(told.join(', ') || 'none', longest);
  return escape(typeof told === 'object' ? JSON.stringify(told) : String(told as string), longest);
}

/** Nothing of a source that this audience may not see. */
function placeOf(view: DirectoryView, place: unknown): Mrkdwn | undefined {
  const { source, path } = mapOf(place);
  if (typeof source !== 'string' || typeof path !== 'string' || view.source(source) === undefined) return undefined;
  return escape(path, 100);
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
