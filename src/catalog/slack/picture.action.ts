import type { Entry } from '#core/directory.ts';
import type { OutFile } from '#core/ports.ts';
import { reply, type Reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { button, context, type Element } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { bold, escape, md } from '#slack/mrkdwn.ts';
import { displayName } from '../ownership/owner.ts';
import { buildNeighbourhood } from '../picture/neighbourhood.ts';
import type { Picture } from '../picture/picture.ts';
import { directTotals, takeaway } from '../picture/takeaway.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { entityValue, parseEntityValue, type EntityInput } from './entity-value.ts';
import { message } from './message.ts';
import { createOnce } from './once.ts';
import { destinationOf, mayBePosted, shownAt } from './picture-place.ts';

export function pictureButton(ref: string): Element {
  return button({ id: 'catalog.picture', label: 'Picture', value: entityValue({ ref }) });
}

/**
 * Draws what is around a thing: in the thread where the answer is read by others, with what everyone may see; else in the
 * asker's direct messages, with what they may see.
 */
export const picture = (slack: CatalogSlack) => {
  const once = createOnce();
  return defineAction<EntityInput>({
    id: 'catalog.picture',
    parse: parseEntityValue,
    async answer(ctx, { ref }) {
      const to = destinationOf(ctx);
      const view = ctx.directory.for(to.audience === 'others' ? everyone : ctx.viewer);
      const entry = shownAt(to, ctx, ref);
      const around = buildNeighbourhood(view, { centre: entry, ways: ['up', 'down'], distance: 2 });
      if (around.edges.length === 0) return reply.ephemeral(nothingToDraw(entry));
      const name = displayName(entry);
      const drawn: Picture = { title: name, takeaway: takeaway(directTotals(view, ref), around), ...around };
      await once(ctx.clock, `${to.channel} ${to.thread ?? ''} ${ref}`, async () => {
        const [png] = await Promise.all([slack.pictures.draw({ type: 'picture', picture: drawn }), mayBePosted(ctx, to)]);
        await ctx.outbox.upload(to, fileOf(name, drawn, png));
      });
      return to.audience === 'others' || to.isHere ? reply.none : sentDirectly(entry);
    },
    /** What nobody else reads need not be accounted for. */
    async after(ctx, { ref }, done) {
      const to = destinationOf(ctx);
      if (to.audience !== 'others' || done.kind !== 'none') return;
      await ctx.ledger.audit({ viewer: ctx.viewer, action: 'catalog.picture', subject: ref, detail: { channel: to.channel } });
    },
  });
};

function fileOf(name: string, { takeaway: learned, title }: Picture, bytes: Uint8Array): OutFile {
  return {
    name: `${name}-dependencies.png`,
    title: `${title}: dependencies`,
    bytes,
    altText: `${name}: ${learned}`,
    comment: md`${bold(name)}: ${escape(learned)}`,
  };
}

function nothingToDraw(entry: Entry) {
  const answer = md`${bold(displayName(entry))} needs nothing, and nothing needs it: there is nothing to draw.`;
  return message(answer, [context(answer)]);
}

function sentDirectly(entry: Entry): Reply {
  const answer = md`The picture of ${bold(displayName(entry))} is in our direct messages.`;
  return reply.ephemeral(message(answer, [context(answer)]));
}
