import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { contributionsOf, createTools } from '#app/create-plugins.ts';
import { pressedText } from '#catalog/slack/buttons/pressed.ts';
import { systemClock } from '#core/clock.ts';
import { createTalkative } from './support/talkative-plugin.ts';
import { silentLog } from './support/databases.ts';
import { linkCard } from '#catalog/slack/unfurl/link-card.ts';
import type { Directory } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import type { OutFile } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';
import type { Registrations } from '#core/registrations.ts';
import { everyone } from '#core/viewer.ts';
import type { Definition } from '#slack/definition.ts';
import { slackMessage } from '#slack/slack-message.ts';
import { ana, slackOf, undrawn } from './support/ask-catalog.ts';
import { checkBlocks, checkMessage } from './support/check-blocks.ts';
import { checkReply } from './support/check-reply.ts';
import { directoryOf, entitiesIn } from './support/described-entities.ts';
import { paperFollows } from './support/paper-follows.ts';
import { paperLinks } from './support/paper-links.ts';
import { looksLike, paperRegistrations } from './support/paper-registrations.ts';
import { now } from './support/world.ts';

/** Whatever is described anywhere, every reply about it is one that Slack takes. */

const corpus = process.env['SWITCHBOARD_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');
const definitionsWith = (registrations?: Registrations) =>
  createDefinitions({
    catalog: { owners: new Map(), fallback: { channel: '#help' } },
    commands: new Map(),
    permissions: { admin: [], register: 'everyone' },
    registrations,
    links: paperLinks(),
    pictures: undrawn,
    follows: paperFollows(),
    ...contributionsOf([createTalkative(createTools({ clock: systemClock, log: silentLog }))]),
  });
/** Buttons of notices and histories read the database, and have tests of their own; registrations have values of their own, see below. */
const definitions = definitionsWith().filter(({ id }) => !/^(notices\.|catalog\.((un)?regist|misses|add-alias|history))/.test(id));

test('of the example organisation', async () => {
  const entities = entitiesIn(join(import.meta.dirname, '../manifests'));
  expect(entities.length).toBeGreaterThan(55);
  await checkAll(entities);
});

test.skipIf(!existsSync(corpus))(
  'of public repositories',
  async () => {
    const entities = entitiesIn(corpus);
    expect(entities.length).toBeGreaterThan(200);
    await checkAll(entities);
  },
  120_000,
);

