import type { DirectoryView, Entry } from '#core/directory.ts';
import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { context } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { bold, escape, md } from '#slack/mrkdwn.ts';
import { writeNeedsCsv } from '../../dependencies/needs-csv.ts';
import { displayName } from '../../ownership/owner.ts';
import { listNeeds, type ListedNeed } from '../../dependencies/list-needs.ts';
import { message } from '../message.ts';
import { createOnce } from '../once.ts';
import { destinationOf, mayBePosted, shownAt } from '../picture-place.ts';
import { count } from '../words.ts';
import { type ListAsked, listValue, parseListValue } from './list-value.ts';

/**
 * The whole list as a file: in the thread where the answer is read by others, with what everyone may see; else in the
 * asker's direct messages, with what they may see.
 */
export const needsFile = () => {
  const once = createOnce();
  return defineAction<ListAsked>({
    id: 'catalog.deps-file',
    parse: parseListValue,
    async answer(ctx, asked) {
      const to = destinationOf(ctx);
      const view = ctx.directory.for(to.audience === 'others' ? everyone : ctx.viewer);
      const entry = shownAt(to, ctx, asked.ref);
      const needs = listNeeds(view, asked.ref, asked).listed;
      await once(ctx.clock, `${to.channel} ${to.thread ?? ''} ${listValue(asked)}`, async () => {
        const file = await fileOf(view, { entry, asked, needs });
        await mayBePosted(ctx, to);
        await ctx.outbox.upload(to, file);
      });
      if (to.audience === 'others' || to.isHere) return reply.none;
      const answer = md`The list of ${bold(displayName(entry))} is in our direct messages.`;
      return reply.ephemeral(message(answer, [context(answer)]));
    },
    /** What nobody else reads need not be accounted for. */
    async after(ctx, { ref }, done) {
      const to = destinationOf(ctx);
      if (to.audience !== 'others' || done.kind !== 'none') return;
      await ctx.ledger.audit({ viewer: ctx.viewer, action: 'catalog.deps-file', subject: ref, detail: { channel: to.channel } });
    },
  });
};

async function fileOf(view: DirectoryView, about: { entry: Entry; asked: ListAsked; needs: readonly ListedNeed[] }) {
  const { entry, asked, needs } = about;
  const name = displayName(entry);
  const what = asked.way === 'up' ? 'depend on it' : 'are needed by it';
  return {
    name: `${name}-${asked.way === 'up' ? 'impact' : 'needs'}.csv`,
    title: `${name}: what ${asked.way === 'up' ? 'needs it' : 'it needs'}`,
    bytes: await writeNeedsCsv(view, needs),
    comment: md`${bold(name)}: ${escape(count(needs.length, 'thing'))} ${escape(what)}`,
  };
}
