import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { createCatalogMemory } from '#catalog/directory/catalog-memory.ts';
import { buildView } from '#catalog/directory/build-view.ts';
import type { SourceRow } from '#catalog/directory/memory.ts';
import type { Directory, Entry } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import { formatRef, type Ref } from '#core/ref.ts';
import type { Reply } from '#core/reply.ts';
import type { Answerable } from '#slack/answerable.ts';
import type { Definition } from '#slack/definition.ts';
import { slackMessage, slackView } from '#slack/slack-message.ts';
import { ana, type Desk, slackOf } from './support/ask-catalog.ts';
import { checkMessage, checkOptions, checkView } from './support/check-blocks.ts';
import { nobody, now } from './support/world.ts';

/** Whatever is described anywhere, every reply about it is one that Slack takes. */

const corpus = process.env['SWITCHBOARD_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');
/** Buttons of notices read the database, and have tests of their own. */
const definitions = createDefinitions({ catalog: { owners: new Map(), fallback: { channel: '#help' } }, commands: new Map() }).filter(
  ({ id }) => !id.startsWith('notices.'),
);

test('of the example organisation', async () => {
  const entities = entitiesIn(join(import.meta.dirname, '../manifests'));
  expect(entities.length).toBeGreaterThan(55);
  await checkAll(entities);
}, 60_000);

test.skipIf(!existsSync(corpus))(
  'of public repositories',
  async () => {
    const entities = entitiesIn(corpus);
    expect(entities.length).toBeGreaterThan(200);
    await checkAll(entities);
  },
  120_000,
);

function entitiesIn(folder: string): Entity[] {
  return globSync('**/*.{yaml,yml}', { cwd: folder }).flatMap((path) => {
    if (path.includes('skeleton/')) return [];
    try {
      return (loadAll(readFileSync(join(folder, path), 'utf8')) as unknown[]).flatMap(asEntity);
    } catch {
      // Templates of other tools, which are no YAML before they are filled in.
      return [];
    }
  });
}

function asEntity(value: unknown): Entity[] {
  const { kind, metadata } = (value ?? {}) as Partial<Entity>;
  if (typeof kind !== 'string' || typeof metadata?.name !== 'string' || !/^[\w.-]+$/.test(metadata.name)) return [];
  return [{ ...(value as Entity), metadata: { ...metadata, namespace: metadata.namespace ?? 'default' } }];
}

function directoryOf(entities: readonly Entity[]): Directory {
  const { memory, finder } = createCatalogMemory(nobody);
  memory.setSources([source]);
  for (const entity of entities) memory.put({ entry: entryOf(entity), print: 0 });
  const freshness = { from: 'database', asOf: now } as const;
  const view = buildView({ memory, finder, freshness: () => freshness }, () => true);
  return { for: () => view, sources: () => [], freshness, size: entities.length };
}

const source: SourceRow = {
  name: 'any',
  type: 'git',
  position: 0,
  authority: true,
  visibleTo: 'everyone',
  everyMs: 60_000,
  head: 'a'.repeat(40),
  branch: 'main',
  seenAt: now,
  syncedAt: now,
  ok: true,
  problems: 0,
  held: 0,
  webUrl: 'https://github.com/acme/any',
};

function entryOf(entity: Entity): Entry {
  const ref = formatRef({ kind: entity.kind, ...entity.metadata });
  return { uid: ref, ref, entity, source: 'any', path: 'catalog-info.yaml', doc: 0, line: 1, changedAt: now, rivals: [] };
}

async function checkAll(entities: readonly Entity[]): Promise<void> {
  const directory = directoryOf(entities);
  const desk = slackOf(directory);
  const everyGroup = [...directory.for({ kind: 'everyone' }).entries()].flatMap(({ ref }) => (ref.startsWith('group:') ? ref : []));
  await checkHome(directory, { groups: everyGroup });
  for (const { ref, entity } of directory.for({ kind: 'everyone' }).entries()) {
    const { name } = entity.metadata;
    const message = {
      on: 'message',
      text: `${name} is down`,
      blocks: [],
      attachments: [entity],
      channel: 'C0INCIDENT',
      ts: '1700000000.000100',
    };
    const text = { text: `<@U0BOT> who owns ${ref}?`, channel_type: 'im' };
    const inputs: Partial<Record<Definition['type'], unknown[]>> = {
      command: [name, ref, `owner ${name}`, `owner ${name}x`, `frob ${name}`],
      action: [ref, `1700000000.000100 ${ref}`],
      options: [name, name.slice(0, 3), ''],
      shortcut: [message],
      view: [{ values: { entity: ref }, metadata: '' }],
      event: [text],
    };
    await checkHome(directory, ref.startsWith('group:') ? { groups: [ref] } : { userRef: ref });
    for (const definition of definitions) for (const input of inputs[definition.type] ?? []) await checkReply(desk, definition, input);
  }
  for (const { message } of desk.posted) expect(checkMessage(slackMessage(message))).toEqual([]);
}

/** The Home tab of somebody in these teams, or of somebody in none. */
async function checkHome(directory: Directory, who: { userRef?: Ref; groups?: Ref[] }): Promise<void> {
  const desk = slackOf(directory, { viewer: { ...ana, groups: [], ...who } });
  const opened = definitions.find(({ id }) => id === 'catalog.home');
  if (!opened) throw new Error('Nothing fills the Home tab.');
  await checkReply(desk, opened, { tab: 'home' });
}

async function checkReply(desk: Desk, definition: Definition, input: unknown): Promise<void> {
  const answering = definition as Answerable<unknown> & { parse(given: unknown): unknown };
  const parsed = answering.parse(input);
  // An event that is not for it is not answered.
  if (parsed === undefined && definition.type === 'event') return;
  const given = definition.type === 'view' ? (parsed as { input: unknown }).input : parsed;
  const reply = await answering.answer(desk.ctx, given);
  expect(faults(reply), `${definition.id} ${JSON.stringify(input)}`).toEqual([]);
}

function faults(reply: Reply): string[] {
  if (reply.kind === 'message') return checkMessage(slackMessage(reply.message));
  if (reply.kind === 'modal' || reply.kind === 'home') return checkView(slackView(reply.view));
  if (reply.kind !== 'options') return [];
  const options = reply.options.map(({ text, value, description }) => ({
    text: { type: 'plain_text', text: text.slice(0, 75) || ' ' },
    value,
    ...(description && { description: { type: 'plain_text', text: description.slice(0, 75) } }),
  }));
  return checkOptions(options, 'options');
}
