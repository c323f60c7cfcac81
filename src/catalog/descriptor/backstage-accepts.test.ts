import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backstageTakes } from '../../../test/support/backstage-verdict.ts';
import { backstageAccepts } from './backstage-accepts.ts';
import { readText } from './read-text.fixture.ts';
import { validDocuments } from './valid-documents.fixture.ts';

/** `FUZZ_RUNS=200000 FUZZ_SEED=7 npx vitest run …` looks harder. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 6_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_260_915);

test.each(validDocuments.map((document) => [`${document.kind} ${document.metadata.name}`, document]))(
  '%s is taken by Backstage and by us',
  async (_, document) => {
    expect(await backstageTakes(document)).toBe(true);
    expect(backstageAccepts(document)).toBe(true);
  },
);

test('on documents with one or two things changed the verdict is Backstage’s', { timeout: 20_000 + runs }, async () => {
  const tally = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...validDocuments), changes, async (valid, list) => {
      const document = list.reduce<unknown>(changed, structuredClone(valid));
      const theirs = await backstageTakes(document);
      tally[theirs ? 'taken' : 'refused']++;
      expect({ document, takes: backstageAccepts(document) }).toEqual({ document, takes: theirs });
      expect({ document, clean: isClean(document) }).toEqual({ document, clean: theirs });
    }),
    { numRuns: runs, seed },
  );
  // A generator that only ever breaks documents, or never does, would prove nothing.
  expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(runs / 10);
});

test('on values that are no documents at all the verdict is no', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(backstageAccepts(value)).toBe(await backstageTakes(value));
    }),
    { numRuns: 300, seed },
  );
});

/** Backstage finds out about targets later, when it reads them, and says nothing of edges that it leaves out. */
const ours = /^(?:target-(?:outside|other-place|nowhere|type-unknown)|ref-other-kind)$/;

/** Read as a file (JSON is YAML): an entity, and nothing said about it but about where its targets lead. */
function isClean(document: unknown): boolean {
  const { descriptors, problems } = readText(JSON.stringify(document));
  return descriptors.length === 1 && problems.every(({ code }) => ours.test(code));
}

interface Change {
  /** Where: steps through the document, each as a fraction of what is there. */
  route: number[];
  act: { is: 'drop' } | { is: 'set'; value: unknown } | { is: 'add'; key: string; value: unknown };
}

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a',
    '-a',
    'a-',
    'a..b',
    'a_b',
    'A',
    'a--b',
    'a\nb',
    'é',
    'a'.repeat(63),
    'a'.repeat(64),
    '😀'.repeat(500),
    '😀'.repeat(501),
    `${'a.'.repeat(126)}a`,
    `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(62)}/x`,
    'a/b',
    'a/b/c',
    '/a',
    'a/',
    'A.b/c',
    'component:a',
    'component:',
    ':a',
    'a:b/c',
    'a:/c',
    'a:b/',
    'a/b:c',
    'component:default/a/b',
    'c++',
    'c#',
    'a:b',
    'https://x.example',
    'mailto:a',
    'http://',
    '//x',
    'backstage.io/v1alpha1',
    'backstage.io/v1beta1',
    'scaffolder.backstage.io/v1beta3',
    'v1',
    'Component',
    'component',
    'Template',
    'API',
    'mcp-server',
    'skill',
    'rule',
    'plugin',
    'marketplace',
    'generic',
    'constructor',
    'required',
    '__proto__',
    '${{ x }}',
  ),
  fc.string({ maxLength: 8 }),
);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, 0, 1, 1.5, true, false) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, [null], [''], ['a'], [['a']], [{}], { a: 1 }, { url: 'x:y' }) },
  { weight: 1, arbitrary: fc.array(oddText, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.dictionary(oddText, fc.oneof(oddText, fc.constant(1)), { maxKeys: 2 }) },
);

const knownKeys = fc.constantFrom(
  'namespace',
  'title',
  'description',
  'labels',
  'annotations',
  'tags',
  'links',
  'uid',
  'etag',
  'spec',
  'status',
  'relations',
  'system',
  'owner',
  'type',
  'lifecycle',
  'domain',
  'subdomainOf',
  'subcomponentOf',
  'dependsOn',
  'dependencyOf',
  'providesApis',
  'profile',
  'parent',
  'children',
  'members',
  'memberOf',
  'target',
  'targets',
  'presence',
  'definition',
  'remotes',
  'compatibility',
  'skills',
  'plugins',
  'output',
  'parameters',
  'if',
  'each',
  'secrets',
  'presentation',
  'formDecorators',
  'EXPERIMENTAL_recovery',
  'input',
  'backstage:permissions',
  'icon',
);

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    route: fc.array(
      fc.noBias(fc.nat({ max: 999 })).map((n) => n / 1000),
      { minLength: 2, maxLength: 5 },
    ),
    act: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Change['act']>({ is: 'drop' }) },
      { weight: 3, arbitrary: fc.record({ is: fc.constant('set' as const), value: oddValue }) },
      {
        weight: 2,
        arbitrary: fc.record({ is: fc.constant('add' as const), key: fc.oneof(knownKeys, oddText), value: oddValue }),
      },
    ),
  }),
  { minLength: 1, maxLength: 2 },
);

/** Goes down the route until it ends or there is nothing further, and acts there. */
function changed(document: unknown, { route, act }: Change): unknown {
  let parent: unknown = document;
  for (const [depth, fraction] of route.entries()) {
    if (typeof parent !== 'object' || parent === null) break;
    const entries = Object.entries(parent);
    const [key, child] = entries[Math.floor(fraction * entries.length)] ?? [];
    if (key === undefined) break;
    if (depth < route.length - 1 && typeof child === 'object' && child !== null) {
      parent = child;
      continue;
    }
    apply(parent, key, act);
    break;
  }
  return document;
}

function apply(parent: object, key: string, act: Change['act']): void {
  const name = act.is === 'add' && !Array.isArray(parent) ? act.key : key;
  if (act.is !== 'drop') {
    Object.defineProperty(parent, name, { value: structuredClone(act.value), enumerable: true, configurable: true, writable: true });
  } else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}
