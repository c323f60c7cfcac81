import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Message } from '#core/reply.ts';
import { actions, context, section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { directDependencies } from '../ownership/direct-dependencies.ts';
import type { DependencyType, DirectDependencies, Neighbour } from '../ownership/direct-dependencies.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { evidenceLine } from './evidence-line.ts';
import { sortOf } from './facts-lines.ts';
import { message } from './message.ts';
import { nameOfRef, strongName } from './name.ts';
import { pictureButton } from './picture.action.ts';
import { count } from './words.ts';

const mostLines = 8;

const titles: Record<DependencyType, string> = {
  dependsOn: 'Depends on',
  dependencyOf: 'Depended on by',
  consumesApi: 'Consumes',
  apiConsumedBy: 'Consumed by',
  providesApi: 'Provides',
  apiProvidedBy: 'Provided by',
  hasPart: 'Consists of',
};

/** What an entity directly needs and what directly needs it, each with its owner. */
export function dependenciesCard(view: DirectoryView, entry: Entry, now: Date): Message {
  const found = directDependencies(view, entry);
  const answer = firstSentence(strongName(view, entry), found);
  const groups = found.groups.map(({ type, neighbours }) => section(group(view, type, neighbours)));
  const buttons = found.groups.length > 0 ? [actions(pictureButton(entry.ref))] : [];
  return message(answer, [section(answer), ...groups, context(evidenceLine(evidenceOf(view, entry, now), now)), ...buttons]);
}

function firstSentence(name: Mrkdwn, { needs, neededBy, owners, groups }: DirectDependencies): Mrkdwn {
  if (groups.length === 0) return md`${name} depends on nothing, and nothing depends on it.`;
  const things = `directly depends on ${needs === 0 ? 'nothing' : count(needs, 'thing')}`;
  const others = `${neededBy === 0 ? 'nothing' : count(neededBy, 'thing')} directly ${neededBy === 1 || neededBy === 0 ? 'depends' : 'depend'} on it`;
  return md`${name} ${escape(things)}, and ${escape(others)}; ${escape(count(owners, 'owner'))} around it.`;
}

function group(view: DirectoryView, type: DependencyType, neighbours: readonly Neighbour[]): Mrkdwn {
  const shown = neighbours.slice(0, mostLines).map((neighbour) => line(view, neighbour));
  const more = neighbours.length > shown.length && escape(`${shown.length} of ${neighbours.length} are shown.`);
  return join([md`*${escape(titles[type])}* (${escape(String(neighbours.length))})`, ...shown, more], '\n');
}

function line(view: DirectoryView, neighbour: Neighbour): Mrkdwn {
  if (neighbour.state === 'dangling') return md`• ${escape(neighbour.name, 80)} · not in the catalog`;
  const { owner, entry, name } = neighbour;
  return md`• ${join([escape(name, 80), sortOf(entry), 'ref' in owner ? nameOfRef(view, owner.ref) : escape('no owner known')])}`;
}
