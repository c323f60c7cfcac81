import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineRequest } from '#slack/define-request.ts';
import { followingCard } from './following-card.ts';
import { type Following, subscriberOf } from './following.ts';

/** `/catalog following`: what is followed here, from memory. */
export const followingRequest = (following: Following) =>
  defineRequest<string>({
    id: 'notices.following',
    phrases: ['following', 'list following', 'what is followed', 'what do i follow', 'what do we follow', 'subscriptions'],
    label: 'Following',
    summary: 'What is followed here, and how it is ended',
    usage: '',
    besides: 'notices.follow',
    examples: () => [],
    parse: (text) => text,
    answer(ctx, _, readers) {
      const { subscriber, isChannel } = subscriberOf(ctx);
      const view = ctx.directory.for(readers === 'others' ? everyone : ctx.viewer);
      const card = followingCard(following, view, { subscriber, isChannel });
      return readers === 'others' ? reply.inChannel(card) : reply.ephemeral(card);
    },
  });
