import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Notice } from '#core/notice.ts';
import { slackMessage } from '#slack/slack-message.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import type { ProblemFacts } from '../problems/problems-topic.ts';
import type { RemovalsFacts } from '../removals/removals-topic.ts';
import { problemNotice, problemsShown } from './problem-notice.ts';
import { removalsNotice } from './removals-notice.ts';

const evil = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.constantFrom('<!channel>', '<@U0ANA>', '~struck~ <https://evil.test|click>', '&'.repeat(4000), '~\n> quote'),
);
const common = { key: 'k', subscriber: 'group:default/pay', settled: new Set<string>(), muted: false, missing: [] };

/** Nobody is pinged, and no link leads where we did not say. */
function expectHarmless(notice: Notice, message: ReturnType<typeof problemNotice>): void {
  expect(checkMessage(slackMessage(message)), notice.key).toEqual([]);
  // Plain text, such as what a button is called, can hold anything.
  const shown = JSON.stringify(message.blocks)
    .match(/\{"type":"mrkdwn".*?\}/g)
    ?.join('');
  expect(shown).toContain('mrkdwn');
  expect(shown).not.toMatch(/<!(?!date\^)|<@|<https:\/\/evil\.test/);
}

test('whatever files say, a notice of problems is one that Slack takes, and pings nobody', () => {
  const facts = fc.record({ team: evil, severity: fc.constant('error' as const), message: evil, fix: evil, path: evil, line: fc.nat() });
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: problemsShown }), fc.boolean(), (all: ProblemFacts[], muted) => {
      const items = all.map((one, n) => ({ id: String(n), facts: one }));
      const notice = { ...common, topic: 'problems', items, muted, settled: new Set(['0']), missing: [new Date(0), new Date(1)] };
      expectHarmless(notice, problemNotice(notice, '/catalog'));
    }),
    { numRuns: 60 },
  );
});

test('the longest refs that wait for removal fit, and are counted', () => {
  const long = `component:${'n'.repeat(63)}/${'a'.repeat(110)}`;
  const facts: RemovalsFacts = {
    source: 'shop',
    id: 'abc',
    total: 500,
    refs: Array.from({ length: 20 }, () => long),
    since: '2026-11-23T10:00:00Z',
  };
  const notice = { ...common, topic: 'held-removals', items: [{ id: 'a', facts }] };
  const message = removalsNotice(notice);
  expectHarmless(notice, message);
  expect(JSON.stringify(message.blocks)).toContain('and 480 more');
});
