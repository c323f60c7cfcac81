import { expect, test } from 'vitest';
import { modelKinds } from '#core/catalog-config.ts';
import { relate } from '../relate.ts';
import { backstageAccepts } from './backstage-accepts.ts';
import { component, entityIn, readText, told } from './read-text.fixture.ts';

const v1 = 'apiVersion: backstage.io/v1alpha1\n';
const template = (spec: string) =>
  `apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: t}\nspec:\n  type: service\n${spec}`;

test('trap 1: names without a namespace are in the namespace of who names them; case is kept and does not matter', () => {
  const text = component('Payments', '  system: Shop\n  dependsOn: [Resource:DB]\n').replace('  name:', '  namespace: pay\n  name:');
  const file = readText(text);
  const found = entityIn(file);
  expect(file.descriptors[0]?.ref).toBe('component:pay/payments');
  expect(found?.metadata.name).toBe('Payments');
  expect(found && relate(found).map(({ targetRef }) => targetRef)).toEqual(['group:pay/team', 'system:pay/shop', 'resource:pay/db']);
});

test('trap 2: dependsOn without a kind costs that one edge, not the entity', () => {
  const file = readText(component('a', '  dependsOn:\n    - component:b\n    - c\n  dependencyOf: [d]\n'));
  expect(told(file)).toEqual(['warning ref-without-kind 11', 'warning ref-without-kind 12']);
  const found = entityIn(file);
  expect(found && relate(found).map(({ targetRef }) => targetRef)).toEqual(['group:default/team', 'component:default/b']);
});

test('trap 3: namespaces are lower case', () => {
  const file = readText(component('a').replace('  name:', '  namespace: Pay\n  name:'));
  expect(told(file)).toEqual(['error namespace-invalid 4']);
});

test('trap 4: numbers and booleans among annotations and labels become text as written, with a warning', () => {
  const file = readText(
    component('a').replace('spec:', '  annotations:\n    sonar/key: 1.10\n    on: true\n    yes: yes\n  labels:\n    n: 010\nspec:'),
  );
  expect(told(file)).toEqual(['warning number-as-text 6', 'warning boolean-as-text 7', 'warning number-as-text 10']);
  expect(entityIn(file)?.metadata).toMatchObject({
    annotations: { 'sonar/key': '1.10', on: 'true', yes: 'yes' },
    labels: { n: '010' },
  });
});

test('trap 5: children of a group and groups of a user have to be written, and may be empty', () => {
  const org = (kind: string, spec: string) => `${v1}kind: ${kind}\nmetadata: {name: x}\nspec: ${spec}\n`;
  expect(told(readText(org('Group', '{type: team}')))).toEqual(['error children-missing 4']);
  expect(told(readText(org('User', '{}')))).toEqual(['error member-of-missing 4']);
  expect(told(readText(org('User', '{memberOf: }')))).toEqual(['error member-of-empty 4']);
  expect(readText(`${org('Group', '{type: team, children: []}')}---\n${org('User', '{memberOf: []}')}`)).toMatchObject({
    descriptors: [{ ref: 'group:default/x' }, { ref: 'user:default/x' }],
    problems: [],
  });
});

test('trap 6: optional fields with nothing in them are left out with a warning; annotations are begun by Backstage itself', () => {
  const file = readText(
    component('a', '  system: ""\n  dependsOn:\n').replace(
      'spec:',
      '  annotations:\n  tags:\n  links: [{url: "https://x.io", title: }]\nspec:',
    ),
  );
  expect(told(file)).toEqual(['warning tags-empty 6', 'warning title-empty 7', 'warning system-empty 12', 'warning depends-on-empty 13']);
  expect(entityIn(file)).toEqual({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'a', namespace: 'default', links: [{ url: 'https://x.io' }] },
    spec: { type: 'service', lifecycle: 'production', owner: 'team' },
  });
});

test('trap 7: YAML 1.2, many documents, empty ones skipped but counted, merge keys mean nothing, duplicate keys are errors', () => {
  const odd = '  a: yes\n  b: no\n  c: on\n  d: 010\n  base: &base {x: 1}\n  e:\n    <<: *base\n';
  const file = readText(
    `---\n${component('a', odd)}---\n---\n# nothing\n---\n${component('b', '  owner: x\n')}---\n${component('c')}---\n`,
  );
  expect(file.descriptors.map(({ ref, doc, line }) => [ref, doc, line])).toEqual([
    ['component:default/a', 0, 2],
    ['component:default/c', 4, 31],
  ]);
  expect(entityIn(file)?.spec).toMatchObject({ a: 'yes', b: 'no', c: 'on', d: 10, e: { '<<': { x: 1 } } });
  expect(told(file)).toEqual(['error yaml-duplicate-key 29']);
  expect(file.ignored.map(({ reason }) => reason)).toEqual(['empty', 'empty', 'empty']);
});

test('trap 8: skeletons caught by a glob are nobody’s mistake', () => {
  for (const skeleton of [
    component('${{ values.name }}'),
    component('"{{ cookiecutter.name }}"'),
    component('{{ cookiecutter.name }}'),
    component('a', '{% if values.x %}\n  system: y\n{% endif %}\n'),
    component('${{ values.name | dump }}-x', '  a: b: ${{ c }}\n'),
    component('x').replace('Component', '${{ values.kind }}'),
  ]) {
    expect(readText(skeleton)).toMatchObject({ descriptors: [], problems: [], ignored: [{ reason: 'unrendered' }] });
  }
  const broken = template('  steps: []\n  note: a: ${{ b }}\n');
  expect(told(readText(broken))).toEqual(['error yaml-syntax 7']);
});

