import type { DirectoryView, Entry } from '#core/directory.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { kindOf, text } from '../../ownership/owner.ts';
import { placeLine } from '../facts-lines.ts';

const longestDescription = 600;
const mostTags = 12;
const mostLabels = 6;
const mostFields = 8;

/** What its file says of it in words, what it is part of, its tags and labels. */
export function aboutLines(view: DirectoryView, entry: Entry): Mrkdwn {
  const { description, tags, labels } = entry.entity.metadata;
  const words = text(description);
  return join([words && escape(words, longestDescription), placeLine(view, entry), tagsLine(tags), labelsLine(labels)], '\n');
}

function tagsLine(tags: unknown): Mrkdwn | undefined {
  const known = Array.isArray(tags) ? tags.flatMap((tag) => text(tag) ?? []) : [];
  return known.length === 0 ? undefined : md`Tags ${codes(known, mostTags)}`;
}

function labelsLine(labels: Record<string, unknown> = {}): Mrkdwn | undefined {
  const known = Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? `${key}=${value}` : []));
  return known.length === 0 ? undefined : md`Labels ${codes(known, mostLabels)}`;
}

/** Short foreign words with an honest end. */
export function codes(words: readonly string[], most: number): Mrkdwn {
  const more = words.length > most && escape(`and ${words.length - most} more`);
  return join([...words.slice(0, most).map((word) => code(word.slice(0, 80))), more], ' ');
}

/** Kinds whose fields are told in other lines. */
const known = ['component', 'api', 'resource', 'system', 'domain', 'user', 'group', 'template', 'location'];
const told = ['type', 'lifecycle', 'owner', 'system', 'domain', 'definition'];

/** The plain fields of a kind that we know nothing about. */
export function fieldLines(entry: Entry): Mrkdwn | undefined {
  if (known.includes(kindOf(entry))) return undefined;
  const fields = Object.entries(entry.entity.spec ?? {}).flatMap(([key, value]) => {
    const words = told.includes(key) ? [] : [value].flat().flatMap(plainValue);
    return words.length === 0 ? [] : [md`${escape(key, 60)}: ${escape(words.slice(0, 8).join(', '), 200)}`];
  });
  const more = fields.length > mostFields && escape(`${fields.length - mostFields} more fields in its file`);
  return join([...fields.slice(0, mostFields), more], '\n');
}

function plainValue(value: unknown): string[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
