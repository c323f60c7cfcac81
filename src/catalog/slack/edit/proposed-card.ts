import type { Edit, Proposed } from '#core/proposals.ts';
import type { Block, Message } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, link, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import { evidenceOf } from '../../ownership/evidence.ts';
import { displayName } from '../../ownership/owner.ts';
import { message } from '../message.ts';
import type { Proposing } from './propose-edit.ts';

/** What came of a proposal: the pull request, or the patch with what stands in the way of one. */
export async function proposedCard(press: Proposing, proposed: Proposed, field: Edit['field']): Promise<Message> {
  const { entry, view, now } = press;
  const name = bold(displayName(entry).slice(0, 80));
  if (proposed.outcome !== 'patch') {
    const pull = link(proposed.url, `Pull request #${proposed.number}`);
    const answer = proposed.outcome === 'opened' ? md`Proposed for ${name}: ${pull}.` : md`Already proposed for ${name}: ${pull}.`;
    const next = md`Until it is merged or closed its card says so; once it is merged, the catalog follows by itself.`;
    return message(answer, [section(join([answer, somethingElse(press, proposed.url, field)], ' ')), context(next)]);
  }
  const answer = md`No pull request for ${name}: ${escape(proposed.why, 300)}`;
  const place = placeLink(evidenceOf(view, entry, now));
  return message(answer, [
    section(join([answer, md`This is the change; ${code('git apply')} takes it, or make it in ${place}.`], '\n')),
    await patchBlock(press, proposed.patch),
    context(escape(proposed.hint, 300)),
  ]);
}

/** What others want of the same line; several links and aliases stand side by side. */
function somethingElse({ entry, view }: Proposing, url: string, field: Edit['field']): Mrkdwn | false {
  const all = field === 'link' || field === 'alias' ? [] : (view.source(entry.source)?.proposals ?? []);
  const [other] = all.filter((one) => one.ref === entry.ref && one.field === field && one.url !== url);
  return other !== undefined && md`Something else is proposed there too: ${link(other.url, `#${other.number}`)}.`;
}

/** With its marks it is a little more; Slack takes 3,000 characters of text in one block. */
const mostShown = 2_500;

async function patchBlock({ ctx, viewer, entry }: Proposing, patch: string): Promise<Block> {
  if (patch.length <= mostShown) {
    const text = { type: 'text', text: patch.toWellFormed() };
    return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [text] }] };
  }
  const file = { name: `${entry.entity.metadata.name}.patch`, title: 'The change as a patch', bytes: patch };
  try {
    await ctx.outbox.upload({ channel: viewer.userId }, file);
    return section(md`It is too long to be shown here: it is in your direct messages as a file.`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return section(md`It is too long to be shown here, and could not be sent as a file: ${escape(error.message, 300)}`);
  }
}
