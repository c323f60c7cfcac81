import type { DirectoryView, Entry } from '#core/directory.ts';
import { reply } from '#core/reply.ts';
import type { Message } from '#core/reply.ts';
import type { Viewer } from '#core/viewer.ts';
import { defineCommand } from '#slack/define-command.ts';
import { truncate } from '#slack/limits.ts';
import { bold, md } from '#slack/mrkdwn.ts';
import { plainText } from '#slack/plain-text.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { cardForAsker, faceFor } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { menuCard, noneCard, severalCard } from './choices-cards.ts';
import { ownedBy } from '../ownership/owned.ts';
import { displayName } from '../ownership/owner.ts';
import { removedCard } from './removed-card.ts';

interface Asked {
  /** For the finder, which reads Slack's own notation of people, channels and links. */
  text: string;
  /** The same as the person saw it when typing. */
  typed: string;
}

const longestTerm = 100;

/** `/whoowns <anything>`: the owner of what was meant, or a way to say it better. */
export const whoowns = (slack: CatalogSlack) =>
  defineCommand<Asked>({
    id: 'catalog.whoowns',
    command: '/whoowns',
    summary: 'Who owns something, how to reach them, and why that is the answer',
    usage: '<name, link, repository, pod, pager id, @person or #channel>',
    parse: (text) => ({ text: text.trim(), typed: truncate(plainText(text).trim() || text.trim(), longestTerm) }),
    answer(ctx, asked) {
      const message = answerTo(slack, ctx, asked);
      return message instanceof Promise ? message.then(reply.ephemeral) : reply.ephemeral(message);
    },
    after: (ctx, asked) => countMiss(ctx, asked),
  });

function answerTo(slack: CatalogSlack, ctx: SlackCtx, asked: Asked): Message | Promise<Message> {
  const view = ctx.directory.for(ctx.viewer);
  const { typed } = asked;
  const found = view.find(asked.text);
  switch (found.outcome) {
    case 'one':
      return cardForAsker(slack, ctx, { entry: found.entry, alike: found.alike });
    case 'assumed': {
      const before = md`No ${bold(found.typed)}; showing ${bold(found.name)}, one letter away.`;
      return cardForAsker(slack, ctx, { entry: found.entry, before });
    }
    case 'several':
      return severalCard(view, { typed, entries: found.entries, total: found.total });
    case 'removed':
      return removedCard(view, found.tombstone, { now: ctx.clock.now(), face: faceFor(slack, ctx, 'asker') });
    case 'none':
      return noneCard(view, { typed, nearest: found.nearest }, slack.config.fallback);
    case 'nothing-asked':
      return menu(view, ctx.viewer, slack.command);
  }
}

/** Looked up again rather than carried along: a reply is all that is kept, and a lookup costs microseconds. */
async function countMiss(ctx: SlackCtx, asked: Asked): Promise<void> {
  const { outcome } = ctx.directory.for(ctx.viewer).find(asked.text);
  if (outcome === 'none') await ctx.ledger.miss(asked.typed);
}

/** The example is something that the asker's own teams own, else anything at all that has an owner. */
function menu(view: DirectoryView, viewer: Viewer, command: string): Message {
  const teams = 'groups' in viewer ? viewer.groups.flatMap((ref) => view.get(ref) ?? []) : [];
  const known = teams.flatMap((team) => ownedBy(view, team).entries)[0] ?? anyOwned(view);
  return menuCard(view, { command, teams, example: known ? displayName(known) : 'payments-api' });
}

function anyOwned(view: DirectoryView): Entry | undefined {
  for (const entry of view.entries()) if (view.targets(entry.ref, 'ownedBy').length > 0) return entry;
  return undefined;
}
