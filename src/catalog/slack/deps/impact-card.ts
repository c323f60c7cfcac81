import type { CatalogConfig } from '#core/catalog-config.ts';
import type { Section } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Block, Message } from '#core/reply.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { type Impact, impactOf, type TeamImpact } from '../../dependencies/impact.ts';
import { contactsOf } from '../../ownership/contacts.ts';
import { countOwners } from '../../ownership/count-owners.ts';
import { mostImportantOf } from '../../ownership/owned.ts';
import { shareButton } from '../buttons/card-actions.ts';
import { channelName } from '../contact-lines.ts';
import { alikeLine } from '../entity-card.ts';
import { message } from '../message.ts';
import { nameOfRef, plainName, strongName } from '../name.ts';
import { pictureButton } from '../picture.action.ts';
import { count } from '../words.ts';
import type { NeedsCard } from './deps-card.ts';
import { listValue } from './list-value.ts';
import { capped } from './needs-lines.ts';
import { type OwnerBriefs, ownerBriefs } from './owner-briefs.ts';
import { sourcesLine } from './sources-line.ts';

const mostTeams = 8;
const mostNamed = 2;

type ImpactCard = Omit<NeedsCard, 'asked'> & { config: Pick<CatalogConfig, 'owners'>; sections: readonly Section[] };

/** What breaks if a thing is down, and whom to tell: most affected first. */
export function impactCard(card: ImpactCard, log: Log): Message | Promise<Message> {
  const { view, entry, now, sections } = card;
  const impact = impactOf(view, entry.ref);
  const owners = impact.teams.slice(0, mostTeams).flatMap(({ owner }) => view.get(owner) ?? []);
  const briefs = ownerBriefs(sections, { owners, view, now }, log);
  return briefs instanceof Promise ? briefs.then((known) => layOut(card, impact, known)) : layOut(card, impact, briefs);
}

function layOut(card: ImpactCard, impact: Impact, briefs: OwnerBriefs): Message {
  const { view, entry, now, before, outcome, alike = [] } = card;
  const answer = sentence(strongName(view, entry), impact);
  const teams = impact.teams.slice(0, mostTeams);
  const lines = teams.map((team) => teamLine(card, team, briefs));
  const blocks: Block[] = [
    section(join([before, answer, alikeLine(alike)], '\n')),
    ...(lines.length > 0 ? [section(join([...lines, restLine(impact, teams)], '\n'))] : []),
    ...(impact.total > 0 ? [section(spreadLines(view, impact))] : []),
    ...(briefs.missing.length > 0 ? [context(join(briefs.missing))] : []),
    context(sourcesLine(view, { entry, sources: impact.sources, now })),
    ...(outcome ? [context(outcome)] : []),
    ...(impact.total > 0 ? [actions(...buttons(card))] : []),
  ];
  return message(join([before, answer], ' '), blocks);
}

function sentence(name: Mrkdwn, { total, production, teams, components }: Impact): Mrkdwn {
  if (total === 0) return md`If ${name} is down, nothing else in the catalog is: nothing depends on it.`;
  const parts = [
    count(total, components ? 'component' : 'thing'),
    `${production} in production`,
    countOwners(teams.map(({ owner }) => owner)),
  ];
  return md`If ${name} is down: ${escape(parts.join(', '))}.`;
}

/** `*Team Web* · #team-web · on call Ana · 6 (4 in production): checkout-bff, cart-api and 4 more` */
function teamLine({ view, config }: ImpactCard, { owner, entries, production }: TeamImpact, { words }: OwnerBriefs): Mrkdwn {
  const channel = contactsOf(view, owner, config).channel;
  const shown = mostImportantOf(entries, mostNamed).map(plainName);
  const names =
    entries.length > shown.length ? md`${join(shown, ', ')} and ${escape(`${entries.length - shown.length} more`)}` : join(shown, ', ');
  const missing = !view.get(owner) && escape('not in the catalog');
  const some = productionWords(entries.length, production);
  return md`• ${join([md`*${nameOfRef(view, owner)}*`, missing, channel ? channelName(channel.value) : escape('no channel known'), ...(words.get(owner) ?? []), escape(some)])}: ${names}`;
}

function productionWords(all: number, production: number): string {
  if (production === all) return `${all} in production`;
  return production > 0 ? `${all} (${production} in production)` : String(all);
}

function restLine({ teams, unowned }: Impact, shown: readonly TeamImpact[]): Mrkdwn | undefined {
  const rest = teams.slice(shown.length);
  const things = rest.reduce((sum, { entries }) => sum + entries.length, 0);
  const more =
    rest.length > 0 &&
    escape(
      `${countOwners(
        rest.map(({ owner }) => owner),
        'more ',
      )} with ${things}`,
    );
  const alone = unowned.length > 0 && escape(`${unowned.length} of no known owner`);
  const line = join([more, alone], ', and ');
  return line === '' ? undefined : md`… ${line}`;
}

function spreadLines(view: DirectoryView, { distances, lifecycles, dangling }: Impact): Mrkdwn {
  const near = distances.slice(0, 5).map((n, i) => (i === 0 ? `${n} directly` : `${n} at ${i + 1}`));
  const far = distances.slice(5).reduce((sum, n) => sum + n, 0);
  const cycles = lifecycles.map(({ lifecycle, total }) => md`${escape(lifecycle ?? 'not said', 30)} ${escape(String(total))}`);
  return join(
    [
      md`By distance: ${escape([...near, ...(far > 0 ? [`${far} further`] : [])].join(', '))}`,
      md`By lifecycle: ${capped(cycles)}`,
      dangling.length > 0 && md`Not in the catalog: ${capped(dangling.map((ref) => nameOfRef(view, ref)))}`,
    ],
    '\n',
  );
}

function buttons({ entry, share }: { entry: Entry } & Pick<ImpactCard, 'share'>) {
  const list = listValue({ way: 'up', depth: 'all', page: 0, ref: entry.ref });
  return [
    button({ id: 'catalog.deps-list', label: 'Full List', value: list }),
    button({ id: 'catalog.deps-file', label: 'CSV File', value: list }),
    pictureButton(entry.ref, 'impact'),
    ...(share ? [shareButton(entry, share, 'impact')] : []),
  ];
}
