import { expect, test } from 'vitest';
import { blocksHtml } from './block-html.ts';
import { mrkdwnHtml } from './mrkdwn-html.ts';
import { createWorkspace } from './workspace.ts';

const now = new Date('2026-03-01T12:00:00Z');
const workspace = createWorkspace({ now: () => now, uuid: () => 'id' });
const face = { workspace, now, prefix: 'p', values: {}, errors: {} };
const drawn = (...blocks: unknown[]) => blocksHtml(blocks, face).markup;
const mrkdwn = (text: string) => mrkdwnHtml(text, face).markup;
const evil = `"><img src=x onerror=alert(1)>'`;

test('mrkdwn becomes markup as Slack shows it', () => {
  expect(mrkdwn('*a* _b_ ~c~ `d*e*` snake_case_name 2*3*4')).toBe(
    '<strong>a</strong> <em>b</em> <s>c</s> <code>d*e*</code> snake_case_name 2*3*4',
  );
  expect(mrkdwn('a &lt;b&gt; &amp;amp;')).toBe('a &lt;b&gt; &amp;amp;');
  expect(mrkdwn('<@U0ANA> <#C0LUNCH> <!subteam^S0PAYMENTS> <!here>')).toMatch(/@Ana Ferreira.*#lunch.*@payments-oncall.*@here/);
  expect(mrkdwn('<https://a.example/?x=1&amp;y=2|*docs*>')).toContain('href="https://a.example/?x=1&amp;y=2"');
  expect(mrkdwn('<!date^1772366340^{ago}|then>')).toContain('>1 minute ago</time>');
  expect(mrkdwn('one\n&gt; two\nthree')).toBe('one<blockquote>two</blockquote>three');
  expect(mrkdwn('```\nx *y*\n```')).toBe('<pre>x *y*\n</pre>');
});

test('nothing foreign becomes markup, wherever it stands', () => {
  const plain = { type: 'plain_text', text: evil };
  const everything = drawn(
    {
      type: 'section',
      block_id: evil,
      text: { type: 'mrkdwn', text: `${evil} <javascript:alert(1)|x> <${evil}|y>` },
      accessory: { type: 'button', action_id: evil, text: plain, value: evil, url: 'javascript:alert(1)' },
    },
    { type: 'header', text: plain },
    { type: 'image', alt_text: evil, image_url: 'javascript:alert(1)' },
    {
      type: 'input',
      block_id: evil,
      label: plain,
      hint: plain,
      element: { type: 'plain_text_input', action_id: evil, initial_value: evil, placeholder: plain },
    },
    { type: 'actions', elements: [{ type: 'static_select', action_id: 's', options: [{ text: plain, value: evil }] }, { type: evil }] },
    { type: evil, text: evil },
    { type: 'table', caption: evil, rows: [[{ type: 'raw_text', text: evil }]] },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:alert(1)', text: evil }] }] },
  );
  expect(everything).not.toMatch(/<img|<script|href="javascript/);
  expect(everything).toContain('&quot;&gt;&lt;img');
});

test('what is not known is shown as its JSON', () => {
  expect(drawn({ type: 'hologram', projector: 7 })).toMatch(/Not drawn here: hologram[\s\S]*&quot;projector&quot;: 7/);
  expect(drawn({ type: 'actions', elements: [{ type: 'dial', action_id: 'd' }] })).toContain('Not drawn here: dial');
});

test('fields have labels, errors and what is entered', () => {
  const input = {
    type: 'input',
    block_id: 'b',
    label: { type: 'plain_text', text: 'Name' },
    element: { type: 'plain_text_input', action_id: 'a' },
  };
  const shown = blocksHtml([input], {
    ...face,
    values: { b: { a: { type: 'plain_text_input', value: 'Ann' } } },
    errors: { b: 'Too short.' },
  }).markup;
  expect(shown).toContain('<label for="p-b-a">Name</label>');
  expect(shown).toMatch(/id="p-b-a"[^>]*aria-describedby="p-b-a-error" aria-invalid="true"[^>]*value="Ann"/);
  expect(shown).toContain('<p class="error" id="p-b-a-error">Too short.</p>');
});
