import { expect, test } from 'vitest';
import type { Edit } from '#core/proposals.ts';
import { editDescriptor } from './edit-descriptor.ts';
import { changedLines } from './only-that.fixture.ts';

const file = `# Payments
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: pay   # as in the pager
  tags:
    - money
  annotations: {a/b: "c"}
spec:
  type: service
  lifecycle: production
  owner: 'team-a' # since 2020
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: till}
spec: {type: service, lifecycle: production}
`;

const edit = (text: string, what: Edit, doc = 0) =>
  changedLines(
    text,
    editDescriptor({ path: 'catalog-info.yaml', text }, { doc, ref: `component:default/${doc === 0 ? 'pay' : 'till'}` }, what),
  );

test.each<[Edit, number, string[], string[]]>([
  [{ field: 'owner', to: 'team-b' }, 0, ["  owner: 'team-a' # since 2020\n"], ["  owner: 'team-b' # since 2020\n"]],
  [{ field: 'description', to: 'Takes money' }, 0, [], ['  description: Takes money\n']],
  [{ field: 'description', to: 'One.\nTwo.' }, 0, [], ['  description: |-\n', '    One.\n', '    Two.\n']],
  [
    { field: 'link', url: 'https://a.example', title: 'A: b' },
    0,
    [],
    ['  links:\n', '    - url: https://a.example\n', '      title: "A: b"\n'],
  ],
  [{ field: 'channel', to: '#pay' }, 0, ['  annotations: {a/b: "c"}\n'], ['  annotations: {a/b: "c", slack.com/channel: "#pay"}\n']],
  [{ field: 'owner', to: 'team-b' }, 1, [file.split('\n')[16] + '\n'], ['spec: {type: service, lifecycle: production, owner: team-b}\n']],
  [
    { field: 'alias', to: 'desk' },
    1,
    ['metadata: {name: till}\n'],
    ['metadata: {name: till, annotations: { switchboard.io/aliases: desk }}\n'],
  ],
])('%j of document %i changes its line and no other', (what, doc, removed, added) => {
  expect(edit(file, what, doc)).toMatchObject({ removed, added });
});

test('an alias that was written without quotes, as a number, stays one beside another', () => {
  const numbered = file.replace('annotations: {a/b: "c"}', 'annotations: {switchboard.io/aliases: 123}');
  expect(edit(numbered, { field: 'alias', to: 'desk' })).toMatchObject({
    added: ['  annotations: {switchboard.io/aliases: "123, desk"}\n'],
  });
});

test('JSON stays JSON', () => {
  const json = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'pay' },
    spec: { type: 'x', lifecycle: 'y', owner: 'a' },
  };
  for (const indent of [0, 2, '\t']) {
    const text = `${JSON.stringify(json, undefined, indent)}\n`;
    for (const what of [
      { field: 'owner', to: 'team-b' },
      { field: 'link', url: 'https://a.example', title: 'A' },
      { field: 'channel', to: '#pay' },
    ] as Edit[]) {
      const edited = editDescriptor({ path: 'catalog-info.json', text }, { doc: 0, ref: 'component:default/pay' }, what);
      expect(JSON.parse(edited)).not.toEqual(json);
      expect(changedLines(text, edited).added.length).toBeLessThanOrEqual(2);
    }
  }
});

const component = (metadata: string, owner = 'a') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: pay\n${metadata}spec:\n  type: service\n  lifecycle: production\n  owner: ${owner}\n`;

test.each<[string, string, Edit, string]>([
  ['an alias', component('  labels: {team: &team a}\n', '*team'), { field: 'owner', to: 'b' }, 'edit-aliased'],
  [
    'what an alias elsewhere repeats',
    component('  labels: {x: *team}\n').replace('name: pay', 'name: &team pay').replace('metadata:', 'metadata:'),
    { field: 'description', to: 'b' },
    'fine',
  ],
  [
    'an anchor that is used elsewhere',
    component('  description: &words Takes money\n  title: *words\n'),
    { field: 'description', to: 'b' },
    'edit-impossible',
  ],
  ['an included text', component('  description: {$text: ./README.md}\n'), { field: 'description', to: 'b' }, 'edit-included'],
  ['included annotations', component('  annotations:\n    $yaml: ./notes.yaml\n'), { field: 'channel', to: '#b' }, 'edit-included'],
  ['what it says already', component(''), { field: 'owner', to: 'a' }, 'edit-same'],
  [
    'a link that is there',
    component('  links: [{url: "https://a.example"}]\n'),
    { field: 'link', url: 'https://a.example', title: 'A' },
    'edit-same',
  ],
  ['a value that is none', component(''), { field: 'link', url: '' }, 'edit-impossible'],
  ['another file', 'kind: Else\n---\n', { field: 'owner', to: 'a' }, 'edit-gone'],
  ['one that stands further down now', `kind: Else\n---\n${component('')}`, { field: 'owner', to: 'b' }, 'fine'],
  ['one of two', `kind: Else\n---\n${component('')}---\n${component('')}`, { field: 'owner', to: 'b' }, 'edit-gone'],
  ['a file without it', '', { field: 'owner', to: 'a' }, 'edit-gone'],
])('%s is refused with the reason, or harmless', (_, text, what, code) => {
  const attempt = () => editDescriptor({ path: 'catalog-info.yaml', text }, { doc: 0, ref: 'component:default/pay' }, what);
  if (code === 'fine') expect(attempt()).not.toBe(text);
  else expect(attempt).toThrow(expect.objectContaining({ code }) as Error);
});

test('a list that is closed on the column of its key gets one more, and nothing else moves', () => {
  const listed = file.replace(
    '  tags:\n    - money\n',
    '  links: [\n    {url: "https://a.example"}, # first\n  ]\n  tags: [\n    money\n  ]\n',
  );
  const text = editDescriptor(
    { path: 'catalog-info.yaml', text: listed },
    { doc: 0, ref: 'component:default/pay' },
    { field: 'link', url: 'https://b.example', title: 'B' },
  );
  const before = '    {url: "https://a.example"}, # first\n  ]';
  const after = '    {url: "https://a.example"},\n    { url: https://b.example, title: B } # first\n  ]';
  expect(text).toBe(listed.replace(before, after));
});