test('of repositories that are registered, whatever is written in them', async () => {
  const desk = slackOf(directoryOf([]));
  for (const words of [
    'shop',
    '<!channel> *x* `y` |z> &amp;',
    '\u202Eevil\n:tada: _a_ ~b~',
    'https://evil.example/?<@U0ANA>',
    '𝄞'.repeat(40),
  ]) {
    const look = looksLike(words, 'any');
    const listed = Array.from({ length: 30 }, (_, n) => ({
      source: 'any',
      path: look.target.path,
      repository: look.target.repository,
      webUrl: look.webUrl,
      by: n % 2 ? 'U0ANA' : words,
      at: now.toISOString(),
      ok: false,
      head: null,
      ...(n % 3 === 0 && { leavesAt: now.toISOString() }),
    }));
    for (const one of [look, { ...look, entities: [], kinds: {} }, { ...look, already: { source: 'hidden' } }]) {
      const all = definitionsWith(paperRegistrations(one, listed));
      const asked = `https://github.com/acme/shop ${'x'.repeat(900)}`;
      for (const [id, input] of [
        ['catalog.ask', `register ${asked}`],
        ['catalog.ask', 'unregister'],
        ['catalog.ask', 'refresh any'],
        ['catalog.register', `${'f'.repeat(16)} ${asked}`],
        ['catalog.unregister', `any\n${look.target.path}`],
        ['catalog.registrations', '1'],
        ['catalog.registrations', '999'],
        ['catalog.dismiss', ''],
      ]) {
        const definition = all.find((known) => known.id === id);
        if (!definition) throw new Error(`Nothing is called ${id}.`);
        expect(JSON.stringify(await checkReply(desk, definition, input), formatted)).not.toMatch(/<!channel>|<@U0ANA>[^"]*evil|\u202E/);
      }
    }
  }
});

/** Without what Slack shows as it is, and what it does not show. */
const formatted = (key: string, value: unknown) =>
  key === 'value' ||
  key === 'accessibility_label' ||
  (typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text')
    ? undefined
    : value;

async function checkAll(entities: readonly Entity[]): Promise<void> {
  const directory = directoryOf(entities);
  const desk = slackOf(directory);
  const everyGroup = [...directory.for({ kind: 'everyone' }).entries()].flatMap(({ ref }) => (ref.startsWith('group:') ? ref : []));
  await checkHome(directory, { groups: everyGroup });
  for (const entry of directory.for({ kind: 'everyone' }).entries()) {
    const { ref, entity } = entry;
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
      command: [
        name,
        ref,
        `owner ${name}`,
        `show ${ref}`,
        `search ${name} kind:${entity.kind}`,
        `stats ${name}`,
        `deps ${ref} up --depth 3`,
        `${ref} -> ${ref}`,
        `impact ${ref}`,
        `owner ${name}x`,
        `frob ${name}`,
        `link-channel ${ref}`,
        'link-channel',
        'owner',
        'unlink-channel',
        `follow ${ref}`,
        'following',
        `unfollow ${ref}`,
      ],
      action: [ref, `1700000000.000100 ${ref}`, `by-thing ${ref}`, `impact ${ref}`, `needs-both-3 ${ref}`],
      options: [name, name.slice(0, 3), ''],
      shortcut: [message],
      view: [{ values: { entity: ref }, metadata: '', title: '' }],
      event: [text],
    };
    const shown = linkCard({ config: desk.slack.config }, desk.ctx, { view: directory.for(everyone), entry });
    expect(checkBlocks(shown, 50)).toEqual([]);
    await checkHome(directory, ref.startsWith('group:') ? { groups: [ref] } : { userRef: ref });
    const form = { values: { why: JSON.stringify(entity) }, metadata: pressedText({ ref, key: 'key', read: 'alone' }), title: 'Edit' };
    const inputsFor = ({ id, type }: Definition) => {
      if (id.startsWith('catalog.deps-')) return [`up all 0 ${ref}`, `down 2 1 ${ref}`];
      return id === 'talkative.say' && type === 'view' ? [form] : (inputs[type] ?? []);
    };
    for (const definition of definitions) for (const input of inputsFor(definition)) await checkReply(desk, definition, input);
  }
  for (const { message } of desk.posted) expect(checkMessage(slackMessage(message))).toEqual([]);
  expect(desk.uploaded.length).toBeGreaterThan(0);
  for (const { file } of desk.uploaded) expect(faultsOfFile(file), file.name).toEqual([]);
}

/** What goes with a file is read by people as well; a picture says what it shows. */
function faultsOfFile({ name, altText = '', comment, title }: OutFile): string[] {
  const faults = comment === undefined ? [] : checkMessage({ text: comment, blocks: [] });
  if (title === '' || (name.endsWith('.png') && altText === '')) faults.push('a file that says nothing to who does not see it');
  if (/<(?!@U|#C)/.test(comment ?? '')) faults.push('a link or mention beside a file');
  return faults;
}

/** The Home tab of somebody in these teams, or of somebody in none. */
async function checkHome(directory: Directory, who: { userRef?: Ref; groups?: Ref[] }): Promise<void> {
  const desk = slackOf(directory, { viewer: { ...ana, groups: [], ...who } });
  const opened = definitions.find(({ id }) => id === 'catalog.home');
  if (!opened) throw new Error('Nothing fills the Home tab.');
  await checkReply(desk, opened, { tab: 'home' });
}
