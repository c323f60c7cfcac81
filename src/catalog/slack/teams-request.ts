import { reply } from '#core/reply.ts';
import type { Message } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest } from '#slack/define-request.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { ownedBy } from '../ownership/owned.ts';
import { displayName } from '../ownership/owner.ts';
import { ownTeamsOf } from './examples.ts';
import { ownsSentence } from './headline.ts';
import { entityRow } from './home/entity-row.ts';
import { freshnessLine } from './home/freshness-line.ts';
import { whyNoTeams } from './home/why-no-teams.ts';
import { kindsLine } from './kinds-line.ts';
import { message } from './message.ts';
import { count } from './words.ts';

const mostTeams = 9;

/** `/catalog teams`: the asker's own teams, and what they own. Nobody else's concern, so only the asker reads it. */
export const teamsRequest = () =>
  defineRequest<undefined>({
    id: 'catalog.teams',
    phrases: ['teams', 'my teams', 'mine', 'my team', 'my things', 'what do i own', 'what do we own', 'which teams am i in'],
    label: 'My Teams',
    summary: 'Your teams and what they own',
    usage: '',
    form: 'catalog.teams',
    often: true,
    examples: () => [],
    parse: () => undefined,
    answer: (ctx) => reply.ephemeral(teamsCard(ctx)),
  });

/** The same from the menu. */
export const teams = () =>
  defineAction<undefined>({ id: 'catalog.teams', parse: () => undefined, answer: (ctx) => reply.ephemeral(teamsCard(ctx)) });

function teamsCard(ctx: SlackCtx): Message {
  const view = ctx.directory.for(ctx.viewer);
  const own = ownTeamsOf(view, ctx.viewer).sort((a, b) => displayName(a).localeCompare(displayName(b)));
  if (own.length === 0) return message(md`I know of no team of yours.`, whyNoTeams(ctx));
  const shown = own.slice(0, mostTeams);
  const answer = md`You are in ${escape(count(own.length, 'team'))}.`;
  const rows = shown.map((team) => {
    const owned = ownedBy(view, team);
    return entityRow(team, join([ownsSentence(view, team, owned), kindsLine(owned.kinds)], '\n'), 'catalog.show-owner');
  });
  const more = own.length > shown.length && escape(`${shown.length} of ${own.length} are shown`);
  return message(answer, [section(answer), ...rows, context(join([more, freshnessLine(ctx)]))]);
}
