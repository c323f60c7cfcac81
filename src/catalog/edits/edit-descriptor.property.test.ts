import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { parseFile } from '../descriptor/parse-file.ts';
import type { Edit } from '#core/proposals.ts';
import { expectOnlyThat } from './only-that.fixture.ts';

/** Something written in one of many ways; `⇥` is one step of indentation. */
const descriptions = [
  '',
  '⇥description: Takes money # and how\n',
  "⇥description: 'It''s money'\n",
  '⇥description: "Takes \\"money\\""   # and how\n',
  '⇥description: |\n⇥⇥Takes money\n⇥⇥⇥a lot\n\n',
  '⇥description: >-   # folded\n⇥⇥Takes\n⇥⇥money\n',
  '⇥description: |+\n⇥⇥Takes money\n\n\n',
  '⇥description: Takes\n⇥⇥money\n',
  '⇥"description":\n',
  '⇥description: ~\n',
];
const links = [
  '',
  '⇥links: []\n',
  '⇥links:\n',
  '⇥links:\n⇥⇥- url: https://a.example # first\n⇥⇥  title: A\n',
  '⇥links:\n⇥- title: A\n⇥  url: https://a.example\n⇥# the end\n',
  '⇥links: [{url: https://a.example}, ]\n',
  '⇥links:\n⇥⇥-   {url: "https://a.example"}\n',
  '⇥links: [\n⇥⇥{ "url": "https://a.example" } # one\n⇥⇥]\n',
];
const annotations = [
  '',
  '⇥annotations: {}\n',
  '⇥annotations:\n',
  "⇥annotations:\n⇥⇥# ours\n⇥⇥slack.com/channel: '#old'\n⇥⇥switchboard.io/aliases: till, desk\n",
  '⇥annotations: { a/b: c, "slack.com/channel": old }\n',
  '⇥annotations:\n⇥⇥a/b: |\n⇥⇥⇥c\n',
];
const specs = [
  'spec:\n⇥type: service\n⇥lifecycle: production\n⇥owner: team-a   # since 2020\n',
  'spec: {type: service, lifecycle: production, owner: "team-a"}\n',
  "spec:\n⇥type: service\n⇥owner: 'team-a'\n⇥lifecycle: production\n⇥dependsOn:\n⇥- resource:db\n",
];

const page = fc
  .record({
    parts: fc.tuple(...[descriptions, links, annotations].map((ways) => fc.constantFrom(...ways))),
    nameFirst: fc.boolean(),
    spec: fc.constantFrom(...specs),
    step: fc.constantFrom('  ', '    ', '   '),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
    neighbours: fc.boolean(),
    ends: fc.boolean(),
  })
  .map(({ parts, nameFirst, spec, step, lineEnd, bom, neighbours, ends }) => {
    const metadata = nameFirst ? `⇥name: pay\n${parts.join('')}` : `${parts.join('')}⇥name: pay\n`;
    const own = `# Ours\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n${metadata}${spec}`;
    const around = neighbours ? `---\nkind: First # one\n---\n${own}---\n# last\nkind: Last\n...\n` : own;
    const text = around.replaceAll('⇥', step).replaceAll('\n', lineEnd);
    return { text: (bom ? '\ufeff' : '') + (ends ? text : text.replace(/(?:\r?\n)+$/, '')), doc: neighbours ? 1 : 0 };
  });

const line = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu, '').trim())
  .filter((text) => text !== '');
const awkward = fc.constantFrom(
  'yes',
  '1.10',
  '# no',
  'a: b',
  '- x',
  "it's",
  '{a}',
  '2024-01-01',
  'null',
  'a #b',
  '&x',
  '*x',
  '!x',
  '|',
  '@a',
  '%a',
);
const lines = fc.array(fc.oneof(line, awkward, fc.constant('')), { minLength: 1, maxLength: 4 }).map((all) => all.join('\n').trim());
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom<Edit[]>({ field: 'owner', to: 'group:default/team-b' }, { field: 'owner', to: '1234' }),
  lines.filter((text) => text !== '').map((to): Edit => ({ field: 'description', to })),
  fc.oneof(line, awkward).map((title): Edit => ({ field: 'link', url: 'https://b.example/x?y=1&z={a},#b', title })),
  fc.constantFrom<Edit[]>({ field: 'channel', to: '#pay' }, { field: 'channel', to: 'C0123456789' }, { field: 'alias', to: 'checkout' }),
);

test('whatever a file looks like and whatever is written, exactly that is changed', () => {
  let kept = 0;
  fc.assert(
    fc.property(page, edit, ({ text, doc }, wanted) => {
      const { documents, problems } = parseFile({ path: 'catalog-info.yaml', text }, { bounds: defaultBounds });
      expect(problems).toEqual([]);
      const edited = expectOnlyThat({ path: 'catalog-info.yaml', text, documents }, { doc, ref: 'component:default/pay' }, wanted);
      if (!/\r\n/.test(text)) expect(edited).not.toContain('\r');
      else expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(edited.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
      expect(/[\r\n]$/.test(edited)).toBe(/[\r\n]$/.test(text));
      for (const comment of text.match(/# .*/g) ?? []) if (edited.includes(comment)) kept++;
      expect(edited).toContain('# Ours');
    }),
    { numRuns: 800 },
  );
  expect(kept).toBeGreaterThan(800);
});
