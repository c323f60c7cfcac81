import type { Reply } from '#core/reply.ts';
import { reply } from '#core/reply.ts';
import { defineEvent } from '#slack/define-event.ts';
import { md } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { onlyYou } from '../only-you.ts';
import { type Asking, explain, understandMention } from './asking.ts';

/**
 * A mention in a channel: answered in its thread with what everyone may see. To the asker alone goes what is not for
 * everyone, what is no answer, and all of it where another organisation reads along.
 */
export const mention = (asking: Asking) =>
  defineEvent<string>({
    id: 'catalog.mention',
    event: 'app_mention',
    parse: ({ text, subtype }) => (typeof text === 'string' && subtype === undefined ? text : undefined),
    async answer(ctx, said) {
      const understood = understandMention(asking, ctx, said);
      if (understood.kind !== 'request') {
        return reply.ephemeral(explain(asking, ctx, { understood, prefix: `@${ctx.self?.name ?? 'switchboard'}` }));
      }
      const { request, text } = understood;
      const reason = await whyAlone(ctx);
      if (reason === undefined) return await request.answer(ctx, request.parse(text), 'others');
      return alone(await request.answer(ctx, request.parse(text), 'asker'), reason);
    },
    async after(ctx, said, shown) {
      const understood = understandMention(asking, ctx, said);
      if (understood.kind === 'request') await understood.request.after?.(ctx, understood.request.parse(understood.text), shown);
    },
  });

/** Asked of Slack each time: a channel can be opened to another organisation at any moment. */
async function whyAlone({ viewer, outbox, place }: SlackCtx) {
  if (viewer.kind === 'unknown') return md`Slack did not say in time who you are`;
  if (viewer.kind !== 'member') return md`only members of this workspace are answered where others read along`;
  const audience = place.channel === undefined ? 'unknown' : await outbox.audience(place.channel);
  if (audience === 'workspace') return undefined;
  return audience === 'shared'
    ? md`another organisation can read this channel, so nothing of the catalog is posted here`
    : md`Slack could not say who can read this channel, so nothing is posted here`;
}

function alone(answered: Reply, reason: ReturnType<typeof md>): Reply {
  return answered.kind === 'message' ? reply.ephemeral(onlyYou(answered.message, reason)) : answered;
}
