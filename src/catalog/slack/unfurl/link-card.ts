import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { join } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { contactsOf } from '../../ownership/contacts.ts';
import { evidenceOf } from '../../ownership/evidence.ts';
import { ownerOf } from '../../ownership/owner.ts';
import { type CatalogSlack, faceFor } from '../catalog-slack.ts';
import { contactLine } from '../contact-lines.ts';
import { evidenceLine } from '../evidence-line.ts';
import { factsLine } from '../facts-lines.ts';
import { headline } from '../headline.ts';
import { withoutPings } from '../without-pings.ts';

/** What a link needs beside it: whose it is, what it is, how to reach them, and where that comes from. No buttons. */
export function linkCard(
  slack: Pick<CatalogSlack, 'config'>,
  ctx: SlackCtx,
  { view, entry }: { view: DirectoryView; entry: Entry },
): Block[] {
  const owner = ownerOf(view, entry);
  const known = 'ref' in owner ? contactLine(contactsOf(view, owner.ref, slack.config), faceFor(slack, ctx, 'others')) : undefined;
  const now = ctx.clock.now();
  const about = join([factsLine(view, entry), known], '\n');
  return withoutPings([section(join([headline(view, entry), about], '\n')), context(evidenceLine(evidenceOf(view, entry, now), now))]);
}
