import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/git-repository.ts';
import { unifiedDiff } from './unified-diff.ts';

function apply(file: string, before: string, after: string): string {
  const folder = temporaryFolder();
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), before);
  execFileSync('git', ['apply', '-'], {
    cwd: folder,
    input: unifiedDiff(file, before, after),
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
  });
  return readFileSync(path.join(folder, file), 'utf8');
}

test.each([
  ['catalog-info.yaml', 'a\nb\nc\nd\ne\nf\ng\nh\n', 'a\nb\nc\nd\nE\nf\ng\nh\n'],
  ['deep/er/catalog-info.yaml', 'a\nb', 'a\nb\nc'],
  ['with blank/ä"\\.yaml', 'a\r\nb\r\n', 'a\r\nB\r\n'],
  ['catalog-info.yaml', 'a\nb\n', 'x\na\nb\n'],
  ['catalog-info.yaml', '\ufeffa\n', '\ufeffa\nb\n'],
])('git makes of %s what it shall be', (file, before, after) => {
  expect(apply(file, before, after)).toBe(after);
});

test('whatever lines there are, git takes the patch', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '', '-c', '+d', '@@', 'e\r'), { minLength: 1, maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after && before !== '' && after !== '');
      expect(apply('f.yaml', before, after)).toBe(after);
    }),
    { numRuns: 40 },
  );
});
