import { expect, test } from 'vitest';
import { component, entityIn, readText, told } from './read-text.fixture.ts';

// What only a running Backstage tells, because it happens before or after what its packages check.

test('paths are read as Backstage reads them, as parts of a URL', () => {
  const named = (written: string) => {
    const text = `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec: {target: ${JSON.stringify(written)}}\n`;
    return readText(text, { path: 'x/y/l.yaml' }).targets.map(({ pattern, glob }) => (glob ? `${pattern} *` : pattern));
  };
  expect(named('/services/a.yaml')).toEqual(['services/a.yaml']);
  expect(named('//services/a.yaml')).toEqual(['services/a.yaml']);
  expect(named('./a%20b.yaml')).toEqual(['x/y/a b.yaml']);
  expect(named('./a%b.yaml')).toEqual(['x/y/a%b.yaml']);
  expect(named('./a%00b.yaml')).toEqual(['x/y/a%00b.yaml']);
  expect(named(' ../a.yaml\n')).toEqual(['x/a.yaml']);
  expect(named('.\\a.yaml')).toEqual(['x/y/a.yaml']);
  expect(named('./a.yaml?plain=1#L7')).toEqual(['x/y/a.yaml']);
  expect(named('./*.{yaml,yml}')).toEqual(['x/y/*.{yaml,yml} *']);
  expect(named('./[a-c].yaml')).toEqual(['x/y/[a-c].yaml *']);
  expect(named('%2e%2e/%2e%2e/%2e%2e/etc')).toEqual([]);
  const api =
    'apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: x, lifecycle: p, owner: t, definition: {$text: /docs/o%20a.yaml}}\n';
  const file = readText(api, { path: 'x/api.yaml', included: { 'docs/o a.yaml': 'all of it' } });
  expect(file).toMatchObject({ problems: [], descriptors: [{ definition: 'all of it' }], includes: ['docs/o a.yaml'] });
});

test('which entity it is has to be written in its own file, and what is included has to be a path', () => {
  const included = { 'm.yaml': 'name: a\n', 'n.txt': 'a', 'k.yaml': 'x: y\n' };
  const codes = (text: string) => told(readText(text, { included }));
  expect(codes(component('{$text: ./n.txt}'))).toEqual(['error include-misplaced 4']);
  expect(codes(component('a').replace('name: a', 'name: a\n  annotations: {$yaml: ./k.yaml}'))).toEqual(['error include-misplaced 5']);
  expect(codes(component('a').replace('\n  name: a', ' {$yaml: ./m.yaml}'))).toEqual(['error include-misplaced 3']);
  expect(codes(component('a').replace('name: a', 'name: a\n  labels: {$yaml: ./k.yaml}'))).toEqual([]);
  expect(codes(component('a', '  x: {$text: 1}\n  y: {$json: [./n.txt]}\n'))).toEqual([
    'error include-not-text 9',
    'error include-not-text 10',
  ]);
  expect(entityIn(readText(component('a', '  x: {"$t\\x65xt": ./n.txt}\n'), { included }))?.spec?.['x']).toBe('a');
});

test('lists of refs are kept sorted, as Backstage keeps them, and other lists as they are', () => {
  const lists =
    '  dependsOn: [resource:b, component:a, Component:A]\n  providesApis: [b, a]\n  consumesApis: [b, {a: 1}]\n  tools: [b, a]\n';
  expect(entityIn(readText(component('a', lists.replace(', {a: 1}', ''))))?.spec).toMatchObject({
    dependsOn: ['Component:A', 'component:a', 'resource:b'],
    providesApis: ['a', 'b'],
    tools: ['b', 'a'],
  });
  expect(told(readText(component('a', lists)))).toEqual(['error consumes-apis-invalid 11']);
});

test('an MCP server has remotes, or a definition as any API where Backstage does not know what it is', () => {
  const server = (more: string) =>
    told(
      readText(
        `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: mcp-server, lifecycle: p, owner: t${more}}\n`,
      ),
    );
  expect(server(', remotes: [{type: sse, url: "https://mcp.example"}]')).toEqual([]);
  expect(server(', definition: what it can do')).toEqual([]);
  expect(server('')).toEqual(['error remotes-missing 4']);
  expect(server(', definition: ""')).toEqual(['error remotes-missing 4']);
});

