import type { Message } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import { followTopic } from '../../follow/follows.ts';
import { readUndelivered } from '../../undelivered.ts';
import { followingCard } from './following-card.ts';
import type { Following } from './following.ts';
import { undeliveredLine } from './undelivered-line.ts';

/** Somebody waits; the list itself is there without the database. */
const budgetMs = 300;

/** What is followed, and which messages about it did not arrive. `open`: others read it too. */
export async function followingCardFor(
  following: Following,
  ctx: Pick<SlackCtx, 'directory' | 'db' | 'clock' | 'log' | 'self' | 'viewer'>,
  about: { subscriber: string; isChannel: boolean; open: boolean },
): Promise<Message> {
  const { subscriber, isChannel, open } = about;
  const { directory, db, clock, log, self, viewer } = ctx;
  const asked =
    directory.freshness.from === 'database' && following.follows.of(subscriber).length > 0
      ? readUndelivered(db, { subscriber, topic: followTopic, now: clock.now() }).catch((error: unknown) => {
          log.warn({ err: error }, 'notices.undelivered-not-read');
        })
      : Promise.resolve();
  const undelivered = await within(asked, budgetMs);
  const words = { command: following.command, botName: self?.name ?? 'switchboard' };
  return followingCard(following, directory.for(open ? everyone : viewer), {
    subscriber,
    isChannel,
    ...(undelivered && { undelivered: undeliveredLine(undelivered, words) }),
  });
}
