import { html, type Html } from './html.ts';
import { type Json, list, object, text } from './json.ts';
import { linkHtml, mention, type Names } from './mrkdwn-html.ts';
import { dateText } from './date-text.ts';

/** The elements of a rich_text block (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
export function richTextHtml(elements: readonly unknown[], names: Names): Html {
  return html`${elements.map((value) => partHtml(object(value), names))}`;
}

function partHtml(part: Json, names: Names): Html {
  const inside = list(part['elements']).map((element) => object(element));
  switch (part['type']) {
    case 'rich_text_list': {
      const items = inside.map((item) => html`<li>${partHtml(item, names)}</li>`);
      return part['style'] === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'rich_text_quote':
      return html`<blockquote>${inside.map((element) => spanHtml(element, names))}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre>${inside.map((element) => spanHtml(element, names))}</pre>`;
    default:
      return html`<div class="rich">${inside.map((element) => spanHtml(element, names))}</div>`;
  }
}

function spanHtml(element: Json, names: Names): Html {
  const { people, channels, userGroups } = names.workspace;
  switch (element['type']) {
    case 'text':
      return styled(html`${text(element['text'])}`, object(element['style']));
    case 'link':
      return styled(linkHtml(text(element['url']), text(element['text'])), object(element['style']));
    case 'user':
      return mention(`@${people.get(text(element['user_id']))?.name ?? text(element['user_id'])}`);
    case 'channel':
      return mention(`#${channels.get(text(element['channel_id']))?.name ?? 'private-channel'}`);
    case 'usergroup':
      return mention(`@${userGroups.find(({ id }) => id === element['usergroup_id'])?.handle ?? 'unknown-group'}`);
    case 'broadcast':
      return mention(`@${text(element['range'])}`);
    case 'emoji':
      return html`:${text(element['name'])}:`;
    case 'date':
      return html`${dateText(text(element['format']), new Date(Number(element['timestamp']) * 1000), names.now)}`;
    default:
      return html`<code>${JSON.stringify(element)}</code>`;
  }
}

function styled(inner: Html, style: Json): Html {
  let out = inner;
  if (style['code'] === true) out = html`<code>${out}</code>`;
  if (style['bold'] === true) out = html`<strong>${out}</strong>`;
  if (style['italic'] === true) out = html`<em>${out}</em>`;
  return style['strike'] === true ? html`<s>${out}</s>` : out;
}
