import { expect, it } from 'vitest';
import type { Problem, ReadFile } from '#core/descriptor.ts';
import type { Claim } from './claim.ts';
import { nextClaims } from './next-claims.ts';
import { atOnce } from './steps.ts';

const now = new Date(0);
const row: Claim = {
  source: 'shop',
  path: 'org.yaml',
  doc: 0,
  ref: 'group:default/team',
  uid: 'u',
  hash: 'h',
  contentHash: 'c',
  line: 1,
  ownerLine: null,
  holder: true,
  broken: null,
  gone: null,
  changedAt: now,
  changedCommit: null,
};

function read(code: string): ReadFile {
  const problem: Problem = { severity: 'error', code, message: 'No.', fix: 'Yes.', path: row.path, line: 3, ref: row.ref };
  return {
    path: row.path,
    blob: 'b',
    depth: 0,
    descriptors: [],
    problems: [problem],
    ignored: [],
    includes: [],
    targets: [],
    unreadable: false,
  };
}

it('keeps the last good version of a slip, and nothing of a kind that may not come any more', () => {
  const after = (code: string) => atOnce(nextClaims('shop', [row], { full: true, files: [read(code)], removed: [] }, now));
  expect(after('owner-missing')).toMatchObject({ live: [{ ref: row.ref, broken: { line: 3, message: 'No.' } }], vanished: [] });
  expect(after('kind-not-allowed')).toMatchObject({ live: [], vanished: [{ ref: row.ref }] });
});
