/**
 * Slack's mrkdwn as a person would read it aloud: entities decoded, our own `*` and `_` dropped, code without its
 * back-ticks, dates by their fallback, links by `link`. Foreign format characters stay, because `escape` has put word
 * joiners around them; the joiners themselves go.
 *
 * The result is not escaped: for Slack put it through `entities`, for a terminal strip control characters.
 */
export function plainText(mrkdwn: string, link: (label: string, url: string) => string = (label) => label): string {
  return mrkdwn
    .split(/((?<!\u2060)`[^`\n]*`)/)
    .map((part, i) => (i % 2 === 1 ? decode(part.slice(1, -1)) : prose(part, link)))
    .join('');
}

function prose(text: string, link: (label: string, url: string) => string): string {
  return text
    .split(/(<[^<>]*>)/)
    .map((part, i) => (i % 2 === 1 ? token(part.slice(1, -1), link) : words(part)))
    .join('');
}

function words(text: string): string {
  return decode(text.replace(formatting, (_, foreign: string | undefined) => foreign ?? ''));
}

/** A foreign format character between its joiners, or one of ours: those stand at the edge of a word, never inside. */
const formatting = /\u2060([*_~`])\u2060|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu;

/** What stands between `<` and `>`: https://docs.slack.dev/messaging/formatting-message-text. */
function token(inside: string, link: (label: string, url: string) => string): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? undefined : words(inside.slice(bar + 1));
  if (target.startsWith('!date^')) return label ?? '';
  if (target.startsWith('#') || target.startsWith('@')) return label ? `${target[0]}${label.replace(/^[#@]/, '')}` : target;
  if (target.startsWith('!subteam^')) return label ?? `@${target.slice('!subteam^'.length)}`;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return link(label ?? decode(target), decode(target));
}

function decode(text: string): string {
  return text.replaceAll('\u2060', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
