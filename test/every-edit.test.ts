import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import type { Directory } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import { slackOf } from './support/ask-catalog.ts';
import { checkReply } from './support/check-reply.ts';
import { directoryOf, entitiesIn } from './support/described-entities.ts';
import { opened, paperProposals } from './support/paper-proposals.ts';

const corpus = process.env['SWITCHBOARD_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');

test('whatever is put right from a card, and whatever comes of it, Slack takes the form and the answer', async () => {
  const folders = [join(import.meta.dirname, '../manifests'), ...(existsSync(corpus) ? [corpus] : [])];
  const directory = directoryOf(folders.flatMap(entitiesIn));
  const desk = slackOf(directory);
  const words = '<!channel> *x* `y` |z> &amp; \u202Eevil';
  const patch = (text: string) => ({ outcome: 'patch', patch: text, why: words, hint: words }) as const;
  const proposals = paperProposals(
    opened,
    { outcome: 'known', url: opened.url, number: opened.number },
    patch(`-a\n+${words}\n`),
    patch('+x\n'.repeat(2_000)),
  );
  const catalog = { owners: new Map(), fallback: {} };
  const buttons = createDefinitions({ catalog, commands: new Map(), proposals }).filter(({ id }) =>
    /\.(report-owner|propose-owner|edit-|add-link|set-channel)/.test(id),
  );
  expect(buttons.length).toBe(10);
  for (const { ref } of directory.for({ kind: 'everyone' }).entries()) {
    for (const open of buttons.filter(({ type }) => type === 'action')) {
      const form = await checkReply(desk, open, ref).catch(unlessNotOffered);
      const send = buttons.find(({ type, id }) => type === 'view' && id === open.id);
      if (form?.kind !== 'modal' || !send) continue;
      const field = String(form.view.blocks.find(({ block_id: id }) => String(id).startsWith('to '))?.['block_id']);
      const entered = open.id.endsWith('-owner') ? anyGroup(directory) : open.id.endsWith('channel') ? '#somewhere-else' : words;
      const values = { [field]: entered, url: 'https://a.example/<x>', title: words, reason: words };
      await checkReply(desk, send, { values, metadata: form.view['private_metadata'] });
    }
  }
  expect(proposals.wishes.length).toBeGreaterThan(100);
  expect(desk.uploaded.length).toBeGreaterThan(10);
});

function unlessNotOffered(error: unknown): undefined {
  if (!(error instanceof UserError) || error.code !== 'not-offered') throw error;
}

function anyGroup(directory: Directory): Ref {
  for (const { ref } of directory.for({ kind: 'everyone' }).entries()) if (ref.startsWith('group:') && ref.length <= 75) return ref;
  throw new Error('There is no group.');
}
