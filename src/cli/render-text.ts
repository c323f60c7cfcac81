import type { Block, Message } from '#core/reply.ts';
import { plainText } from '#slack/plain-text.ts';

/**
 * A Slack message as lines for a terminal: entities decoded, links as `label (url)`, dates in words, buttons as
 * `[Share in Channel]`. An address that comes more than once, whatever its line, is written out the last time only, so
 * that the answer itself stays readable. Nothing in it can move the cursor or colour the terminal.
 */
export function renderText(message: Message): string {
  const seen = new Map<string, number>();
  const show = (blocks: readonly Block[], link: Link) => blocks.map((fields) => block(fields, link)).filter((said) => said !== '');
  show(message.blocks, (label, url) => {
    seen.set(page(url), (seen.get(page(url)) ?? 0) + 1);
    return label;
  });
  const lines = show(message.blocks, (label, url) => {
    const left = (seen.get(page(url)) ?? 1) - 1;
    seen.set(page(url), left);
    return left > 0 || label === url || url === `mailto:${label}` ? label : `${label} (${url})`;
  });
  return lines.length > 0 ? lines.join('\n') : harmless(plainText(message.text));
}

type Link = (label: string, url: string) => string;
const page = (url: string) => url.replace(/#.*$/, '');

type Fields = Readonly<Record<string, unknown>>;

function block(fields: Fields, link: Link): string {
  switch (fields['type']) {
    case 'divider':
      return '―'.repeat(20);
    case 'actions':
      return list(fields['elements']).map(label).filter(Boolean).join(' ');
    case 'context':
      return list(fields['elements'])
        .map((part) => text(part, link))
        .filter(Boolean)
        .join(' · ');
    default: {
      const parts = [object(fields['text']), ...list(fields['fields'])].map((part) => text(part, link));
      return [parts.filter(Boolean).join('\n'), label(object(fields['accessory']))].filter(Boolean).join('  ');
    }
  }
}

function label(element: Fields): string {
  if (element['type'] === 'overflow') return list(element['options']).map(label).filter(Boolean).join(' ');
  const said = text(object(element['text']), (shown) => shown);
  return said && `[${said}]`;
}

function text(fields: Fields, link: Link): string {
  const said = fields['text'];
  if (typeof said !== 'string') return '';
  return harmless(fields['type'] === 'plain_text' ? said : plainText(said, link));
}

/** Catalog text may hold escape sequences; control characters and marks of writing direction never reach a terminal. */
function harmless(said: string): string {
  return said.replace(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, '');
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(object) : [];
}
