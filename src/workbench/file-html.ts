import { isPng, type WorkbenchFile } from './files.ts';
import { html, type Html } from './html.ts';

/** A file with its message: pictures are shown, all else is offered for download. */
export function fileHtml(file: WorkbenchFile | undefined): Html {
  if (!file) return html`<p class="b-file">This file is not kept any more.</p>`;
  const { id, name, title, altText, bytes, length } = file;
  const size = length < 10_000 ? `${length} bytes` : `${Math.round(length / 1000)} kB`;
  if (!isPng(bytes))
    return html`<p class="b-file"><a href="/workbench/file/${id}" download="${name}">${title}</a> <span>${size}</span></p>`;
  return html`<figure class="b-file"><figcaption>${title}</figcaption><a href="/workbench/file/${id}" target="_blank" rel="noopener noreferrer"><img src="/workbench/file/${id}" alt="${altText || title}"></a></figure>`;
}
