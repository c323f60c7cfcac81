import { type Message, reply, type Reply } from '#core/reply.ts';
import { everyone, type Viewer } from '#core/viewer.ts';
import { context } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest } from '#slack/define-request.ts';
import { escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { asksForOwn, longestSearch, parseSearch } from '../../search/parse-search.ts';
import { searchCard } from '../search/search-card.ts';
import { message } from '../message.ts';
import { createOnce } from '../once.ts';
import { destinationOf, mayBePosted } from '../picture-place.ts';
import { allOfIt, countsFor, statsCard, statsChart } from './stats-card.ts';

/** What is counted: the words of a search, or all of the catalog. */
export interface StatsAsked {
  text: string;
}

const read = (text: string): StatsAsked => ({ text: text.trim() === allOfIt ? '' : text.trim().slice(0, longestSearch) });

/** `/catalog stats [words and filters]`: how much of the catalog is owned, described and documented. */
export const statsRequest = () =>
  defineRequest<StatsAsked>({
    id: 'catalog.stats',
    phrases: ['stats', 'statistics', 'stats of', 'stats for', 'how complete is', 'how complete is the catalog'],
    label: 'Stats',
    summary: 'How much is owned, described and documented, by kind and lifecycle',
    usage: '[owner:team-x kind:component …]',
    examples: () => ['kind:component', 'lifecycle:production'],
    parse: read,
    answer(ctx, { text }, readers) {
      return readers === 'others' && !asksForOwn(text)
        ? reply.inChannel(card(ctx, everyone, text))
        : reply.ephemeral(card(ctx, ctx.viewer, text));
    },
  });

function card(ctx: SlackCtx, viewer: Viewer, text: string): Message {
  const view = ctx.directory.for(viewer);
  const counts = countsFor(view, viewer, text);
  // Why nothing fits is told as for a search, which has the same words.
  return counts.total === 0 || parseSearch(text).unknown.length > 0
    ? searchCard(view, viewer, { text, offset: 0 })
    : statsCard(counts, text);
}

/** The bars as a picture: in the thread where the answer is read by others, else in the asker's direct messages. */
export const statsPicture = (slack: Pick<CatalogSlack, 'pictures'>) => {
  const once = createOnce();
  return defineAction<StatsAsked>({
    id: 'catalog.stats-chart',
    parse: read,
    async answer(ctx, { text }): Promise<Reply> {
      const to = destinationOf(ctx);
      const viewer = to.audience === 'others' ? everyone : ctx.viewer;
      const chart = statsChart(countsFor(ctx.directory.for(viewer), viewer, text), text);
      if (chart.bars.length === 0) return told(md`There is nothing of it that could have an owner, so there is nothing to draw.`);
      await once(ctx.clock, `${to.channel} ${to.thread ?? ''} ${text}`, async () => {
        const [bytes] = await Promise.all([slack.pictures.draw({ type: 'chart', chart }), mayBePosted(ctx, to)]);
        await ctx.outbox.upload(to, {
          name: 'catalog-stats.png',
          title: chart.title,
          bytes,
          altText: altText(chart),
          comment: escape(chart.takeaway),
        });
      });
      if (to.audience === 'others' || to.isHere) return reply.none;
      return told(md`The chart is in our direct messages.`);
    },
  });
};

function told(answer: Mrkdwn): Reply {
  return reply.ephemeral(message(answer, [context(answer)]));
}

function altText({ title, takeaway, bars }: ReturnType<typeof statsChart>): string {
  const numbers = bars.map(({ label, value, of }) => `${label}: ${value} of ${of}`);
  return `${title}: ${takeaway}. ${numbers.join(', ')}`.slice(0, 1000);
}
