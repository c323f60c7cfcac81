import type { Done } from '#core/contributions.ts';
import type { Reply, View } from '#core/reply.ts';
import { plain } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineView, type Form } from '#slack/define-view.ts';
import type { Definition } from '#slack/definition.ts';
import { limits } from '#slack/limits.ts';
import { messageView } from '#slack/slack-message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { parseEntityValue, type EntityInput } from '../entity-value.ts';
import type { CardButton } from './card-button.ts';
import { type Opened, parsePressed, pressedText, readBy } from './pressed.ts';
import { readPress } from './read-press.ts';

/** What answers in Slack for a button: its press and, where it asks something first, what was entered. */
export function buttonDefinitions(button: CardButton): Definition[] {
  return button.open ? [opening(button, button.open.bind(button)), submission(button)] : [atOnce(button)];
}

function atOnce(button: CardButton): Definition {
  const details: Details = new WeakMap();
  return defineAction<EntityInput>({
    id: button.id,
    ...(button.writes && { writes: true }),
    parse: parseEntityValue,
    async answer(ctx, { ref }) {
      const pressed = { ref, key: ctx.clock.uuid(), read: readBy(ctx.place) };
      return noted(details, await button.submit(readPress(button, ctx, pressed), {}));
    },
    after: (ctx, { ref }, said) => audit(button, ctx, { ref, detail: details.get(said) }),
  });
}

/** Nothing is written before the form is sent, so there is nothing to claim. */
function opening(button: CardButton, open: NonNullable<CardButton['open']>): Definition {
  return defineAction<EntityInput>({
    id: button.id,
    parse: parseEntityValue,
    async answer(ctx, { ref }): Promise<Reply> {
      const pressed = { ref, key: ctx.clock.uuid(), read: readBy(ctx.place) };
      const { title, submit, blocks } = await open(readPress(button, ctx, pressed));
      const view: View = {
        type: 'modal',
        callback_id: button.id,
        private_metadata: pressedText(pressed),
        title: plain(title, limits.viewTitle),
        submit: plain(submit, limits.viewTitle),
        close: plain('Cancel', limits.viewTitle),
        blocks,
      };
      return { kind: 'modal', how: 'open', view };
    },
  });
}

function submission(button: CardButton): Definition {
  const details: Details = new WeakMap();
  return defineView<Opened & Pick<Form, 'values' | 'title'>>({
    id: button.id,
    ...(button.writes && { writes: true }),
    parse: ({ metadata, ...form }) => ({ ok: true, input: { ...parsePressed(metadata), ...form } }),
    async answer(ctx, { values, title, ...pressed }) {
      const done = await button.submit(readPress(button, ctx, pressed), values);
      return noted(details, { ...done, reply: inPlace(done.reply, title) });
    },
    after: (ctx, { ref }, said) => audit(button, ctx, { ref, detail: details.get(said) }),
  });
}

/** What was done, by the reply that says so: only after that is out, it is written down. */
type Details = WeakMap<Reply, Record<string, unknown>>;

function noted(details: Details, { reply: said, detail = {} }: Done): Reply {
  // Anew, because a button may give the same reply each time.
  const own = { ...said };
  if (said.kind !== 'errors') details.set(own, detail);
  return own;
}

async function audit({ id, writes }: CardButton, ctx: SlackCtx, about: { ref: string; detail: Record<string, unknown> | undefined }) {
  const { ref, detail } = about;
  if (writes && detail) await ctx.ledger.audit({ viewer: ctx.viewer, action: id, subject: ref, detail });
}

/** The outcome stands where the form was, under its title. */
function inPlace(said: Reply, title: string): Reply {
  if (said.kind !== 'message' || said.visibility !== 'ephemeral') return said;
  return { kind: 'modal', how: 'update', view: messageView(said.message, title) };
}
