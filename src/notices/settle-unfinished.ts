import { type Delivery, markRefused, markSent, markUnsure, postpone, readLastChannel } from './delivery-rows.ts';
import { againMs, type SendCtx } from './send-ctx.ts';

/** Clocks differ, Slack's and ours: a message that is overlooked for that would come twice. */
const clockSkewMs = 3600_000;

/**
 * A process died between writing `sending` and writing what came of it. The channel's history says whether the notice is
 * there: then it is sent, else it is sent again. Where the app may not look it is not sent again: twice is worse than
 * once missing, of which the next notice tells. While Slack says nothing it stays as it is.
 */
export async function settleUnfinished({ db, outbox, clock, log }: SendCtx, delivery: Delivery): Promise<void> {
  const { key, address, sendingAt } = delivery;
  // A person's id is no channel: what was posted to it has arrived in a conversation with an id of its own.
  const channel = /^[UW]/.test(address) ? await readLastChannel(db, address) : (delivery.channel ?? undefined);
  const since = new Date((sendingAt ?? delivery.plannedAt).getTime() - clockSkewMs);
  try {
    const found = channel === undefined ? ({ outcome: 'cannot-look' } as const) : await outbox.findByKey(channel, key, since);
    log.warn({ key, outcome: found.outcome }, 'notices.unfinished');
    if (found.outcome === 'found') await markSent(db, delivery, { channel: channel ?? '', ts: found.ts, at: clock.now(), missing: [] });
    else if (found.outcome === 'absent') await markRefused(db, key, { code: 'interrupted', again: clock.now() });
    else await markUnsure(db, key);
  } catch (error) {
    log.warn({ err: error, key }, 'notices.not-settled');
    await postpone(db, key, new Date(clock.now().getTime() + againMs));
  }
}
