import { reply } from '#core/reply.ts';
import { defineEvent } from '#slack/define-event.ts';
import { type Asking, explain, meanwhile, understand } from './asking.ts';

/** A direct message to us: answered there, for the one who wrote it. Edits and all that is no plain message are not questions. */
export const directMessage = (asking: Asking) =>
  defineEvent<string>({
    id: 'catalog.direct-message',
    event: 'message',
    subscription: 'message.im',
    parse: ({ channel_type, subtype, edited, hidden, text }) =>
      channel_type === 'im' && subtype === undefined && edited === undefined && hidden !== true && typeof text === 'string'
        ? text
        : undefined,
    answer(ctx, said) {
      const understood = understand(asking, ctx, said);
      if (understood.kind !== 'request') return reply.ephemeral(explain(asking, ctx, { understood, prefix: '' }));
      return understood.request.answer(ctx, understood.request.parse(understood.text), 'asker');
    },
    meanwhile: (said) => meanwhile(asking, said),
    async after(ctx, said, shown) {
      const understood = understand(asking, ctx, said);
      if (understood.kind === 'request') await understood.request.after?.(ctx, understood.request.parse(understood.text), shown);
    },
  });
