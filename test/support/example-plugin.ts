import type { Plugin, Tools } from '#plugin.ts';

/** A system that knows what was deployed when. */
export interface Deploys {
  last(name: string, signal: AbortSignal): Promise<{ version: string; at: Date } | undefined>;
  /** Safe to be called twice with one key. */
  rollBack(name: string, asked: { key: string; by: string; why: string }): Promise<void>;
}

/** What docs/plugins.md explains: a section that loads, and a button that asks why. */
export function createDeploys(deploys: Deploys, { text, blocks, message, reply, UserError }: Tools): Plugin {
  const { md, foreign, dateToken } = text;
  return {
    id: 'deploys',
    sections: [
      {
        id: 'deploys.last',
        label: 'Deploys',
        kinds: ['component'],
        deadlineMs: 500,
        when: ({ entity }) => entity.spec?.['type'] === 'service',
        async load(entries, { signal }) {
          const found = entries.map(async ({ ref, entity }) => [ref, await deploys.last(entity.metadata.name, signal)] as const);
          return new Map(await Promise.all(found));
        },
        render(_entry, { data }) {
          const last = data as Awaited<ReturnType<Deploys['last']>>;
          return last ? [blocks.section(md`Deployed ${foreign(last.version)} ${dateToken(last.at, last.at.toISOString())}`)] : [];
        },
      },
    ],
    buttons: [
      {
        id: 'deploys.roll-back',
        label: 'Roll Back',
        kinds: ['component'],
        writes: true,
        open: ({ entry }) => ({
          title: 'Roll back',
          submit: 'Roll Back',
          blocks: [
            blocks.section(md`This takes back the last deployment of ${foreign(entry.entity.metadata.name)}.`),
            blocks.textInput({ id: 'why', label: 'Why?', most: 200 }),
          ],
        }),
        async submit({ entry, key, viewer }, { why }) {
          const { name } = entry.entity.metadata;
          if (typeof why !== 'string') return { reply: { kind: 'errors', errors: { why: 'Say why.' } } };
          if (entry.entity.spec?.['lifecycle'] !== 'production')
            throw new UserError('deploys.not-deployed', `${name} is not in production.`, 'There is nothing to roll back.');
          await deploys.rollBack(name, { key, by: viewer.userId, why });
          const said = md`${foreign(name)} is being rolled back.`;
          return { reply: reply.ephemeral(message(said, [blocks.section(said)])), detail: { why } };
        },
      },
    ],
  };
}
