import type { DirectoryView, Entry } from '#core/directory.ts';
import type { OutFile } from '#core/ports.ts';
import { reply, type Reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { button, context, type Element } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { bold, escape, md } from '#slack/mrkdwn.ts';
import { impactOf } from '../dependencies/impact.ts';
import { displayName } from '../ownership/owner.ts';
import { buildAbove, buildNeighbourhood } from '../picture/neighbourhood.ts';
import type { Picture } from '../picture/picture.ts';
import { directTotals, takeaway, takeawayAbove } from '../picture/takeaway.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entityValue, parseEntityValue, type EntityInput } from './entity-value.ts';
import { message } from './message.ts';
import { createOnce } from './once.ts';
import { destinationOf, mayBePosted, shownAt } from './picture-place.ts';

/** What a picture is of: what is around a thing, or all that needs it. */
export type PictureOf = 'around' | 'impact';

const ids = { around: 'catalog.picture', impact: 'catalog.picture-impact' } as const;

export function pictureButton(ref: string, of: PictureOf = 'around'): Element {
  return button({ id: ids[of], label: 'Picture', value: entityValue({ ref }) });
}

/**
 * Draws a thing with others: in the thread where the answer is read by others, with what everyone may see; else in the
 * asker's direct messages, with what they may see.
 */
export const picture = (slack: CatalogSlack, of: PictureOf = 'around') => {
  const once = createOnce();
  return defineAction<EntityInput>({
    id: ids[of],
    parse: parseEntityValue,
    async answer(ctx, { ref }) {
      const to = destinationOf(ctx);
      const view = ctx.directory.for(to.audience === 'others' ? everyone : ctx.viewer);
      const entry = shownAt(to, ctx, ref);
      const drawn = of === 'around' ? drawAround(view, entry) : drawImpact(view, entry);
      if (drawn.edges.length === 0) return reply.ephemeral(nothingToDraw(entry));
      await once(ctx.clock, `${to.channel} ${to.thread ?? ''} ${ref}`, async () => {
        const [png] = await Promise.all([slack.pictures.draw({ type: 'picture', picture: drawn }), mayBePosted(ctx, to)]);
        await ctx.outbox.upload(to, fileOf(entry, { ...drawn, of }, png));
      });
      return to.audience === 'others' || to.isHere ? reply.none : sentDirectly(entry);
    },
    /** What nobody else reads need not be accounted for. */
    async after(ctx, { ref }, done) {
      const to = destinationOf(ctx);
      if (to.audience !== 'others' || done.kind !== 'none') return;
      await ctx.ledger.audit({ viewer: ctx.viewer, action: ids[of], subject: ref, detail: { channel: to.channel } });
    },
  });
};

function drawAround(view: DirectoryView, entry: Entry): Picture {
  const around = buildNeighbourhood(view, { centre: entry, ways: ['up', 'down'], distance: 2 });
  return { title: displayName(entry), takeaway: takeaway(directTotals(view, entry), around), ...around };
}

function drawImpact(view: DirectoryView, entry: Entry): Picture {
  const impact = impactOf(view, entry.ref);
  const above = buildAbove(view, { centre: entry, total: impact.total + impact.dangling.length });
  return { title: `If ${displayName(entry)} is down`, takeaway: takeawayAbove(impact, above), ...above };
}

const words = { around: 'dependencies', impact: 'impact' } as const;

function fileOf(entry: Entry, { takeaway: learned, of }: Picture & { of: PictureOf }, bytes: Uint8Array): OutFile {
  const name = displayName(entry);
  return {
    name: `${name}-${words[of]}.png`,
    title: `${name}: ${words[of]}`,
    bytes,
    altText: `${name}: ${learned}`,
    comment: md`${bold(name)}: ${escape(learned)}`,
  };
}

function nothingToDraw(entry: Entry) {
  const answer = md`There is nothing to draw around ${bold(displayName(entry))}.`;
  return message(answer, [context(answer)]);
}

function sentDirectly(entry: Entry): Reply {
  const answer = md`The picture of ${bold(displayName(entry))} is in our direct messages.`;
  return reply.ephemeral(message(answer, [context(answer)]));
}
