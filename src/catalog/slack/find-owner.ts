import type { Reply, View } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { plain } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineOptions } from '#slack/define-options.ts';
import { defineShortcut } from '#slack/define-shortcut.ts';
import { defineView } from '#slack/define-view.ts';
import { input } from '#slack/input.ts';
import { limits } from '#slack/limits.ts';
import { cardForAsker, type CatalogSlack } from './catalog-slack.ts';
import { entityOption, pickedEntry } from './entity-option.ts';
import { ownThings } from './examples.ts';

const mostOptions = 100;
const field = 'entity';

/** From everywhere in Slack: a form that finds while one types, and becomes the card. */
export const findOwner = (slack: CatalogSlack) => [
  defineShortcut({
    id: 'catalog.find-owner',
    on: 'anywhere',
    name: 'Find Owner',
    summary: 'Who owns something, and how to reach them',
    parse: () => undefined,
    answer: (): Reply => ({ kind: 'modal', how: 'open', view: form }),
  }),
  defineAction({
    id: 'catalog.find-owner',
    parse: () => undefined,
    answer: (): Reply => ({ kind: 'modal', how: 'open', view: form }),
  }),
  suggest(),
  defineView<string>({
    id: 'catalog.find-owner',
    parse: ({ values }) => {
      const picked = values[field];
      return typeof picked === 'string'
        ? { ok: true, input: picked }
        : { ok: false, errors: { [field]: 'Choose what you want to know about.' } };
    },
    async answer(ctx, picked) {
      const view = ctx.directory.for(ctx.viewer);
      const entry = pickedEntry(view, picked);
      if (!entry) throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Choose again.');
      const { blocks } = await cardForAsker(slack, ctx, { entry });
      return { kind: 'modal', how: 'update', view: { type: 'modal', title, close: plain('Close', limits.viewTitle), blocks } };
    },
  }),
];

/** What comes while one types; before that, what the asker's own teams own. */
const suggest = () =>
  defineOptions<string>({
    id: 'catalog.suggest',
    parse: (typed) => typed.trim(),
    answer(ctx, typed) {
      const view = ctx.directory.for(ctx.viewer);
      const entries = typed === '' ? ownThings(view, ctx.viewer, mostOptions) : view.suggest(typed, mostOptions);
      return { kind: 'options', options: entries.map(entityOption) };
    },
  });

const title = plain('Find owner', limits.viewTitle);

const form: View = {
  type: 'modal',
  callback_id: 'catalog.find-owner',
  title,
  submit: plain('Show Owner', limits.viewTitle),
  close: plain('Cancel', limits.viewTitle),
  blocks: [
    input({
      id: field,
      label: 'What do you want to know about?',
      hint: 'A name, or a pasted link, repository, pod or pager id.',
      element: {
        type: 'external_select',
        action_id: 'catalog.suggest',
        min_query_length: 0,
        focus_on_load: true,
        placeholder: plain('payments-api', limits.placeholder),
      },
    }),
  ],
};
