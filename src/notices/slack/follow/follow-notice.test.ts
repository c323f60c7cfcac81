import { expect, test } from 'vitest';
import { slackMessage } from '#slack/slack-message.ts';
import { checkMessage } from '../../../../test/support/check-blocks.ts';
import type { FollowFacts } from '../../follow/follow-facts.ts';
import { changesShown, followNotice } from './follow-notice.ts';

const at = '2026-11-23T14:05:00.000Z';
const hostile = [
  '<!channel> *x* `y` |z> &amp;',
  '\u202Eevil\n:tada: _a_ ~b~',
  '<@U0ANA> evil <https://evil.example|here>',
  '𝄞'.repeat(200),
];

function everySort(words: string): FollowFacts['what'][] {
  return [
    { sort: 'owner', before: words, after: words },
    { sort: 'owner', before: words },
    { sort: 'lifecycle', after: words },
    { sort: 'renamed', before: words },
    { sort: 'removed', author: words, owner: words },
    { sort: 'removed' },
    { sort: 'back' },
    { sort: 'dependents', how: 'needs', total: 1_000, names: Array.from({ length: 5 }, () => words), through: words },
    { sort: 'dependents', how: 'part', total: 1, names: [words] },
  ];
}

test('whatever is written in a catalog, a notice is one that Slack takes, and pages nobody', () => {
  for (const words of hostile) {
    const facts = everySort(words).map((what): FollowFacts => ({
      uid: `u${words.length}`,
      name: words,
      url: `https://git.acme.test/${encodeURIComponent(words)}`,
      at,
      commit: 'abc1234',
      what,
    }));
    const notices = [facts, ...facts.map((one) => [one]), Array.from({ length: changesShown }, () => facts[7]).flatMap((one) => one ?? [])];
    for (const told of notices) {
      for (const muted of [false, true]) {
        const items = [...told.map((one, n) => ({ id: `a${n}`, facts: one })), ...(told.length > 1 ? [{ id: 'more' }] : [])];
        const notice = {
          key: 'k',
          topic: 'follow',
          subscriber: 'C0CART',
          items,
          settled: new Set<string>(),
          muted,
          missing: [new Date(at)],
        };
        const payload = slackMessage(followNotice(notice, '/catalog'));
        expect(checkMessage(payload)).toEqual([]);
        expect(JSON.stringify(payload, (key, value: unknown) => (key === 'accessibility_label' ? undefined : value))).not.toMatch(
          /<!channel>|<@U0ANA>|<https:\/\/evil|\u202E/,
        );
      }
    }
  }
});
