import { reply } from '#core/reply.ts';
import { defineRequest } from '#slack/define-request.ts';
import { followingCardFor } from './following-card-for.ts';
import { type Following, subscriberOf } from './following.ts';

/** `/catalog following`: what is followed here, and whether it arrives. */
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
    async answer(ctx, _, readers) {
      const { subscriber, isChannel } = subscriberOf(ctx);
      const card = await followingCardFor(following, ctx, { subscriber, isChannel, open: readers === 'others' });
      return readers === 'others' ? reply.inChannel(card) : reply.ephemeral(card);
    },
  });
