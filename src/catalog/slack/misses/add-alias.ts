import type { Edit } from '#core/proposals.ts';
import type { Reply, View } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { option, plain } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { type Form, defineView } from '#slack/define-view.ts';
import { input } from '#slack/input.ts';
import { limits } from '#slack/limits.ts';
import { messageView } from '#slack/slack-message.ts';
import { textInput } from '#slack/text-input.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { nearestTo } from '../../misses/cluster-misses.ts';
import { proposeEdit } from '../edit/propose-edit.ts';
import { reasonIn, reasonInput } from '../edit/reason-input.ts';
import { isEditable } from '../edit/is-editable.ts';
import { entityOption, pickedEntry } from '../entity-option.ts';
import { administratorOf, type MissesSlack } from './misses-slack.ts';

const mostCharacters = 100;

/** A form with what was looked for, and what was probably meant. */
export const addAlias = (slack: MissesSlack) =>
  defineAction<string>({
    id: 'catalog.add-alias',
    parse: (value) => value.slice(0, mostCharacters),
    answer(ctx, term): Reply {
      const viewer = administratorOf(slack, ctx);
      const near = nearestTo(term, ctx.directory.for(viewer));
      const view: View = {
        type: 'modal',
        callback_id: 'catalog.add-alias',
        title: plain('Add alias', limits.viewTitle),
        submit: plain('Propose', limits.viewTitle),
        close: plain('Cancel', limits.viewTitle),
        blocks: [
          textInput({ id: 'alias', label: 'Alias', hint: 'Finds the entity as its name does.', initial: term, most: mostCharacters }),
          input({
            id: 'entity',
            label: 'What is meant?',
            element: {
              type: 'external_select',
              action_id: 'catalog.suggest',
              min_query_length: 0,
              ...(near && { initial_option: option(entityOption(near)) }),
            },
          }),
          reasonInput(),
        ],
      };
      return { kind: 'modal', how: 'open', view };
    },
  });

interface Filled {
  alias: string;
  picked: string;
  reason: string | undefined;
}

/** Proposes it in the file of what was chosen. */
export const proposeAlias = (slack: MissesSlack) => {
  const details = new WeakMap<Reply, { ref: string; detail: Record<string, unknown> }>();
  return defineView<Filled>({
    id: 'catalog.add-alias',
    writes: true,
    parse: parseForm,
    async answer(ctx, filled) {
      const { ref, done } = await propose(slack, ctx, filled);
      if (done.reply.kind !== 'message') return done.reply;
      const said: Reply = { kind: 'modal', how: 'update', view: messageView(done.reply.message, 'Add alias') };
      details.set(said, { ref, detail: done.detail ?? {} });
      return said;
    },
    async after({ ledger, viewer }, _, said) {
      const done = details.get(said);
      if (done) await ledger.audit({ viewer, action: 'catalog.add-alias', subject: done.ref, detail: done.detail });
    },
  });
};

function parseForm({ values }: Form) {
  const { alias, entity } = values;
  const name = typeof alias === 'string' ? alias.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() : '';
  if (name === '' || name.includes(',')) return { ok: false, errors: { alias: 'Write one name, without a comma.' } } as const;
  if (typeof entity !== 'string') return { ok: false, errors: { entity: 'Choose what is meant.' } } as const;
  return { ok: true, input: { alias: name.slice(0, mostCharacters), picked: entity, reason: reasonIn(values) } } as const;
}

async function propose(slack: MissesSlack, ctx: SlackCtx, { alias, picked, reason }: Filled) {
  const viewer = administratorOf(slack, ctx);
  const view = ctx.directory.for(viewer);
  const entry = pickedEntry(view, picked);
  if (!entry) throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Choose again.');
  if (!slack.proposals || !isEditable(entry, view)) {
    throw new UserError('no-file', 'What is said of it stands in no file that could be changed.', 'Choose something else.');
  }
  const edit: Edit = { field: 'alias', to: alias };
  const press = { viewer, entry, view, now: ctx.clock.now(), ctx };
  return { ref: entry.ref, done: await proposeEdit({ proposals: slack.proposals }, press, { edit, reason }) };
}
