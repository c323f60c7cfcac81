import { messageOf, run, slackOf } from '../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { entity, minutesAgo, world } from '../../../test/support/world.ts';
import { createDefinitions } from '#app/create-definitions.ts';
import { contributionsOf, createTools } from '#app/create-plugins.ts';
import { systemClock } from '#core/clock.ts';
import { silentLog } from '../../../test/support/databases.ts';
import { createTalkative } from '../../../test/support/talkative-plugin.ts';
import type { Message } from '#core/reply.ts';
import type { Answerable } from '#slack/answerable.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const nasty = [
  '<!channel>',
  '<@U1>',
  '<https://evil.test|click>',
  '*bold*',
  '`code`',
  '_it_',
  '~no~',
  '\n\n> quote',
  ':tada:',
  '\u202Egnp.exe',
  '\u001b[31mred',
  '&lt;!here&gt;',
  '\uD83D',
  '|',
  '<!subteam^S1>',
  '<#C1|x>',
];
/** Anything that a file may hold, mostly what could go wrong, up to 5,000 characters. */
const foreign = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 20 })), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.constantFrom(...nasty).map((part) => part.repeat(Math.ceil(5000 / part.length)).slice(0, 5000)),
);

interface Written {
  title: string;
  owner: string;
  type: string;
  note: string;
  url: string;
  path: string;
}
const written = fc.record<Written>({ title: foreign, owner: foreign, type: foreign, note: foreign, url: foreign, path: foreign });

function company(said: Written) {
  const { title, owner, type, note, url, path } = said;
  const annotations = Object.fromEntries(
    [
      'slack.com/bot-notify',
      'slack.com/user-group',
      'switchboard.io/lead',
      'pagerduty.com/service-id',
      'backstage.io/source-location',
      'backstage.io/techdocs-ref',
      'github.com/project-slug',
    ].map((key) => [key, note]),
  );
  const links = [{ url, title }, { url: `https://a.test/${url}`, title: note }, { url: `https://x.slack.com/archives/${note}` }];
  const spec = { type, lifecycle: type, system: 's', dependsOn: [`component:${owner}`, 'component:b'] };
  const meta = { title, annotations, links, slackChannel: note };
  const rivals = [{ source: 'catalog', path, line: 2 }];
  return world({
    entities: [
      { entity: entity('Component', 'a', { ...spec, owner: 'g' }, meta), path, rivals, broken: { line: 1, message: note }, held: true },
      { entity: entity('Component', 'b', { ...spec, owner }, meta), path },
      entity('System', 's', { owner: 'g', domain: note }, meta),
      entity('Group', 'g', { type, children: [], parent: owner, lead: note, profile: { displayName: title, email: note } }, meta),
      entity('User', 'u', { memberOf: ['g', owner], profile: { displayName: title, email: `${note}@acme.test` } }, meta),
    ],
    tombstones: [
      {
        ref: 'component:default/old',
        uid: 'x',
        kind: type,
        name: 'old',
        title,
        ownerRef: `group:default/${owner}`,
        source: note,
        path,
        removedAt: minutesAgo(9),
        fromCommit: note,
        toCommit: note,
        commit: note,
        author: title,
      },
    ],
    sources: [{ name: 'catalog', branch: note, errorCode: note, ok: false }],
  });
}

/** Everything between `<` and `>` that a card may mean, of people only the one who shares; whatever else a file writes must have been escaped. */
const meant = [
  /^https?:\/\/[^\s<>|]+\|[^<>|]+$/,
  /^mailto:[^\s<>|]+\|[^<>|]+$/,
  /^#[CG][A-Z0-9]+$/,
  /^!date\^\d+\^[^|<>]+\|[^<>|]+$/,
  /^@U0ANA$/,
];

