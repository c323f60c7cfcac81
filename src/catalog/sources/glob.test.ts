import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';

describe('compileGlob', () => {
  it.each([
    ['a/*.yaml', 'a/x.yaml', true],
    ['a/*.yaml', 'a/b/x.yaml', false],
    ['a/**/x.yaml', 'a/x.yaml', true],
    ['a/**/x.yaml', 'a/b/c/x.yaml', true],
    ['**/x.yaml', 'x.yaml', true],
    ['**/x.yaml', '.github/x.yaml', false],
    ['.*/x.yaml', '.github/x.yaml', true],
    ['*', '.hidden', false],
    ['a/**', 'a', false],
    ['a/**', 'a/b/c', true],
    ['a/*.{yaml,yml}', 'a/x.yml', true],
    ['a/*.{yaml,yml}', 'a/x.json', false],
    ['{a,b/{c,d}}/x.yaml', 'b/d/x.yaml', true],
    ['{a}/x.yaml', '{a}/x.yaml', true],
    ['{a,b/x.yaml', '{a,b/x.yaml', true],
    ['{a,b}.yaml', '{a,b}.yaml', false],
    ['[a-c]x.yaml', 'bx.yaml', true],
    ['[!a-c]x.yaml', 'bx.yaml', false],
    ['[^a]*', 'ba', true],
    ['a[.]b', 'a.b', true],
    ['[.]github/x.yaml', '.github/x.yaml', false],
    ['[]/x', '[]/x', true],
    ['[a/b]', '[a/b]', true],
    ['a+(b)/*', 'a+(b)/f', true],
    ['a?.yaml', 'ab.yaml', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(compileGlob(pattern)(path)).toBe(matches);
  });

  it('agrees with a glob library on stars, sets and alternatives', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 }).filter((text) => !/^\.+$/.test(text));
    const part = fc.oneof(
      fc.constant('**'),
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '[ab]', '{a,b}'), minLength: 1, maxLength: 4 }),
    );
    const patterns = fc
      .array(
        part.filter((text) => !/^\.+$/.test(text) && (text === '**' || !text.includes('**'))),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('/'));
    const paths = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(patterns, paths, (pattern, path) => {
        // A folder itself is no file below it: there the library answers for folders too.
        fc.pre(!pattern.endsWith('**'));
        expect(compileGlob(pattern)(path)).toBe(picomatch(pattern, { noextglob: true })(path));
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('is quick on patterns that freeze regular expressions', () => {
    const started = performance.now();
    expect(compileGlob(`${'*a'.repeat(60)}b`)('a'.repeat(250))).toBe(false);
    expect(compileGlob(`${'**/a/'.repeat(40)}b`)('a/'.repeat(200))).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
