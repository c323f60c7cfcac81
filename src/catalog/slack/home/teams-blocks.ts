import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { context, divider, header, section } from '#slack/blocks.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { ownedBy } from '../../ownership/owned.ts';
import { displayName, ownerOf } from '../../ownership/owner.ts';
import { ownTeamsOf } from '../examples.ts';
import { sortOf, wholeOf } from '../facts-lines.ts';
import { ownsSentence } from '../headline.ts';
import { kindsLine } from '../kinds-line.ts';
import { nameOfRef, plainName } from '../name.ts';
import { entityRow } from './entity-row.ts';
import { whyNoTeams } from './why-no-teams.ts';

const mostTeams = 5;
/** Over all teams; but of each that owns something at least `fewestThings`. */
const mostThings = 12;
const fewestThings = 3;
const mostNames = 10;

/** The person's own teams with what they own, production first, a card a button away; or why there are none. */
export function teamsBlocks(ctx: SlackCtx): Block[] {
  const { viewer, directory } = ctx;
  const view = directory.for(viewer);
  const teams = ownTeamsOf(view, viewer).sort((a, b) => displayName(a).localeCompare(displayName(b)));
  const start = [divider(), header('My teams')];
  if (teams.length === 0) return [...start, ...whyNoTeams(ctx)];
  const shown = teams.slice(0, mostTeams);
  const most = Math.max(fewestThings, Math.floor(mostThings / shown.length));
  const parts = shown.flatMap((team, i) => [...(i > 0 ? [divider()] : []), ...teamBlocks(view, team, most)]);
  return [...start, ...parts, ...others(teams.slice(mostTeams), teams.length)];
}

function teamBlocks(view: DirectoryView, team: Entry, most: number): Block[] {
  const owned = ownedBy(view, team);
  const { total, kinds } = owned;
  const shown = owned.first(most);
  const teach = md`To change that, write ${code(`spec.owner: ${writtenName(team)}`)} in the file that describes what it owns.`;
  const rest = `${shown.length} of ${total} are shown, production first; Find Owner finds the others.`;
  return [
    entityRow(team, join([ownsSentence(view, team, owned), total > 0 ? kindsLine(kinds) : teach], '\n')),
    ...shown.map((entry) => entityRow(entry, thing(view, { entry, team }))),
    ...(shown.length < total ? [context(escape(rest))] : []),
  ];
}

/** `payments-api · Service in production · System checkout`, with its owner where that is a team below. */
function thing(view: DirectoryView, { entry, team }: { entry: Entry; team: Entry }): Mrkdwn {
  const owner = ownerOf(view, entry);
  const below = 'ref' in owner && owner.ref !== team.ref && nameOfRef(view, owner.ref);
  const system = wholeOf(view, entry.ref, 'system');
  return join([md`*${plainName(entry)}*`, below, sortOf(entry), system && md`System ${nameOfRef(view, system)}`]);
}

/** As it is written from the default namespace. */
function writtenName({ entity }: Entry): string {
  const { name, namespace } = entity.metadata;
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

function others(left: readonly Entry[], total: number): Block[] {
  if (left.length === 0) return [];
  const named = left.slice(0, mostNames).map(plainName);
  const more = left.length > named.length && escape(`${left.length - named.length} more`);
  return [section(md`${escape(`${mostTeams} of your ${total} teams are shown.`)} The others: ${join([...named, more], ', ')}.`)];
}
