import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Way } from '#core/needs-graph.ts';
import type { Block, Message } from '#core/reply.ts';
import { actions, button, context, section, sectionWithButton } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { type Around, aroundOf } from '../../dependencies/around.ts';
import { closureOf } from '../../dependencies/closure.ts';
import { countOwners } from '../../ownership/count-owners.ts';
import { mostImportantOf } from '../../ownership/owned.ts';
import { kindOf } from '../../ownership/owner.ts';
import { type Share, shareButton } from '../buttons/card-actions.ts';
import { alikeLine } from '../entity-card.ts';
import { message } from '../message.ts';
import { plainName, strongName } from '../name.ts';
import { pictureButton } from '../picture.action.ts';
import { listValue } from './list-value.ts';
import { apiLines, capped, faultLines, thingLine } from './needs-lines.ts';
import { type NeedsAsked, needsLed } from './needs-led.ts';
import { sourcesLine } from './sources-line.ts';

export interface NeedsCard {
  view: DirectoryView;
  entry: Entry;
  now: Date;
  asked: NeedsAsked;
  before?: Mrkdwn | undefined;
  /** What else it could have meant, of the same owner. */
  alike?: readonly Entry[] | undefined;
  outcome?: Mrkdwn | undefined;
  share: Share;
}

const mostLines = 6;
const mostDistances = 6;

const titles: Record<Way, string> = { down: 'Depends on', up: 'Depended on by' };

/** What a thing needs and what needs it, each with its owner, with what is wrong about it. */
export function depsCard(card: NeedsCard): Message {
  const { view, entry, now, asked, before, outcome, alike = [] } = card;
  const around = aroundOf(view, entry);
  const answer = sentence(strongName(view, entry), around);
  const sides = (['down', 'up'] as const).filter((way) => asked.side === 'both' || asked.side === way);
  const apis = apiLines(view, around);
  const faults = faultLines(view, around);
  const blocks: Block[] = [
    section(join([before, answer, alikeLine(alike)], '\n')),
    ...sides.flatMap((way) => sideBlocks(card, way, way === 'down' ? around.needs : around.neededBy)),
    ...(isHolder(entry) ? [section(holderWords)] : []),
    ...(apis ? [section(apis)] : []),
    ...(faults ? [section(faults)] : []),
    context(sourcesLine(view, { entry, sources: [...around.needs, ...around.neededBy].map(({ source }) => source), now })),
    ...(outcome ? [context(outcome)] : []),
    ...buttonsRow(card, around),
  ];
  return message(join([before, answer], ' '), blocks);
}

function sentence(name: Mrkdwn, { needs, neededBy, owners, dangling }: Around): Mrkdwn {
  const none = needs.length === 0 && neededBy.length === 0;
  if (none) return md`${name} depends on nothing${dangling.length > 0 ? md` that is in the catalog` : md``}, and nothing depends on it.`;
  const down = needs.length === 0 ? 'nothing' : String(needs.length);
  const up = neededBy.length === 0 ? 'nothing depends' : `${neededBy.length} ${neededBy.length === 1 ? 'depends' : 'depend'}`;
  return md`${name} depends on ${escape(down)}, and ${escape(up)} on it · ${escape(countOwners(owners))}`;
}

/** The nearest, one a line; those further away, as far as that was asked for, a line for each distance. */
function sideBlocks({ view, entry, asked }: NeedsCard, way: Way, near: readonly Entry[]): Block[] {
  if (near.length === 0) return [];
  const shown = mostImportantOf(near, mostLines);
  const rest = near.length > shown.length && md`… ${escape(String(near.length - shown.length))} more`;
  const further = asked.depth === 1 ? [] : furtherLines(view, { entry, way, depth: asked.depth });
  const text = join(
    [md`*${escape(titles[way])}* (${escape(String(near.length))})`, ...shown.map((one) => thingLine(view, one)), rest, ...further],
    '\n',
  );
  if (!rest && further.length === 0) return [section(text)];
  const value = listValue({ way, depth: asked.depth, page: 0, ref: entry.ref });
  return [
    sectionWithButton(text, button({ id: 'catalog.deps-list', label: 'Expand', value, accessibilityLabel: `Expand: ${titles[way]}` })),
  ];
}

function furtherLines(view: DirectoryView, { entry, way, depth }: { entry: Entry; way: Way; depth: number }): Mrkdwn[] {
  const { levels, more } = closureOf(view.needs(), entry.ref, { way, depth });
  const known = levels.map((level) => level.flatMap((ref) => view.get(ref) ?? []));
  const lines = known
    .slice(1, mostDistances)
    .map((entries, i) => md`At distance ${escape(String(i + 2))} (${escape(String(entries.length))}): ${firstNames(entries)}`);
  const beyond = known.slice(mostDistances).reduce((sum, entries) => sum + entries.length, 0);
  return [
    ...lines,
    ...(beyond > 0 ? [escape(`${beyond} at greater distances`)] : []),
    ...(more ? [escape('There is more beyond that depth.')] : []),
  ];
}

function firstNames(entries: readonly Entry[]): Mrkdwn {
  const shown = mostImportantOf(entries, mostLines).map(plainName);
  return entries.length > shown.length ? md`${join(shown, ', ')} and ${escape(`${entries.length - shown.length} more`)}` : capped(shown);
}

/** Kinds that hold others together, or stand for people: nothing is written of what they need. */
function isHolder(entry: Entry): boolean {
  return ['system', 'domain', 'group', 'user', 'location'].includes(kindOf(entry));
}

const holderWords = md`Dependencies are written of components, resources and APIs: ask about what belongs to it.`;

function buttonsRow({ entry, share, asked }: NeedsCard, { neededBy, needs, dangling }: Around): Block[] {
  const elements = [
    ...(neededBy.length > 0 ? [button({ id: 'catalog.impact', label: 'Impact', value: entry.ref })] : []),
    ...(needs.length + neededBy.length + dangling.length > 0 ? [pictureButton(entry.ref)] : []),
    ...(share ? [shareButton(entry, share, needsLed(asked))] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}
