import { expect, test } from 'vitest';
import { checkView } from './check-blocks.ts';
import { checkElement, checkOptionGroups } from './check-element.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const options = (count: number) => Array.from({ length: count }, (_, n) => ({ text: plain(`${n}`), value: `${n}` }));
const question = { title: plain('Sure?'), text: plain('It is gone then.'), confirm: plain('Yes'), deny: plain('No') };

test.each([
  ['a menu of a hundred', { type: 'static_select', options: options(100) }, []],
  ['one more', { type: 'static_select', options: options(101) }, ['at.options: 101 of at most 100']],
  ['a menu of nothing', { type: 'static_select', options: [] }, ['at.options: none']],
  ['ten boxes', { type: 'checkboxes', options: options(10) }, []],
  ['eleven to choose one of', { type: 'radio_buttons', options: options(11) }, ['at.options: 11 of at most 10']],
  ['six behind three dots', { type: 'overflow', options: options(6) }, ['at.options: 6 of at most 5']],
  ['a long placeholder', { type: 'external_select', placeholder: plain('x'.repeat(151)) }, ['at.placeholder: 151 of at most 150']],
  ['a question', { type: 'button', text: plain('Go'), confirm: question }, []],
  ['half a question', { type: 'button', text: plain('Go'), confirm: { ...question, deny: undefined } }, ['at.confirm.deny: empty']],
  [
    'a long yes',
    { type: 'button', text: plain('Go'), confirm: { ...question, confirm: plain('y'.repeat(31)) } },
    ['at.confirm.confirm: 31 of at most 30'],
  ],
])('%s', (_name, element, faults) => expect(checkElement(element, 'at')).toEqual(faults));

test('groups have a label each and a hundred options at most', () => {
  const groups = [{ label: plain('Teams'), options: options(100) }];
  expect(checkOptionGroups(groups, 'at')).toEqual([]);
  expect(checkOptionGroups([{ options: options(101) }], 'at')).toEqual(['at[0].label: empty', 'at[0].options: 101 of at most 100']);
  expect(checkOptionGroups(Array(101).fill(groups[0]), 'at')).toEqual(['at: 101 of at most 100']);
});

test('a form’s hint is measured too', () => {
  const input = { type: 'input', label: plain('Name'), hint: plain('h'.repeat(2001)), element: { type: 'plain_text_input' } };
  const modal = { type: 'modal', title: plain('T'), submit: plain('Send'), blocks: [input] };
  expect(checkView(modal)).toEqual(['blocks[0].hint: 2001 of at most 2000']);
});
