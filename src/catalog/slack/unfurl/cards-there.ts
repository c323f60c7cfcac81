import type { Entry } from '#core/directory.ts';
import { claimFor } from '#slack/claim-rows.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { CatalogSlack } from '../catalog-slack.ts';

/** A card that lies in a channel for all to read is not shown there again below a link so soon. */
const againMs = 30 * 60_000;

type Where = Pick<SlackCtx, 'db' | 'clock'>;

/** Over all processes: whether a link to it gets a card in this channel, and with that none for a while. Rejects while the database is away. */
export function claimCard(ctx: Where, channel: string, entry: Pick<Entry, 'uid'>): Promise<boolean> {
  return claim(ctx, { channel, entry, forMs: againMs });
}

/** Somebody asked for its card, or shared it, where all read it. Where no links get cards nothing is written. */
export async function noteCard(
  { unfurls }: Pick<CatalogSlack, 'unfurls'>,
  ctx: Where & Pick<SlackCtx, 'place'>,
  entry: Pick<Entry, 'uid'>,
): Promise<void> {
  const { channel, isDm } = ctx.place;
  if (unfurls && channel !== undefined && !isDm) await claim(ctx, { channel, entry, forMs: 0 });
}

function claim({ db, clock }: Where, about: { channel: string; entry: Pick<Entry, 'uid'>; forMs: number }): Promise<boolean> {
  const { channel, entry, forMs } = about;
  return claimFor(db, { key: `unfurl:${channel}:${entry.uid}`, now: clock.now(), forMs });
}
