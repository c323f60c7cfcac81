import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bold, code, dateToken, escape, link, md, foreign } from './mrkdwn.ts';
import { plainText } from './plain-text.ts';

test('a card reads aloud as it is meant', () => {
  const text = md`${bold('payments_api')} is owned by ${link('https://acme.test/pay', 'Team *Pay*')} since ${dateToken(new Date(0), 'a day ago')}: ${code('a<b')}`;
  expect(plainText(text)).toBe('payments_api is owned by Team *Pay* since a day ago: a<b');
  expect(plainText(text, (label, url) => `${label} (${url})`)).toContain('Team *Pay* (https://acme.test/pay)');
  expect(plainText('<#C0PAY|pay> <@U0ANA> <!subteam^S1|@oncall>')).toBe('#pay @U0ANA @oncall');
});

test('what was escaped comes back as it was', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '_', '*', '~', '`', '<', '>', '&', ':', '.', '-', ' '), maxLength: 30 });
  fc.assert(
    fc.property(word, (text) => {
      expect(plainText(escape(text))).toBe(text.replace(/\s+/g, ' ').trim());
      expect(plainText(md`${foreign('x')} ${foreign(text)}`)).toBe(`x ${text.replace(/\s+/g, ' ').trim()}`);
    }),
  );
});
