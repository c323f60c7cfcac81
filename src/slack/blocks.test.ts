import { expect, test } from 'vitest';
import { checkBlocks, checkMessage, checkView } from '../../test/support/check-blocks.ts';
import { actions, button, context, divider, header, section, sectionWithButton } from './blocks.ts';
import { limits, truncate } from './limits.ts';
import { escape, md } from './mrkdwn.ts';
import { messageView, slackMessage } from './slack-message.ts';

const long = escape('é'.repeat(5000), 5000);

test('builders keep within Slack’s limits at one beyond', () => {
  const blocks = [
    section(long),
    header('h'.repeat(151)),
    context(...Array.from({ length: 11 }, () => long)),
    divider(),
    actions(...Array.from({ length: 26 }, (_, n) => button({ id: `a.b#${n}`, label: 'l'.repeat(76), value: 'v'.repeat(2000) }))),
    sectionWithButton(md`text`, button({ id: 'a.c', label: '', accessibilityLabel: 'l'.repeat(76) })),
  ];
  expect(checkBlocks(blocks, limits.messageBlocks)).toEqual([]);
});

test('a value that does not fit is refused: cut, it would name something else', () => {
  expect(() => button({ id: 'a.b', label: 'Go', value: 'v'.repeat(2001) })).toThrow(RangeError);
});

test('the checker sees what the builders prevent', () => {
  const bad = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } };
  expect(checkBlocks([bad], 50)).toEqual(['blocks[0].text: 3001 of at most 3000']);
  expect(checkMessage({ text: '', blocks: [] })).toHaveLength(1);
  expect(checkView({ type: 'modal', blocks: [] })).toEqual(['title: empty']);
});

test('a message of too many blocks says how much is missing', () => {
  const message = slackMessage({ text: 'x'.repeat(5000), blocks: Array.from({ length: 60 }, () => divider()) });
  expect(checkMessage(message)).toEqual([]);
  expect(JSON.stringify(message.blocks?.at(-1))).toContain('11 more parts');
});

test('a message becomes a modal or a Home tab', () => {
  const message = { text: 'Saved', blocks: [] };
  expect(checkView(messageView(message, 'A title that is much too long'))).toEqual([]);
  expect(checkView(messageView(message))).toEqual([]);
});

test('a cut never splits a character', () => {
  expect(truncate('ab😀cd', 4)).toBe('ab…');
  expect(truncate('abc', 3)).toBe('abc');
});
