import { reply } from '#core/reply.ts';
import type { CardButton } from '#catalog/slack/buttons/card-button.ts';
import { followedCard } from './follow-request.ts';
import { type Following, startFollowing, whenDatabase } from './following.ts';

/** On a card: for whoever presses it, wherever the card lies; for a channel it is said in words. */
export const followButton = (following: Following): CardButton => ({
  id: 'notices.follow',
  label: 'Follow',
  kinds: ['component', 'api', 'resource', 'system', 'domain', 'airesource', 'template', 'group'],
  writes: true,
  async submit({ ctx, viewer, entry }) {
    whenDatabase(ctx);
    const isNew = await startFollowing(following, ctx, { subscriber: viewer.userId, by: viewer, entry });
    return {
      reply: reply.ephemeral(followedCard(following, ctx, { entry, isChannel: false, isNew })),
      detail: { subscriber: viewer.userId },
    };
  },
});
