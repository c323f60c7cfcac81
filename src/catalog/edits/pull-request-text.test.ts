import { expect, test } from 'vitest';
import type { Edit, ProposalWish } from '#core/proposals.ts';
import { branchOf, pullRequestText } from './pull-request-text.ts';

function wish(facts: { reason?: string; name?: string; path?: string; edit?: Edit } = {}): ProposalWish {
  const { reason, name = 'Ana', path = 'catalog-info.yaml', edit = { field: 'owner', to: 'team-b' } } = facts;
  const target = { ref: 'component:default/pay', source: 'acme', path, doc: 0 };
  return { target, edit, by: { userId: 'U0ANA', name }, ...(reason !== undefined && { reason }), reviewers: [] };
}

test('what people write closes no issue, calls nobody, links nowhere and turns no line around', () => {
  const reason = 'fixes #1, GH-2\ncloses acme/shop#3 @acme/all www.evil.example https://evil.example $x$ \u202eok <img> [a](b)';
  const { body } = pullRequestText(wish({ reason, name: '@acme/all [x](http://y)\n\n# Big' }));
  expect(body.split('\n')).toHaveLength(5);
  expect(body).not.toMatch(/#\d|GH-|GH\\-|@\w|www\.|:\/\/|[\u202a-\u202e]|(?<!\\)[<$[]/);
  // Nothing but marks that are not seen was put in.
  expect(body.replaceAll(/[\\\u200b]/g, '')).toContain(
    '> fixes #1, GH-2 closes acme/shop#3 @acme/all www.evil.example https://evil.example',
  );
});

test('a path cannot leave its place either', () => {
  const { body } = pullRequestText(wish({ path: 'a`\n\ncloses #1\n\n@acme/all/catalog-info.yaml' }));
  expect(body.split('\n\n')).toHaveLength(2);
  expect(body.match(/`/g)).toHaveLength(4);
});

test('each wish has a branch of its own, the same each time, and a name that Git takes', () => {
  const edits: Edit[] = [
    { field: 'owner', to: 'team-b' },
    { field: 'owner', to: 'team-c' },
    { field: 'description', to: 'a' },
    { field: 'description', to: 'b' },
    { field: 'channel', to: '#a' },
    { field: 'link', url: 'https://a.example', title: 'A' },
    { field: 'link', url: 'https://b.example' },
    { field: 'alias', to: 'a' },
  ];
  const branches = edits.map((edit) => branchOf(wish({ edit })));
  expect(new Set(branches).size).toBe(edits.length);
  expect(edits.map((edit) => branchOf(wish({ edit, reason: 'again', name: 'Bo' })))).toEqual(branches);
  for (const branch of branches) expect(branch).toMatch(/^switchboard\/[\w-]+$/);
});
