import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { backstageTakes } from '../../../test/support/backstage-verdict.ts';
import { backstageAccepts } from './backstage-accepts.ts';
import { parseFile } from './parse-file.ts';
import { component, readText } from './read-text.fixture.ts';

/** Files of public repositories, where there are some on this machine. */
const corpus = process.env['SWITCHBOARD_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus');
const paths = existsSync(corpus) ? globSync('**/*.{yaml,yml}', { cwd: corpus }) : [];

test.skipIf(paths.length === 0)('every document of public repositories ends somewhere, and none of theirs is called a mistake', () => {
  const count = { entities: 0, problems: 0, ignored: 0 };
  for (const path of paths) {
    const text = readFileSync(join(corpus, path), 'utf8');
    const file = readText(text, { path });
    const documents = parseFile({ path, text }, { bounds: defaultBounds }).documents.length;
    expect(file.descriptors.length + file.problems.length + file.ignored.length, path).toBeGreaterThanOrEqual(Math.max(1, documents));
    count.entities += file.descriptors.length;
    count.problems += file.problems.length;
    count.ignored += file.ignored.length;
    for (const problem of file.problems) {
      // What is left are includes and targets on other hosts.
      expect(problem.code, `${path}:${problem.line} ${problem.message}`).toMatch(/^(?:include|target)-/);
      expect(problem.line).toBeLessThanOrEqual(text.split('\n').length);
    }
  }
  expect(count.entities).toBeGreaterThan(200);
  expect(count.ignored).toBeGreaterThan(100);
});

test.skipIf(paths.length === 0)('on every document of public repositories the verdict is Backstage’s', async () => {
  let taken = 0;
  for (const path of paths) {
    const { documents } = parseFile({ path, text: readFileSync(join(corpus, path), 'utf8') }, { bounds: defaultBounds });
    for (const { value, line } of documents) {
      const theirs = await backstageTakes(value);
      if (theirs) taken++;
      expect(backstageAccepts(value), `${path}:${line}`).toBe(theirs);
    }
  }
  expect(taken).toBeGreaterThan(200);
});

test.each([
  [
    'a Helm chart',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Values.app }}-kv\n{{- if .x }}\n  a: b: c\n{{- end }}\n',
    'unrendered',
  ],
  ['a MkDocs skeleton', 'site_name: {{cookiecutter.component_id}}\nnav:\n  - Home: index.md\n', 'unrendered'],
  ['a Tekton task', 'apiVersion: tekton.dev/v1beta1\nkind: Task\nmetadata:\n  name: build\n', 'foreign-api-version'],
  ['a chart’s values', 'image:\n  tag: 1\n', 'not-a-descriptor'],
  ['a skeleton with a filter', component('${{values.component_id | dump}}'), 'unrendered'],
  ['a CloudFormation template', 'Resources:\n  A: !Sub "x"\n  B: !GetAtt [a, b]\n  C: !If {a: b}\n', 'not-a-descriptor'],
])('%s is ignored', (_, text, reason) => {
  expect(readText(text)).toMatchObject({ descriptors: [], problems: [], ignored: [{ reason }] });
});
