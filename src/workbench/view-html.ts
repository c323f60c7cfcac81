import { blocksHtml } from './block-html.ts';
import { html, type Html } from './html.ts';
import { list, object, text } from './json.ts';
import type { Seen } from './post-html.ts';
import type { OpenView } from './views.ts';
import type { Person, Workspace } from './workspace.ts';

/** A modal's inside; its frame is the page's own dialog. */
export function modalHtml(workspace: Workspace, open: OpenView, { now }: Seen): Html {
  const { view, previousId } = open;
  const words = (part: string) => text(object(view[part])['text']);
  const face = { workspace, now, prefix: open.id, values: open.values, errors: open.errors };
  const back = previousId === undefined ? 'Cancel' : 'Back';
  return html`<form data-view="${open.id}" novalidate><header><h2 id="modal-title">${words('title')}</h2><button type="button" class="close" data-close="all" aria-label="Close">×</button></header><div class="modal-body">${blocksHtml(list(view['blocks']), face)}</div><footer><button type="button" class="button" data-close="one">${words('close') || back}</button>${words('submit') !== '' && html`<button type="submit" class="button primary">${words('submit')}</button>`}</footer></form>`;
}

export function homeHtml(workspace: Workspace, person: Person, { now }: Seen): Html {
  const open = workspace.views.home(person.id);
  if (!open) return html`<li class="empty">The app has not filled its Home tab yet.</li>`;
  const face = { workspace, now, prefix: open.id, values: open.values, errors: {} };
  return html`<li class="home" data-view="${open.id}">${blocksHtml(list(open.view['blocks']), face)}</li>`;
}
