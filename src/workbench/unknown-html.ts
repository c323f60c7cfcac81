import { html, type Html } from './html.ts';
import { type Json, text } from './json.ts';

/** What the page cannot draw, as it came. */
export function unknownHtml(value: Json): Html {
  return html`<details class="b-unknown"><summary>Not drawn here: ${text(value['type']) || 'something'}</summary><pre tabindex="0">${JSON.stringify(value, null, 2)}</pre></details>`;
}
