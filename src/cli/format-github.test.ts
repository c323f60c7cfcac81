import { expect, test } from 'vitest';
import { formatGithub } from './format-github.ts';

const problem = {
  severity: 'error',
  code: 'owner-missing',
  message: 'spec.owner is missing.',
  fix: 'Add it.',
  path: 'pay/a.yaml',
  line: 3,
} as const;

test('a problem becomes an annotation at its line', () => {
  expect(formatGithub(problem)).toBe('::error file=pay/a.yaml,line=3,title=owner-missing::spec.owner is missing. Add it.');
  expect(formatGithub({ ...problem, severity: 'warning' })).toMatch(/^::warning /);
});

test('no file name and no text can end the annotation or begin another', () => {
  const hostile = formatGithub({ ...problem, path: 'a,line=9:b\n::stop-commands::x%.yaml', message: '100%\r\n::add-mask::secret' });
  expect(hostile).toBe(
    '::error file=a%2Cline=9%3Ab%0A%3A%3Astop-commands%3A%3Ax%25.yaml,line=3,title=owner-missing::100%25 ::add-mask::secret Add it.',
  );
  expect(hostile.split('\n')).toHaveLength(1);
});
