import fc from 'fast-check';
import { expect, test } from 'vitest';
import { component, entityIn, readText, told } from './read-text.fixture.ts';

const home = { webUrl: 'https://github.com/acme/catalog', branch: 'main' };

test('a broken document leaves its neighbours alone, and lines stay right', () => {
  const broken = 'a: b: c\n';
  const scalar = '  note: |\n    ---\n    not a marker\n';
  const file = readText(`${component('a', scalar)}---\n${broken}---\n${component('b')}...\n# end\n---\n${component('c', '  system:\n')}`);
  expect(file.descriptors.map(({ ref, doc, line, ownerLine }) => [ref, doc, line, ownerLine])).toEqual([
    ['component:default/a', 0, 1, 8],
    ['component:default/b', 2, 15, 22],
    ['component:default/c', 3, 26, 33],
  ]);
  expect(told(file)).toEqual(['error yaml-syntax 13', 'warning system-empty 34']);
  expect(file.unreadable).toBe(true);
  expect(entityIn(file)?.spec?.['note']).toBe('---\nnot a marker\n');
});

test('a document that cannot be built leaves its neighbours alone too, with any line ends and a byte order mark', () => {
  const text = `\uFEFF${component('a')}---\nx: *nowhere\n---\n${component('b')}`.replaceAll('\n', '\r\n');
  const file = readText(text);
  expect(file.descriptors.map(({ ref, line }) => [ref, line])).toEqual([
    ['component:default/a', 1],
    ['component:default/b', 12],
  ]);
  expect(told(file)).toEqual(['error yaml-syntax 10']);
});