test('tags that the core of YAML does not have mean nothing, whoever made them up', () => {
  const odd = '  a: !Ref b\n  c: !!timestamp 2001-12-14\n  d: !!map [e]\n  f: !<tag:yaml.org,2002:binary> aGk=\n  g: !x {h: !!int "1"}\n';
  expect(entityIn(readText(`%TAG !x! tag:x.example,2026:\n---\n${component('a', `${odd}  i: !x!y j\n`)}`))?.spec).toMatchObject({
    a: 'b',
    c: '2001-12-14',
    d: ['e'],
    f: 'aGk=',
    g: { h: 1 },
    i: 'j',
  });
});

test('brackets may be closed on the column of what they belong to, as in JSON', () => {
  const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: a
  tags: [
    "java # 1", # the best
    # of all

  ]
  labels: {
    x: y }
spec:
  type: service
  lifecycle: production
  owner: team
  list: [
    [1,
    2], {a: [
      3
    ]}
  ]
  dependsOn:
  - [
    component:b
  ]
`;
  const file = readText(text.replace('"java # 1"', 'java'));
  expect(told(file)).toEqual(['error depends-on-invalid 23']);
  const taken = readText(
    text
      .replace('"java # 1"', 'java')
      .replace(/ {2}dependsOn[^]*/, '  last: {\n  }\n')
      .replace('{\n  }', '{\n    b: 1\n  }\n  not: a'),
  );
  expect(told(taken)).toEqual([]);
  expect(entityIn(taken)).toMatchObject({
    metadata: { tags: ['java'], labels: { x: 'y' } },
    spec: { list: [[1, 2], { a: [3] }], last: { b: 1 }, not: 'a' },
  });
  expect(taken.descriptors[0]).toMatchObject({ line: 1, ownerLine: 15 });
  expect(told(readText(text))).toEqual(['error tags-invalid 6', 'error depends-on-invalid 23']);
});

test('a key of nothing is the empty text', () => {
  const file = readText(component('a', '  x: {~: 1, b: 2}\n  y: {null: 1, ~: 2}\n'));
  expect(told(file)).toEqual(['error yaml-duplicate-key 10']);
  expect(entityIn(readText(component('a', '  x: {~: 1, b: 2, "null": 3}\n')))?.spec?.['x']).toEqual({ '': 1, b: 2, null: 3 });
  expect(told(readText(component('a').replace('spec:', '  labels: {~: x}\nspec:')))).toEqual(['error labels-key-invalid 5']);
});

test('tabs may stand in front of values in brackets, and stay where they are part of a text', () => {
  const tabs = ['tags:\t[a,\tb]', 'labels: {a:\tb, \'c\':\t"d"}', 'title: "a:\tb"', 'list:\t&l\t["a,\tb", \'c:\td\',\t[\te]]'];
  const file = readText(component('a').replace('spec:', `${tabs.map((line) => `  ${line}\n`).join('')}spec:`));
  expect(told(file)).toEqual([]);
  expect(entityIn(file)?.metadata).toMatchObject({
    tags: ['a', 'b'],
    labels: { a: 'b', c: 'd' },
    title: 'a:\tb',
    list: ['a,\tb', 'c:\td', ['e']],
  });
});

test.each([
  ['x: {a: [\n1\n]}', 2],
  ['x: [\n  1\n  , 2]\n  ]', 4],
  ['y:\n  x: [\n    1\n ]', 4],
  ['x: [{\n  a: 1\n}]', 3],
  ['x: [\n  [1\n], # c\n  2]', 3],
  ['x: [\n\ta\n  ]', 2],
  ['y:\n  x: [\n  1\n  ]', 3],
  ['y:\n  x: [\n    a: b: c\n  ]', 3],
])('otherwise what stands too far left is an error: %j', (yaml, line) => {
  expect(told(readText(`${yaml}\n`))).toEqual([`error yaml-syntax ${line}`]);
});

test.each([
  ['quotes in a text', `x: [\n  a${'\\"'.repeat(100_000)}\n]\n`],
  ['tabs and quotes', `x:\t[\ta${'\\"\t'.repeat(70_000)}\n  ]\n`],
  ['hashes behind a bracket', `x: [\n  a\n]${' #'.repeat(100_000)}\n`],
  ['empty lines before a bracket', `x: [\n  a\n${'\n'.repeat(200_000)}]\n`],
])('%s cost what they are long', (_, text) => {
  const started = process.cpuUsage();
  expect(readText(text).problems).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});
