import { dateText } from './date-text.ts';
import { html, type Html } from './html.ts';
import type { Workspace } from './workspace.ts';

export interface Names {
  workspace: Pick<Workspace, 'people' | 'channels' | 'userGroups'>;
  now: Date;
}

/** Slack's mrkdwn as markup (https://docs.slack.dev/messaging/formatting-message-text). */
export function mrkdwnHtml(text: string, names: Names): Html {
  const parts = text.split(/```([\s\S]+?)```/);
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<pre>${decode(part.replace(/^\n/, ''))}</pre>` : lines(part, names)))}`;
}

/** What stays of mrkdwn where only text can be: in titles and labels. */
export function mrkdwnText(text: string): string {
  return decode(text.replace(/<([^<>|]*\|)?([^<>]*)>/g, '$2').replace(/[*_~`]/g, ''));
}

function lines(text: string, names: Names): Html {
  const shown = text.split('\n').map((line) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    return quoted ? { quote: true, line: spans(quoted[1] ?? '', names) } : { quote: false, line: spans(line, names) };
  });
  return html`${shown.map(({ quote, line }, i) => {
    if (quote) return html`<blockquote>${line}</blockquote>`;
    return i > 0 && !shown[i - 1]?.quote ? html`<br>${line}` : line;
  })}`;
}

const formats = [
  { mark: '`', tag: 'code' },
  { mark: '*', tag: 'strong' },
  { mark: '_', tag: 'em' },
  { mark: '~', tag: 's' },
] as const;

/** A mark opens after a space or sign and closes before one; in code nothing else counts. */
const spanPattern = /<([^<>]+)>|(?<![\p{L}\p{N}`])`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/u;

function spans(text: string, names: Names): Html {
  const out: Html[] = [];
  let rest = text;
  for (let match = spanPattern.exec(rest); match; match = spanPattern.exec(rest)) {
    out.push(html`${decode(rest.slice(0, match.index))}`, span(match, names));
    rest = rest.slice(match.index + match[0].length);
  }
  return html`${out}${decode(rest)}`;
}

function span([, reference, code, mark, inner = '']: RegExpExecArray, names: Names): Html {
  if (reference !== undefined) return referenceHtml(reference, names);
  if (code !== undefined) return html`<code>${decode(code)}</code>`;
  const tag = formats.find((format) => format.mark === mark)?.tag;
  const content = spans(inner, names);
  if (tag === 'strong') return html`<strong>${content}</strong>`;
  return tag === 'em' ? html`<em>${content}</em>` : html`<s>${content}</s>`;
}

function referenceHtml(reference: string, names: Names): Html {
  const bar = reference.indexOf('|');
  const [target, label] = bar === -1 ? [reference, ''] : [reference.slice(0, bar), reference.slice(bar + 1)];
  if (target.startsWith('@')) return mention(`@${names.workspace.people.get(target.slice(1))?.name ?? (decode(label) || target.slice(1))}`);
  if (target.startsWith('#'))
    return mention(`#${names.workspace.channels.get(target.slice(1))?.name ?? (decode(label) || 'private-channel')}`);
  if (target.startsWith('!date^')) return date(target, decode(label), names.now);
  if (target.startsWith('!subteam^')) {
    const group = names.workspace.userGroups.find(({ id }) => id === target.slice('!subteam^'.length));
    return mention(group ? `@${group.handle}` : decode(label) || '@unknown-group');
  }
  if (target.startsWith('!')) return mention(`@${target.slice(1)}`);
  return linkHtml(decode(target), decode(label));
}

/** Only addresses that a browser may follow become links. */
export function linkHtml(url: string, label: string): Html {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return html`${label || url}`;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label || url.replace(/^mailto:/, '')}</a>`;
}

export const mention = (name: string): Html => html`<span class="mention">${name}</span>`;

function date(target: string, fallback: string, now: Date): Html {
  const [, seconds = '', format = '', link] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime()) || !format) return html`${fallback}`;
  const exact = dateText('{date_short} {time_secs}', at, now);
  const shown = html`<time datetime="${at.toISOString()}" title="${exact}">${dateText(decode(format), at, now)}</time>`;
  return link === undefined || !/^https?:/.test(link)
    ? shown
    : html`<a href="${decode(link)}" target="_blank" rel="noopener noreferrer">${shown}</a>`;
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