test('trap 9: targets are relative to their own file, their type may be absent, presence may be optional', () => {
  const at = (spec: string) => readText(`${v1}kind: Location\nmetadata: {name: l}\nspec: ${spec}\n`, { path: 'org/all.yaml' }).targets;
  expect(at('{target: ./a.yaml, targets: [../b/*.yaml, c.yaml], presence: optional}')).toEqual([
    { pattern: 'org/a.yaml', glob: false, optional: true, line: 4 },
    { pattern: 'b/*.yaml', glob: true, optional: true, line: 4 },
    { pattern: 'org/c.yaml', glob: false, optional: true, line: 4 },
  ]);
});

test('trap 10: contents are included in every kind, at any depth, never beside other keys, never twice', () => {
  const included = { 'x/one.yaml': 'id: a\naction: {$text: ./b}\n', 'x/a.json': '{"k": [1]}', 'b.txt': 'text\n' };
  const text = template(
    '  deep:\n    - {list: [{$json: ./a.json}]}\n    - {$text: ../b.txt}\n    - {$text: ../b.txt, other: {$text: ./no}}\n    - {$ref: ./no}\n    - {$openapi: ../b.txt}\n    - {$yaml: ./one.yaml}\n  steps: []\n',
  );
  const file = readText(text, { path: 'x/t.yaml', included });
  expect(file.problems).toEqual([]);
  expect(entityIn(file)?.spec?.['deep']).toEqual([
    { list: [{ k: [1] }] },
    'text\n',
    { $text: '../b.txt', other: { $text: './no' } },
    { $ref: './no' },
    'text\n',
    { id: 'a', action: { $text: './b' } },
  ]);
  expect(file.includes).toEqual(['x/a.json', 'b.txt', 'x/one.yaml']);
});

test('trap 11: the docs annotation is kept as written, its meaning being relative to the file', () => {
  const file = readText(component('a').replace('spec:', '  annotations: {backstage.io/techdocs-ref: "dir:."}\nspec:'));
  expect(file.descriptors[0]?.path).toBe('catalog-info.yaml');
  expect(entityIn(file)?.metadata.annotations).toEqual({ 'backstage.io/techdocs-ref': 'dir:.' });
});

test('traps 12 to 23, 25, 26: what a template says is stored untouched for whoever runs it', () => {
  const spec = `  parameters:
    - title: One
      properties:
        repo: {type: string, ui:field: RepoUrlPicker, ui:options: {allowedHosts: [github.com]}}
        owner: {type: string, ui:field: OwnerPicker}
        hidden: {type: string, ui:widget: hidden, default: v}
        many: {type: array, uniqueItems: true, items: {enum: [a, b]}}
      dependencies: {many: {oneOf: [{properties: {many: {const: a}}}]}}
    - title: Two
      properties: {repo: {type: string}}
  steps:
    - action: fetch:template
      if: "false"
      each: {a: 1}
      input: {copyWithoutTemplating: ['*.x'], copyWithoutRender: ['y'], templateFileExtension: true, unknown: 1}
    - action: catalog:register
      if: false
      input: {optional: true, repoContentsUrl: '\${{ steps.x.output.y }}'}
  output:
    links: [{entityRef: '\${{ steps.register.output.entityRef }}', title: '\${{ user.entity.metadata.name }}'}]
`;
  const file = readText(template(spec));
  expect(file).toMatchObject({ problems: [], ignored: [] });
  expect(entityIn(file)?.spec).toMatchObject({
    parameters: [
      { properties: { hidden: { default: 'v' }, many: { uniqueItems: true } }, dependencies: { many: { oneOf: [{}] } } },
      { properties: { repo: { type: 'string' } } },
    ],
    steps: [
      { if: 'false', each: { a: 1 }, input: { unknown: 1, copyWithoutRender: ['y'], templateFileExtension: true } },
      { if: false, input: { optional: true, repoContentsUrl: '${{ steps.x.output.y }}' } },
    ],
    output: { links: [{ entityRef: '${{ steps.register.output.entityRef }}' }] },
  });
});

test('trap 27: people, groups and templates come only from where they are allowed, and the problem names the line to add', () => {
  const allow = ['component', 'location'];
  const file = readText(template('  steps: []\n'), { allow });
  expect(file).toMatchObject({
    descriptors: [],
    problems: [{ severity: 'error', code: 'kind-not-allowed', line: 2, ref: 'template:default/t' }],
  });
  expect(file.problems[0]?.fix).toContain('allow: [Component, Location, Template]');
  expect(readText(template('  steps: []\n'), { allow: modelKinds }).problems).toEqual([]);
  // Of an organisation on GitHub the authority is GitHub, so this must not be the first advice.
  const group = readText('apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: g}\nspec: {type: team, children: []}\n', {
    allow,
  });
  expect(group.problems[0]?.fix).toMatch(
    /^Leave it out where people and teams come from elsewhere\. .*allow: \[Component, Location, Group\]\.$/,
  );
});

test('trap 28 and the envelope: only what a filter can reach is kept at the root', () => {
  const text = `${component('a')}relations: [{type: ownedBy, targetRef: group:default/evil}]\nstatus: {}\n`;
  const file = readText(text);
  expect(told(file)).toEqual(['warning root-field-unknown 9', 'warning root-field-unknown 10']);
  expect(Object.keys(entityIn(file) ?? {})).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(
    backstageAccepts({ apiVersion: 'backstage.io/v1alpha1', kind: 'System', metadata: { name: 'a' }, spec: { owner: 'x' }, status: {} }),
  ).toBe(false);
});
