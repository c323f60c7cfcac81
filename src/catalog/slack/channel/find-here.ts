import type { DirectoryView, Found } from '#core/directory.ts';
import { md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { findKept } from '../../channels/find-kept.ts';
import type { CatalogSlack } from '../catalog-slack.ts';

/** What somebody means who names nothing: what their channel is about. From memory; undefined where it is about nothing. */
export function findHere(
  { links }: Pick<CatalogSlack, 'links'>,
  { place }: Pick<SlackCtx, 'place'>,
  view: DirectoryView,
): Found | undefined {
  const link = place.channel === undefined ? undefined : links?.of(place.channel);
  const kept = link && findKept(view, link.uid);
  if (kept?.state === 'there') return { outcome: 'one', entry: kept.entry, alike: [] };
  return kept?.state === 'removed' ? { outcome: 'removed', tombstone: kept.tombstone } : undefined;
}

/** Said before such an answer. */
export const linkedHere: Mrkdwn = md`This channel is linked to it.`;
