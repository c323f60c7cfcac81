import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { bold, channelMention, code, cut, dateToken, escape, foreign, link, md, type Mrkdwn, safeUrl, userMention } from './mrkdwn.ts';

const invisible = /\u2060/g;

describe('text from elsewhere', () => {
  test('can ping nobody and link nothing', () => {
    expect(escape('<!channel> <@U1> <https://evil.test|docs> a & b')).toBe(
      '&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.test|docs&gt; a &amp; b',
    );
  });

  test('formats nothing, yet reads the same', () => {
    const text = escape('*bold* _it_ ~no~ `code` :tada: >quote');
    expect(text.replace(invisible, '')).toBe('*bold* _it_ ~no~ `code` :tada: &gt;quote');
    expect(text).not.toMatch(/(^|\s)[*_~`]\p{L}/u);
    expect(text).not.toContain(':tada:');
  });

  test.each(['*bold*', '_slanted_', '~gone~', '`code`', ':tada:', '<!here>', '>quote', 'a  b', ' a', 'a\nb'])(
    '%j is never taken for plain words, also alone among them',
    (mark) => {
      expect(escape(mark)).not.toBe(mark);
      expect(escape(`${mark} and more`)).not.toBe(`${mark} and more`);
    },
  );

  test('an identifier can be copied as it is', () => {
    expect(escape('payments_api_v2 and a*b')).toBe('payments_api_v2 and a*b');
  });

  test('holds no raw bracket and no control character, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(escape(text)).not.toMatch(/[<>\n\r\t]/);
        expect(code(text).slice(1, -1)).not.toMatch(/[<>`\n]/);
        expect(bold(text).slice(1, -1)).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('links', () => {
  test('lead only where their text says, by http, https or mail', () => {
    expect(link('https://acme.test/a?b=1&c=<2>', 'Run|book >')).toBe('<https://acme.test/a?b=1&amp;c=%3C2%3E|Run¦book &gt;>');
    expect(link('javascript:alert(1)', 'Runbook')).toBe('Runbook');
    expect(link('not a url', 'Runbook')).toBe('Runbook');
    expect(safeUrl(`https://acme.test/${'a'.repeat(2000)}`)).toBeUndefined();
  });

  test('cannot be ended from inside', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string({ maxLength: 50 }), (url, label) => {
        expect(link(url, label)).toMatch(/^<[^<>|]+\|[^<>|]+>$/);
      }),
    );
  });
});

test('mentions take only ids', () => {
  expect(userMention('U0ANA')).toBe('<@U0ANA>');
  expect(userMention('U0> <!here')).toBeUndefined();
  expect(channelMention('C0TEAM')).toBe('<#C0TEAM>');
  expect(channelMention('#team')).toBeUndefined();
});

test('a template escapes what is foreign and nothing else', () => {
  expect(md`${bold('a<b')} is ${foreign('<!here>')} since ${dateToken(new Date(1000), '1 | 2')}`).toBe(
    '*a&lt;b* is &lt;!here&gt; since <!date^1^{date_short_pretty} {time}|1 ¦ 2>',
  );
});

test('a cut leaves no half entity and no open link', () => {
  expect(cut('ab &amp; cd' as Mrkdwn, 7)).toBe('ab …');
  expect(cut('see <https://acme.test|docs>' as Mrkdwn, 20)).toBe('see …');
  fc.assert(
    fc.property(fc.string({ maxLength: 4000 }), fc.integer({ min: 10, max: limits.sectionText }), (text, max) => {
      const shown = cut(escape(text, 4000), max);
      expect(shown.length).toBeLessThanOrEqual(max);
      expect(shown).not.toMatch(/&[a-z]*…$/);
    }),
  );
});
