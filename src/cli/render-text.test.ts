import { renderText } from './render-text.ts';
import { actions, button, context, divider, section, sectionWithButton } from '#slack/blocks.ts';
import { agoToken, bold, code, escape, foreign, join, link, md } from '#slack/mrkdwn.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('a message as a person reads it in a terminal', () => {
  const text = renderText({
    text: 'unused',
    blocks: [
      section(md`${bold('pay & go')} is owned by ${link('https://a.test/x', 'Team <A>')}.`),
      divider(),
      sectionWithButton(md`${code('a_b*c')} ${foreign('*not bold* `tick`')}`, button({ id: 'x.y', label: 'This One' })),
      context(agoToken(new Date(0), '42 s ago'), link('mailto:a@b.test', 'a@b.test')),
      actions(button({ id: 'a.b', label: 'Share in Channel' }), button({ id: 'a.c', label: 'Why' })),
    ],
  });
  expect(text.split('\n')).toEqual([
    'pay & go is owned by Team <A> (https://a.test/x).',
    '――――――――――――――――――――',
    'a_b*c *not bold* `tick`  [This One]',
    '42 s ago · a@b.test',
    '[Share in Channel] [Why]',
  ]);
});

test('an address that comes again is written out the last time only', () => {
  const blocks = [section(md`${link('https://a.test/f#L1', 'pay')} is good`), context(link('https://a.test/f#L9', 'f:9'))];
  expect(renderText({ text: '', blocks })).toBe('pay is good\nf:9 (https://a.test/f#L9)');
});

test('no blocks: the fallback text', () => {
  expect(renderText({ text: 'Done &amp; dusted.', blocks: [] })).toBe('Done & dusted.');
});

test('whatever a file says is shown as it is, without anything that a terminal would obey', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u001b[2Jgone', '\u009b31m', '\r\u0007', '\u202Etxt', '<!channel>', '*a* _b_ `c`'),
  );
  fc.assert(
    fc.property(any, (said) => {
      const shown = renderText({
        text: '',
        blocks: [section(join([md`Name: ${escape(said)}`])), actions(button({ id: 'a.b', label: said }))],
      });
      expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
  const plain = '<!channel> *a* _b_ `c` :x: & > | ~d~';
  expect(renderText({ text: '', blocks: [section(md`Name: ${escape(plain)}`)] })).toBe(`Name: ${plain}`);
});
