import type { CatalogConfig } from '#core/catalog-config.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block, Message } from '#core/reply.ts';
import { button, context, section, sectionWithButton } from '#slack/blocks.ts';
import { bold, code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { kindOf, ownerOf } from '../ownership/owner.ts';
import { writtenChannel } from './contact-lines.ts';
import { type EntityInput, entityValue, type Led } from './entity-value.ts';
import { message } from './message.ts';
import { nameOfRef, plainName } from './name.ts';
import { capital, kindWord } from './words.ts';

const mostChoices = 5;

interface Several {
  typed: string;
  entries: readonly Entry[];
  total: number;
  /** The card that a choice leads to. */
  led?: Led | undefined;
}

/** Several things that may have been meant: at most five, a button each, never a guess. */
export function severalCard(view: DirectoryView, found: Several): Message {
  const shown = found.entries.slice(0, mostChoices);
  const [only] = shown;
  const answer =
    found.total === 1 && only
      ? md`${bold(found.typed)} could be *${plainName(only)}*.`
      : md`${bold(found.typed)} could be one of ${escape(String(found.total))}.`;
  const rest =
    found.total > shown.length && context(escape(`${shown.length} of ${found.total} are shown; say more of the name to see others.`));
  return message(answer, [section(answer), ...shown.map((entry) => choice(view, entry, found)), ...(rest ? [rest] : [])]);
}

/** Nothing of that name: what comes nearest, whom to ask, what can be asked. */
export function noneCard(
  view: DirectoryView,
  found: { typed: string; nearest: readonly Entry[]; led?: Led | undefined },
  fallback: CatalogConfig['fallback'],
): Message {
  const answer = md`Nothing in the catalog is called ${bold(found.typed)}.`;
  const near = found.nearest.slice(0, mostChoices).map((entry) => choice(view, entry, found));
  const blocks: Block[] = [
    section(near.length > 0 ? md`${answer} Nearest:` : answer),
    ...near,
    ...fallbackBlocks(view, fallback),
    context(askable),
  ];
  return message(answer, blocks);
}

interface Menu {
  /** With the words that are always there. */
  command: string;
  teams: readonly Entry[];
  example: string;
  led?: Led | undefined;
}

/** A command without words: what can be asked, and the asker's own teams. */
export function menuCard(view: DirectoryView, menu: Menu): Message {
  const answer = md`Name something, and you see ${menuWords(menu.led)}.`;
  const example = md`For example ${code(`${menu.command} ${menu.example}`)}.`;
  const teams = menu.teams.slice(0, mostChoices).map((entry) => choice(view, entry, menu));
  return message(answer, [
    section(join([answer, example], ' ')),
    context(askable),
    ...(teams.length > 0 ? [section(md`Your teams:`), ...teams] : []),
  ]);
}

function menuWords(led: Led | undefined): Mrkdwn {
  if (led === undefined) return md`who owns it`;
  if (led === 'by-thing') return md`what it is`;
  return led === 'impact' ? md`what breaks with it` : md`what it depends on and what depends on it`;
}

const askable: Mrkdwn = md`You can ask for a name, a link, a repository, a pod name, a pager id, a person, a user group or a channel.`;

/** `name · kind · owner · system`, with its button. */
export function choice(view: DirectoryView, entry: Entry, { thread, led }: Omit<EntityInput, 'ref'> = {}): Block {
  const owner = ownerOf(view, entry);
  const system = view
    .targets(entry.ref, 'partOf')
    .toSorted()
    .find((ref) => ref.startsWith('system:'));
  const line = join([
    md`*${plainName(entry)}*`,
    escape(capital(kindWord(kindOf(entry))), 40),
    owner.state === 'dangling' && md`${nameOfRef(view, owner.ref)} (not in the catalog)`,
    owner.state === 'known' && nameOfRef(view, owner.ref),
    system && md`System ${nameOfRef(view, system)}`,
  ]);
  const value = entityValue({ ref: entry.ref, thread, led });
  const label = `This one: ${entry.entity.metadata.name}`;
  return sectionWithButton(line, button({ id: 'catalog.choose', label: 'This One', value, accessibilityLabel: label }));
}

export function fallbackBlocks(view: DirectoryView, { channel, group }: CatalogConfig['fallback']): Block[] {
  const whom = join([channel !== undefined && writtenChannel(channel), group !== undefined && nameOfRef(view, group)], ' or ');
  return whom === '' ? [] : [section(md`Ask ${whom}.`)];
}
