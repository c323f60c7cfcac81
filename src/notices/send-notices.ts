import type { Message } from '#core/reply.ts';
import type { Outbox } from '#core/ports.ts';
import { UserError } from '#core/user-error.ts';
import {
  type Delivery,
  keepItems,
  markRefused,
  markSending,
  markSent,
  markShown,
  postpone,
  readDue,
  readMissing,
  readOutdated,
  readUnfinished,
} from './delivery-rows.ts';
import { againMs, type SendCtx } from './send-ctx.ts';
import { settleUnfinished } from './settle-unfinished.ts';
import { readMuted } from './subscription-rows.ts';
import { whyRefused } from './why-refused.ts';

/** A post that began so long ago is over, one way or the other: the outbox gives up long before. */
const unfinishedMs = 60_000;
/** Between writing `sending` and the post: a process that was stopped for longer must not post any more. */
const freshMs = 20_000;
/** One round; then the next thing that is due may be more urgent. */
const batch = 20;

/**
 * One round of sending: what a dead process left is settled first, then what is due is posted, then what has changed is
 * edited. To be run by one process at a time. Gives how many notices it has dealt with.
 */
export async function sendNotices(ctx: SendCtx, signal: AbortSignal): Promise<number> {
  const { db, clock, topics } = ctx;
  const now = clock.now();
  const wanted = { topics: topics.map(({ id }) => id), now, limit: batch };
  const steps: [Delivery[], (ctx: SendCtx, delivery: Delivery) => Promise<void>][] = [
    [await readUnfinished(db, new Date(now.getTime() - unfinishedMs), wanted), settleUnfinished],
    [await readDue(db, wanted), send],
    [await readOutdated(db, wanted), edit],
  ];
  let done = 0;
  for (const [deliveries, step] of steps) {
    for (const delivery of deliveries) {
      if (signal.aborted) return done;
      await step(ctx, delivery);
      done += 1;
    }
  }
  return done;
}

async function send(ctx: SendCtx, planned: Delivery): Promise<void> {
  const { db, clock, log } = ctx;
  const { key } = planned;
  const delivery = await stillTold(ctx, planned);
  if (!delivery) return await markRefused(db, key, { code: 'settled' });
  let sent: Sent | undefined;
  try {
    sent = await post(ctx, delivery);
  } catch (error) {
    const why = whyRefused(error, delivery.attempts, clock.now());
    log.warn({ err: error, key, ...why }, 'notices.not-sent');
    if (why.outcome === 'refused') await markRefused(db, key, why);
  }
  // Whatever goes wrong from here on, it is out: it must not be taken for refused.
  if (sent) await markSent(db, delivery, sent);
}

/** What of it may be told now, hours later perhaps; undefined when nobody wants it any more, or may know of it. */
async function stillTold({ db, topics }: SendCtx, delivery: Delivery): Promise<Delivery | undefined> {
  const { topic: id, subscriber, items } = delivery;
  if ((await readMuted(db, id)).has(subscriber)) return undefined;
  const left = topics.find((one) => one.id === id)?.stillTold?.({ subscriber, items }) ?? items;
  if (left.length === 0) return undefined;
  if (left.length < items.length) await keepItems(db, delivery.key, left);
  return { ...delivery, items: left };
}

type Sent = Parameters<typeof markSent>[2];

/** Undefined when it is not ours to send, or not any more. */
async function post(ctx: SendCtx, delivery: Delivery): Promise<Sent | undefined> {
  const { db, outbox, clock } = ctx;
  const { key, address } = delivery;
  const channel = await channelOf(outbox, address);
  const missing = await readMissing(db, address);
  const times = missing.map(({ sendingAt }) => sendingAt);
  const message = await render(ctx, delivery, times);
  const began = clock.now();
  if (!(await markSending(db, key, channel, began))) return undefined;
  if (clock.now().getTime() - began.getTime() > freshMs) return undefined;
  const posted = await outbox.post({ channel, key }, message);
  return { ...posted, at: clock.now(), missing: missing.map((one) => one.key) };
}

/** Asked of Slack each time: a channel can be opened to another organisation at any moment. */
async function channelOf(outbox: Outbox, address: string): Promise<string> {
  const channel = address.startsWith('#') ? await outbox.channelNamed(address.slice(1)) : address;
  if (channel === undefined) throw new UserError('not-in-channel', `I am in no channel called ${address}.`, 'Invite me there.');
  const audience = await outbox.audience(channel);
  if (audience === 'workspace') return channel;
  const code = audience === 'shared' ? 'shared-channel' : 'audience-unknown';
  throw new UserError(code, 'Nobody can say that only this workspace reads there.', 'Choose another channel.');
}

async function edit(ctx: SendCtx, delivery: Delivery): Promise<void> {
  const { db, outbox, clock, log } = ctx;
  const { key, channel, ts } = delivery;
  if (channel === null || ts === null) return;
  try {
    await outbox.update({ channel, ts }, await render(ctx, delivery, []));
    await markShown(db, delivery);
  } catch (error) {
    const gone = error instanceof UserError && error.code === 'message-gone';
    log.warn({ err: error, key, gone }, 'notices.not-edited');
    await (gone ? markShown(db, delivery, true) : postpone(db, key, new Date(clock.now().getTime() + againMs)));
  }
}

async function render({ db, topics }: SendCtx, delivery: Delivery, missing: readonly Date[]): Promise<Message> {
  const topic = topics.find(({ id }) => id === delivery.topic);
  if (!topic) throw new Error(`No topic is called ${delivery.topic}.`);
  const { key, subscriber, items, settled, outcome } = delivery;
  const muted = (await readMuted(db, topic.id)).has(subscriber);
  const notice = { key, topic: topic.id, subscriber, items, settled: new Set(settled), muted, missing };
  return topic.render(outcome === null ? notice : { ...notice, outcome });
}
