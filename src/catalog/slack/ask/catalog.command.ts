import { reply } from '#core/reply.ts';
import { defineCommand } from '#slack/define-command.ts';
import { type Asking, explain, meanwhile, understand } from './asking.ts';

/** `/catalog <anything that can be asked>`; alone, a menu. */
export const catalogCommand = (asking: Asking) =>
  defineCommand<string>({
    id: 'catalog.ask',
    command: '/catalog',
    summary: 'Everything that can be asked of the catalog; alone, a menu',
    usage: `[${asking.requests.flatMap(({ phrases, besides }) => (besides === undefined ? phrases[0] : [])).join(' | ')} | help] …`,
    parse: (text) => text,
    answer(ctx, said) {
      const understood = understand(asking, ctx, said);
      if (understood.kind !== 'request') return reply.ephemeral(explain(asking, ctx, { understood, prefix: asking.command }));
      return understood.request.answer(ctx, understood.request.parse(understood.text), 'asker');
    },
    meanwhile: (said) => meanwhile(asking, said),
    async after(ctx, said, shown) {
      const understood = understand(asking, ctx, said);
      if (understood.kind === 'request') await understood.request.after?.(ctx, understood.request.parse(understood.text), shown);
    },
  });