test('bounds: a file, its documents, nesting, aliases and what they unfold to', () => {
  expect(told(readText('a'.repeat(101), { bounds: { fileBytes: 100 } }))).toEqual(['error file-too-big 1']);
  const many = readText(`${component('a')}---\n${component('b')}---\n${component('c')}`, { bounds: { documentsPerFile: 2 } });
  expect([many.descriptors.length, many.unreadable, told(many)]).toEqual([2, true, ['error too-many-documents 18']]);
  expect(told(readText(`a: ${'['.repeat(200)}${']'.repeat(200)}`))).toEqual(['error yaml-too-deep 1']);
  expect(told(readText('a: &a [1]\nb: [*a, *a, *a]\n', { bounds: { aliases: 2 } }))).toEqual(['error yaml-aliases 1']);
  const laughs = ['a0: &a0 [lol, lol]', ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
  expect(told(readText(`${laughs.join('\n')}\n`))).toEqual(['error yaml-unfolds 1']);
  const deep = ['a0: &a0 [1]', ...Array.from({ length: 200 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}]`)];
  expect(told(readText(`${deep.join('\n')}\n`))).toEqual(['error yaml-too-deep 1']);
  expect(told(readText('a: &a [*a]\n'))).toEqual(['error yaml-circular 1']);
});

test('more targets than allowed are cut off; two hundred slips in one document do not make two hundred rows', () => {
  const location = (targets: string[]) =>
    `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec:\n  targets: ${JSON.stringify(targets)}\n`;
  const file = readText(location(['./a', './b', './c']), { bounds: { locationTargets: 2 } });
  expect([file.targets.length, told(file)]).toEqual([2, ['error target-too-many 5']]);
  const slips = readText(component('a', `  dependsOn: ${JSON.stringify(Array.from({ length: 200 }, (_, n) => `x${n}`))}\n`));
  expect(slips.problems.length).toBe(51);
  expect(slips.problems.at(-1)?.code).not.toBe('more-problems');
  expect(slips.problems[0]?.message).toBe('150 more problems of this document are not shown.');
});

test('targets and includes stay in the repository; its own URLs are its files', () => {
  const spec = [
    '../../etc',
    '/../etc',
    'https://other.example/x.yaml',
    'https://github.com/acme/catalog/blob/main/a/b%20c.yaml',
    'https://github.com/acme/catalog/blob/dev/a.yaml',
    'https://raw.githubusercontent.com/acme/catalog/main/r.yaml',
  ].map((target) => `    - ${target}\n`);
  const text = `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec:\n  targets:\n${spec.join('')}`;
  const file = readText(text, { path: 'x/l.yaml', home });
  expect(file.targets.map(({ pattern, line }) => [pattern, line])).toEqual([
    ['a/b c.yaml', 9],
    ['r.yaml', 11],
  ]);
  expect(told(file)).toEqual([
    'error target-outside 6',
    'error target-outside 7',
    'warning target-other-place 8',
    'warning target-other-place 10',
  ]);
  expect(file.descriptors.length).toBe(1);
});

test('an include that fails is told once, where it is asked for', () => {
  const api = (definition: string) =>
    `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec:\n  type: x\n  lifecycle: p\n  owner: t\n  definition: ${definition}\n`;
  const included = { 'bad.json': '{', 'two.yaml': 'a: 1\n---\nb: 2\n', 'gone.txt': { missing: 'not found' }, 'big.txt': 'x'.repeat(200) };
  const code = (definition: string) => told(readText(api(definition), { included }));
  expect(code('{$json: ./bad.json}')).toEqual(['error include-invalid 8']);
  expect(code('{$yaml: ./two.yaml}')).toEqual(['error include-invalid 8']);
  expect(code('{$text: ./gone.txt}')).toEqual(['error include-missing 8']);
  expect(code('{$text: ../up.txt}')).toEqual(['error include-outside 8']);
  expect(code('{$text: /../etc/passwd}')).toEqual(['error include-outside 8']);
  expect(code('{$text: https://other.example/spec}')).toEqual(['error include-other-place 8']);
  const twice = `[{$text: ./big.txt}, {$text: ./big.txt}]`;
  expect(told(readText(component('a', `  x: ${twice}\n`), { included, bounds: { fileBytes: 300 } }))).toEqual(['error include-too-big 9']);
  expect(readText(api('{$text: ./big.txt}'), { included }).descriptors[0]).toMatchObject({ definition: 'x'.repeat(200) });
});

test('what a file says about its own provenance is not believed', () => {
  const annotations = '  annotations: {backstage.io/managed-by-location: x, backstage.io/managed-by-origin-location: y, mine: z}\n';
  const found = entityIn(readText(component('a').replace('spec:', `  uid: u\n  etag: e\n${annotations}spec:`)));
  expect(found?.metadata).toEqual({ name: 'a', namespace: 'default', annotations: { mine: 'z' } });
});

test('text that no database takes is replaced, and nothing reaches the prototype', () => {
  const found = entityIn(readText(component('a', '  "n\\0": "x\\0y \\uD800"\n  __proto__: {polluted: true}\n')));
  expect(found?.spec).toMatchObject({ 'n\uFFFD': 'x\uFFFDy \uFFFD' });
  expect(JSON.stringify(found)).not.toMatch(/\\u0000|\\ud800/);
  expect(Object.hasOwn({}, 'polluted') || 'polluted' in {}).toBe(false);
});

test('kinds outside the model: kept where allowed, ignored when another tool’s, a problem when it looks like a slip', () => {
  const of = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n`;
  const opaque = readText(of('acme.example/v1', 'Robot'), { allow: ['robot'] });
  expect([opaque.descriptors[0]?.ref, told(opaque)]).toEqual(['robot:default/x', ['warning kind-outside-model 2']]);
  expect(readText(of('apps/v1', 'Deployment')).ignored).toMatchObject([{ reason: 'foreign-api-version' }]);
  expect(readText(of('template.openshift.io/v1', 'Template'), { allow: ['component'] }).ignored).toHaveLength(1);
  expect(readText(of('backstage.io/v1alpha1', 'Componnet')).problems).toMatchObject([
    { code: 'kind-unknown', line: 2, fix: 'Write kind: Component.' },
  ]);
  expect(told(readText(of('backstage.io/v1beta2', 'Template')))).toEqual(['error api-version-wrong 1']);
  expect(told(readText(of('backstage.io/v1alpha1', 'component')))).toEqual(['error kind-case 2']);
  expect(readText('just: notes\n---\n- a\n---\ntext\n').ignored.map(({ reason }) => reason)).toEqual(Array(3).fill('not-a-descriptor'));
});

test('what Git LFS keeps is a problem, not somebody else’s document', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 12345\n`;
  expect(told(readText(pointer))).toEqual(['error file-in-lfs 1']);
});

test('one ref claimed twice in a file is two claims', () => {
  expect(readText(`${component('a')}---\n${component('A')}`).descriptors.map(({ ref }) => ref)).toEqual(
    Array(2).fill('component:default/a'),
  );
});

test('the content digest tells a rename from a removal; the hash sees everything that is stored', () => {
  const digests = (text: string, path = 'a.yaml') => readText(text, { path }).descriptors[0];
  const one = digests(component('a'));
  expect(digests(component('b'))?.contentHash).toBe(one?.contentHash);
  expect(digests(component('a'), 'b.yaml')).toMatchObject({ contentHash: one?.contentHash });
  expect(digests(component('a'), 'b.yaml')?.hash).not.toBe(one?.hash);
  expect(digests(`# moved\n${component('a')}`)?.hash).not.toBe(one?.hash);
  expect(digests(component('a', '  x: 1\n'))?.contentHash).not.toBe(one?.contentHash);
  expect(digests(component('a'))).toEqual(one);
});

test('whatever the bytes, every file ends in entities, problems and ignored documents', () => {
  const pieces = fc.constantFrom(
    component('a'),
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '&a [',
    '*a',
    '{{',
    '{%',
    '? ',
    '- ',
    ': ',
    '|\n',
    '"',
    "'",
    '\0',
    '\t',
    '!x ',
    '<<',
    '#',
    '\r',
    '\uFEFF',
    '$text: x',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 30 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const file = readText(text);
      const outcomes = file.descriptors.length + file.problems.length + file.ignored.length;
      expect(outcomes > 0 || /^(?:\s|\uFEFF|#.*|%.*|\.\.\.)*$/u.test(text)).toBe(true);
      for (const { line } of [...file.descriptors, ...file.problems, ...file.ignored]) expect(line).toBeGreaterThan(0);
    }),
    { numRuns: 3_000, seed: 4 },
  );
});

test.each([
  ['brackets', '['],
  ['questions', '? '],
  ['dashes', '- '],
  ['anchors', '&a '],
  ['tags', '!a '],
  ['quotes', '"\n'],
  ['blank lines', '\n'],
  ['colons', 'a: '],
  ['documents', '---\n'],
  ['broken documents', '---\na: b: c\n'],
  ['spaces', ' '],
  ['braces', '{ '],
  ['carriage returns', '\r'],
  ['metadata', 'metadata:\n                    \n'],
  ['names', ' name: {\n'],
  ['lists closed too far left', 'a: [\n  1\n]\n'],
  ['documents with such lists', '---\na: [\n  1\n]\nb: [\n  1\n]\n'],
  ['comments', ' # #'],
])('200 kB of %s do not hold up the process', (_, piece) => {
  const text = piece.repeat(200_000 / piece.length);
  // Anything that costs the square of its length takes far longer. Told in what this process worked, not in what it waited.
  const started = process.cpuUsage();
  readText(text);
  readText(`a: ${text}`);
  readText(`a: b: c\n${text}`);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(8_000);
});