function unmeant(message: Message): string[] {
  const texts: string[] = [message.text];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as { type?: unknown; text?: unknown };
    if (type === 'mrkdwn' && typeof text === 'string') texts.push(text);
    for (const part of Object.values(value)) walk(part);
  };
  walk(message.blocks);
  return texts.flatMap((text) => {
    const tokens = [...text.matchAll(/<([^>]*)>?/g)].map((match) => match[1] ?? '');
    const rest = text.replace(/<[^<>]*>/g, '');
    const loose = /[<>]|&(?!amp;|lt;|gt;)|[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u.exec(rest);
    return [...tokens.filter((token) => !meant.some((form) => form.test(token))), ...(loose ? [loose[0]] : [])];
  });
}

test('whatever files and people write, a card pings nobody, links nowhere else and keeps to the limits', async () => {
  const property = fc.asyncProperty(written, foreign, async (said, typed) => {
    const desk = slackOf(company(said), { fallback: { channel: said.note } });
    const asked = ['a', 'b', 's', 'component:a', 'group:g', 'user:u', 'old', typed].map((text) => run(desk, 'catalog.whoowns', text));
    const pressed = ['component:default/a', 'component:default/b', 'group:default/g', 'user:default/u'].flatMap((ref) => [
      run(desk, 'catalog.why', ref),
      run(desk, 'catalog.dependencies', ref),
      run(desk, 'catalog.impact', ref),
      run(desk, 'catalog.deps', `${ref} up --depth 3`),
      run(desk, 'catalog.deps-list', `down all 0 ${ref}`),
      run(desk, 'catalog.share', ref),
    ]);
    const replies = await Promise.all([...asked, ...pressed]);
    const messages = [...(await Promise.all(replies.map((reply) => messageOf(reply)))), ...desk.posted.map(({ message }) => message)];
    for (const message of messages) {
      expect(checkMessage(message)).toEqual([]);
      expect(unmeant(message).filter((token) => token !== '')).toEqual([]);
      expect(message.blocks.length).toBeLessThanOrEqual(12);
    }
  });
  await fc.assert(property, { numRuns: 60 });
});

test('a plugin that repeats all of it pings nobody either, and takes no more room', async () => {
  const talkative = contributionsOf([createTalkative(createTools({ clock: systemClock, log: silentLog }))]);
  const property = fc.asyncProperty(written, async (said) => {
    const desk = slackOf(company(said), talkative);
    for (const text of ['a', 'group:g']) {
      const message = await messageOf(run(desk, 'catalog.whoowns', text));
      expect(checkMessage(message)).toEqual([]);
      expect(unmeant(message).filter((token) => token !== '')).toEqual([]);
      expect(message.blocks.length).toBeLessThanOrEqual(12);
    }
  });
  await fc.assert(property, { numRuns: 40 });
});

test('whatever people say to us or point at, nothing of it comes back alive', async () => {
  const definitions = createDefinitions({ catalog: { owners: new Map(), fallback: {} }, commands: new Map() });
  const property = fc.asyncProperty(
    written,
    foreign,
    fc.constantFrom('', 'owner ', 'ownr ', 'help ', '<@U0BOT> who owns '),
    async (said, typed, start) => {
      const desk = slackOf(company(said));
      const target = {
        on: 'message',
        text: typed,
        blocks: [{ text: `a ${typed}` }],
        attachments: [{ fields: [{ title: typed, value: typed }] }],
      };
      const inputs: Record<string, unknown> = {
        'catalog.ask': start + typed,
        'catalog.mention': { text: start + typed },
        'catalog.direct-message': { text: start + typed, channel_type: 'im' },
        'catalog.who-owns-this': { ...target, channel: 'C1', ts: '1700000000.000100' },
      };
      for (const [id, input] of Object.entries(inputs)) {
        const definition = definitions.find((one) => one.id === id) as unknown as Spoken;
        const message = await messageOf(await definition.answer(desk.ctx, definition.parse(input)));
        expect(checkMessage(message)).toEqual([]);
        expect(unmeant(message).filter((token) => token !== '')).toEqual([]);
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

type Spoken = Answerable<unknown> & { parse(input: unknown): unknown };
