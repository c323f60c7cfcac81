import type { CatalogConfig } from '#core/catalog-config.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import type { Block } from '#core/reply.ts';
import { context, divider, header, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import { fileUrl } from '../../ownership/evidence.ts';
import { type Care, findCares, mostLooked } from '../../ownership/find-cares.ts';
import { refName } from '../../ownership/owner.ts';
import { nameOfRef, plainName, strongName } from '../name.ts';
import { count } from '../words.ts';
import { entityRow } from './entity-row.ts';

const mostShown = 6;

export interface CareFacts {
  teams: readonly Entry[];
  config: Pick<CatalogConfig, 'owners'>;
}

/** What is wrong or missing in what these teams answer for, gravest first, each with what to do about it. */
export function careBlocks(view: DirectoryView, { teams, config }: CareFacts): Block[] {
  if (teams.length === 0) return [];
  const { cares, capped } = findCares(view, teams, config);
  const start = [divider(), header('Needs care')];
  const part = capped && escape(`the first ${mostLooked} things of your teams were looked at`);
  if (cares.length === 0) {
    const fine = md`Nothing: what your teams own is found in its file, has a description, and all that it names is there.`;
    return [...start, context(join([fine, part]))];
  }
  const bare = cares.filter(({ sort }) => sort === 'undescribed');
  const wrong = cares.filter((care): care is Wrong => care.sort !== 'undescribed');
  const shown = wrong.slice(0, mostShown);
  const rows = shown.map((care) => entityRow(care.entry, join([whatIsWrong(view, care), whatToDo(view, care)], '\n')));
  const rest = shown.length < wrong.length && escape(`${shown.length} of ${wrong.length} are shown, gravest first`);
  const last = join([rest, part]);
  return [...start, ...rows, ...undescribed(view, bare), ...(last === '' ? [] : [context(last)])];
}

/** The mildest of all, and the most: one line, whatever there is of it. */
function undescribed(view: DirectoryView, cares: readonly Care[]): Block[] {
  if (cares.length === 0) return [];
  const shown = cares.slice(0, mostShown).map(({ entry }) => strongName(view, entry));
  const more = cares.length > shown.length && escape(`${cares.length - shown.length} more`);
  const what = escape(cares.length === 1 ? 'One thing has' : `${cares.length} things have`);
  return [section(md`${what} no description. Say what it is for as ${code('metadata.description')}:\n${join([...shown, more], ', ')}`)];
}

type Wrong = Exclude<Care, { sort: 'undescribed' }>;

function whatIsWrong(view: DirectoryView, care: Wrong): Mrkdwn {
  const name = md`*${plainName(care.entry)}*`;
  switch (care.sort) {
    case 'owner-missing':
      return md`${name} says its owner is ${bold(named(view, care.owner))}, which is not in the catalog.`;
    case 'owner-unnamed':
      return md`${name} has no owner, and lies in what your team answers for.`;
    case 'broken':
      return md`${name} has an error in its file, so its last good version is shown: ${escape(care.message, 200)}`;
    case 'held':
      return md`${name} is not in its file any more; it stays until an administrator confirms the removal.`;
    case 'disputed':
      return md`${name} is described in ${escape(count(care.rivals.length + 1, 'place'))}, and only one of them counts.`;
    case 'unreachable':
      return md`${name} cannot be reached: it has no channel, no user group and no email address.`;
    case 'target-missing':
      return md`${name} ${escape(verbs[care.type] ?? 'names')} ${bold(named(view, care.target))}, which is not in the catalog.`;
  }
}

const verbs: Readonly<Record<string, string>> = {
  dependsOn: 'depends on',
  dependencyOf: 'is needed by',
  consumesApi: 'consumes',
  providesApi: 'provides',
  partOf: 'is part of',
};

function whatToDo(view: DirectoryView, care: Wrong): Mrkdwn {
  const { entry } = care;
  const at = (line: number) => place(view, { ...entry, line });
  const ownerAt = at(entry.ownerLine ?? entry.line);
  switch (care.sort) {
    case 'owner-missing':
      return join([meant(view, care.owner), md`Write a team that is there as ${code('spec.owner')}: ${ownerAt}.`], ' ');
    case 'owner-unnamed':
      return md`Write its team as ${code('spec.owner')}: ${ownerAt}.`;
    case 'broken':
      return md`Correct it: ${at(care.line)}.`;
    case 'held':
      return md`If that was a slip, put it back: ${at(entry.line)}.`;
    case 'disputed':
      return md`Keep ${at(entry.line)} or ${otherPlace(view, care)}.`;
    case 'unreachable':
      return md`Write its channel as the annotation ${code('slack.com/channel')}: ${at(entry.line)}.`;
    case 'target-missing':
      return join([meant(view, care.target), md`Correct it, or describe it: ${at(entry.line)}.`], ' ');
  }
}

function meant(view: DirectoryView, missing: Ref): Mrkdwn | undefined {
  const ref = view.nearest(missing);
  return ref === undefined ? undefined : md`Did you mean ${nameOfRef(view, ref)}?`;
}

function named(view: DirectoryView, ref: Ref): string {
  return refName(view, ref).slice(0, 80);
}

function place(view: DirectoryView, { source, path, line }: Pick<Entry, 'source' | 'path' | 'line'>): Mrkdwn {
  const facts = view.source(source);
  const url = facts && fileUrl(facts, path, line);
  return placeLink({ path, line, ...(url && { url }) });
}

function otherPlace(view: DirectoryView, { rivals }: Care & { sort: 'disputed' }): Mrkdwn {
  const [first] = rivals;
  return first ? md`${place(view, first)} (${escape(first.source, 60)})` : escape('the other');
}
