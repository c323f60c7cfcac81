import type { Plugin, Tools } from '#plugin.ts';

/** Says everything that it is told about everything, in all places that plugins have. */
export function createTalkative({ text, blocks, message, reply }: Tools): Plugin {
  const { md, foreign, join, code, link, escape } = text;
  return {
    id: 'talkative',
    sections: (['top', undefined] as const).map((place) => ({
      id: `talkative.${place ?? 'below'}`,
      ...(place && { place }),
      deadlineMs: 0,
      render: ({ entity }) => {
        const all = JSON.stringify(entity);
        return [blocks.section(md`${foreign(all)}`), blocks.context(join([code(all), link(all, all), escape(all, 5_000)]))];
      },
    })),
    buttons: [
      {
        id: 'talkative.say',
        label: 'Say All of It, However Long That Is',
        place: 'row',
        writes: true,
        open: ({ entry: { entity } }) => {
          const { name, description = name } = entity.metadata;
          const field = blocks.textInput({ id: 'why', label: description, hint: description, placeholder: description, long: true });
          return { title: description, submit: description, blocks: [blocks.section(md`${foreign(description)}`), field] };
        },
        submit({ entry: { entity } }, { why }) {
          const said = md`${foreign(`${entity.metadata.name} ${String(why)}`)}`;
          return { reply: reply.ephemeral(message(said, [blocks.section(said)])), detail: { why } };
        },
      },
    ],
  };
}
