import { truncate } from './limits.ts';

declare const safe: unique symbol;

/** Text in Slack's mrkdwn in which everything foreign has been escaped. Only this file makes it. */
export type Mrkdwn = string & { [safe]: true };

/**
 * Text from elsewhere, shown as it is: no mention, link, command or format can come of it. `& < >` become entities
 * (https://docs.slack.dev/messaging/formatting-message-text); format characters get a zero-width joiner-free escape
 * by a preceding word joiner, because Slack has no backslash.
 */
export function escape(text: string, max = 300): Mrkdwn {
  if (text.length <= max && plain.test(text)) return text as Mrkdwn;
  return (
    entities(truncate(oneLine(text), max))
      // Inside a word they format nothing, and an identifier that is copied from a card must stay what it is.
      .replace(/`|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, '\u2060$&\u2060')
      .replace(/:(?=[^\s:]+:)/g, ':\u2060')
      .replace(/^(?=&gt;)/, '\u2060') as Mrkdwn
  );
}

/** Words of which nothing can come, as most are; a blank on its own between two. */
const plain = /^[A-Za-z0-9.,()/#+-]+(?: [A-Za-z0-9.,()/#+-]+)*$/;

/**
 * Without line breaks, control characters and the marks that turn the direction of writing, with which a name could
 * show the text around it backwards (Unicode UAX 9: U+061C, U+200E/F, U+202A-E, U+2066-9).
 * Halves of surrogate pairs, which Slack refuses, become U+FFFD.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** `& < >` as entities; enough for text that is already known to be harmless otherwise. */
export function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Template tag: literal parts are ours, every value is escaped unless it is Mrkdwn already made here. */
export function md(parts: TemplateStringsArray, ...values: (Mrkdwn | Foreign)[]): Mrkdwn {
  const shown = (value: Mrkdwn | Foreign | undefined) => (value instanceof Foreign ? escape(value.text) : (value ?? ''));
  return parts.reduce((text, part, i) => text + shown(values[i - 1]) + part) as Mrkdwn;
}

/** Marks foreign text for `md`. */
export class Foreign {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const foreign = (text: string | number): Foreign => new Foreign(String(text));

export function bold(text: string): Mrkdwn {
  return `*${escape(text)}*` as Mrkdwn;
}

/** Inline code; back-ticks are taken out because they cannot be escaped inside. */
export function code(text: string): Mrkdwn {
  return `\`${entities(truncate(oneLine(text.replaceAll('`', ' ')), 200)) || ' '}\`` as Mrkdwn;
}

/** A link, when the URL is http(s) or mailto; otherwise its label alone. */
export function link(url: string, label: string): Mrkdwn {
  const href = safeUrl(url);
  // A bar or a bracket in the label would end it.
  const shown = escape(label.replaceAll('|', '¦'), 150);
  return (href ? `<${href}|${shown || href}>` : shown) as Mrkdwn;
}

/** The URL as Slack may get it: http, https or mailto, at most 2000 characters, nothing that could end the link. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (!['https:', 'http:', 'mailto:'].includes(protocol) || href.length > 2000) return undefined;
  return entities(href).replaceAll('|', '%7C');
}

export function userMention(userId: string): Mrkdwn | undefined {
  return /^[UW][A-Z0-9]{2,20}$/.test(userId) ? (`<@${userId}>` as Mrkdwn) : undefined;
}

export function channelMention(channelId: string): Mrkdwn | undefined {
  return /^[CG][A-Z0-9]{2,20}$/.test(channelId) ? (`<#${channelId}>` as Mrkdwn) : undefined;
}

/** Shows a user group's handle. In a message that others see it pings the whole group. */
export function userGroupMention(groupId: string): Mrkdwn | undefined {
  return /^S[A-Z0-9]{2,20}$/.test(groupId) ? (`<!subteam^${groupId}>` as Mrkdwn) : undefined;
}

/** How long ago, which Slack keeps counting; `fallback`, e.g. `42 s ago`, for clients that cannot. */
export function agoToken(at: Date, fallback: string): Mrkdwn {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{ago}|${entities(fallback).replaceAll('|', '¦')}>` as Mrkdwn;
}

/** A relative time with the exact one in the reader's zone on hover; `fallback` for clients that cannot. */
export function dateToken(at: Date, fallback: string): Mrkdwn {
  const seconds = Math.floor(at.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${entities(fallback).replaceAll('|', '¦')}>` as Mrkdwn;
}

export function join(parts: readonly (Mrkdwn | undefined | null | false | '')[], separator = ' · '): Mrkdwn {
  return parts.filter(Boolean).join(separator) as Mrkdwn;
}

/** Cuts between entities and tokens: `&am…` or an open `<` would change the meaning of what is left. */
export function cut(text: Mrkdwn, max: number): Mrkdwn {
  if (text.length <= max) return text;
  let kept = truncate(text, max)
    .slice(0, -1)
    .replace(/&[a-z]{0,4}$/, '');
  const open = kept.lastIndexOf('<');
  if (open > kept.lastIndexOf('>')) kept = kept.slice(0, open);
  return `${kept}…` as Mrkdwn;
}
