import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../config.ts';

function sourcesOf(source: string) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'switchboard.yaml'), `catalog:\n  sources:\n    - ${source}\n`);
  return readSettings({ TOKEN: 'abc' }, folder).catalog.sources;
}

test('a running Backstage is a source', () => {
  expect(sourcesOf("{ type: backstage, url: https://backstage.acme.example/, token: '${TOKEN}', authority: true }")).toMatchObject([
    { type: 'backstage', name: 'backstage-1', url: 'https://backstage.acme.example', token: 'abc', authority: true, everyMs: 300_000 },
  ]);
});

test.each([
  ['{ type: backstage, url: http://backstage.acme.example }', { hint: expect.stringContaining('https') }],
  ["{ type: backstage, url: https://b.example, paths: ['*'] }", { message: expect.stringContaining('paths') }],
])('%s is refused', (source, told) => {
  let error: unknown;
  try {
    sourcesOf(source);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ name: 'UserError', ...told });
});
