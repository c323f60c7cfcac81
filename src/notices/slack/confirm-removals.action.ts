import { displayName } from '#catalog/ownership/owner.ts';
import type { Held } from '#catalog/sync/hold-removals.ts';
import { listHeld } from '#catalog/sync/list-held.ts';
import { reply, type Reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import type { SlackViewer } from '#core/viewer.ts';
import { count } from '#core/words.ts';
import { section } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { markOutcome } from '../delivery-rows.ts';
import { factsOf, removalsId, removalsTopic } from '../removals/removals-topic.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { removalsCard } from './removals-notice.ts';

interface Confirmed {
  source: string;
  id: string;
}

/** Applies exactly the set of removals that was shown, for administrators; another set is shown instead of being applied. */
export const confirmRemovals = (slack: NoticesSlack) =>
  defineAction<Confirmed>({
    id: 'notices.confirm-removals',
    writes: true,
    parse: (value) => ({ id: value.slice(0, value.indexOf(' ')), source: value.slice(value.indexOf(' ') + 1) }),
    async answer(ctx, confirmed) {
      const { source, id } = confirmed;
      const admin = administrator(slack, ctx);
      if (!ctx.directory.for(admin).source(source))
        throw new UserError('source-hidden', 'You may not see that source.', 'Ask somebody who may.');
      const before = await heldIn(ctx, source);
      if (!before) return said(md`Nothing is held back in ${escape(source)} any more.`);
      if (before.id !== id) return changed(source, before);
      const report = await slack.confirmRemovals(source, id);
      if (report.outcome === 'unavailable') {
        throw new UserError('source-unread', `${source} could not be read just now, so nothing was removed.`, report.fix);
      }
      const after = await heldIn(ctx, source);
      if (after) return changed(source, after);
      return done(ctx, { confirmed, admin, removed: 'counts' in report ? report.counts.removed : 0 });
    },
  });

async function done(ctx: SlackCtx, about: { confirmed: Confirmed; admin: SlackViewer; removed: number }): Promise<Reply> {
  const { confirmed, admin, removed } = about;
  await ctx.ledger.audit({
    viewer: admin,
    action: 'catalog.confirm-removals',
    subject: `source:${confirmed.source}`,
    detail: { set: confirmed.id, removed },
  });
  const entry = admin.userRef === undefined ? undefined : ctx.directory.for(admin).get(admin.userRef);
  const by = entry ? displayName(entry) : 'an administrator';
  const outcome = removed === 0 ? 'Nothing was left to remove.' : `${count(removed, 'entity', 'entities')} removed, as ${by} confirmed.`;
  await markOutcome(ctx.db, { topic: removalsTopic, id: removalsId(confirmed) }, outcome);
  return said(escape(outcome));
}

/** Asked of authority each time: whoever has a button need not have the right any more. */
function administrator({ admin }: NoticesSlack, { viewer }: SlackCtx): SlackViewer {
  if (admin.length === 0)
    throw new UserError(
      'no-administrators',
      'Nobody may confirm removals here.',
      'The operator names groups under permissions.admin in switchboard.yaml.',
    );
  if ('userId' in viewer && viewer.kind === 'member' && viewer.groups.some((group) => admin.includes(group))) return viewer;
  throw new UserError('administrators-only', 'Only administrators can confirm removals.', `They are the members of ${admin.join(', ')}.`);
}

async function heldIn({ db }: SlackCtx, source: string): Promise<Held | undefined> {
  return (await listHeld(db)).find((one) => one.source === source)?.held;
}

function changed(source: string, held: Held): Reply {
  const before = md`The set has changed since that message, so nothing was removed. This is what waits now:`;
  return reply.ephemeral(removalsCard(factsOf({ source, held }), { before }));
}

function said(answer: Mrkdwn): Reply {
  return reply.ephemeral(message(answer, [section(answer)]));
}
