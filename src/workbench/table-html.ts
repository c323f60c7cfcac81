import { html, type Html } from './html.ts';
import { type Json, list, object, text } from './json.ts';
import type { Names } from './mrkdwn-html.ts';
import { richTextHtml } from './rich-text-html.ts';

/** Tables: their first row is the heading, as Slack draws it. */
export function tableHtml(block: Json, names: Names): Html {
  const [head = [], ...rows] = list(block['rows']).map((row) => list(row));
  const caption = text(block['caption']);
  const cells = (row: readonly unknown[], cell: (inner: Html) => Html) => row.map((one) => cell(cellHtml(object(one), names)));
  return html`<div class="b-table" tabindex="0"><table>${caption !== '' && html`<caption>${caption}</caption>`}<thead><tr>${cells(head, (inner) => html`<th scope="col">${inner}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${cells(row, (inner) => html`<td>${inner}</td>`)}</tr>`)}</tbody></table></div>`;
}

function cellHtml(cell: Json, names: Names): Html {
  if (cell['type'] === 'rich_text') return richTextHtml(list(cell['elements']), names);
  const value = cell['text'] ?? cell['value'];
  return html`${typeof value === 'number' ? value : text(value)}`;
}
