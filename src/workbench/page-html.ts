import type { Declared } from './act.ts';
import { actors } from './example-workspace.ts';
import { html } from './html.ts';
import type { Person, Workspace } from './workspace.ts';

/** The page itself, empty: its script fills it. Nothing runs in it but its own files. */
export function pageHtml({ workspace, declared, token }: { workspace: Workspace; declared: Declared; token: string }): string {
  const people = actors.flatMap((id) => workspace.people.get(id) ?? []);
  const actor = (person: Person) =>
    html`<label><input type="radio" name="as" value="${person.id}"> <span>${person.name}<small>${person.about}</small></span></label>`;
  const shortcuts = declared.shortcuts
    .filter(({ on }) => on === 'anywhere')
    .map(({ id, label }) => html`<button type="button" role="menuitem" tabindex="-1" data-shortcut="${id}">${label}</button>`);
  const menu = html`<div class="menu up"><button type="button" class="button" aria-haspopup="menu" aria-expanded="false" data-menu>Shortcuts</button><div role="menu" hidden>${shortcuts}</div></div>`;
  const known = {
    commands: declared.commands,
    mentions: [
      ...[...workspace.people.values()]
        .filter(({ id }) => id !== 'U0ALERTS')
        .map(({ handle, name, about }) => ({ name: `@${handle}`, about: `${name} · ${about}` })),
      ...workspace.userGroups.map(({ handle, name }) => ({ name: `@${handle}`, about: name })),
    ],
    channels: [...workspace.channels.values()]
      .filter(({ kind }) => kind === 'channel')
      .map(({ name, about }) => ({ name: `#${name}`, about })),
  };
  const composer = (id: string, label: string) =>
    html`<form class="composer" id="${id}" hidden><div class="complete"><ul role="listbox" id="${id}-list" aria-label="Suggestions" hidden></ul><textarea rows="1" role="combobox" aria-label="${label}" aria-expanded="false" aria-autocomplete="list" aria-controls="${id}-list" autocomplete="off" spellcheck="false"></textarea></div><div class="composer-foot">${id === 'say' && shortcuts.length > 0 && menu}<span class="hint">${id === 'say' ? hint(declared) : 'Enter sends'}</span><button type="submit" class="button primary">Send</button></div></form>`;
  return `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><title>Switchboard workbench</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="workbench-token" content="${token}"><meta name="workbench-known" content="${JSON.stringify(known)}"><link rel="icon" href="data:,"><link rel="stylesheet" href="/workbench/page.css"><script type="module" src="/workbench/page.js"></script></head><body><a class="skip" href="#main" data-skip>Skip to the messages</a><header class="top"><p class="brand"><strong>Halyard</strong> <span>a workspace on this machine only</span></p><fieldset class="actors"><legend>Act as</legend>${people.map(actor)}</fieldset><button type="button" class="button" id="theme" aria-pressed="false">Dark</button></header><div class="frame"><nav class="rail" id="rail" aria-label="Channels"></nav><main id="main" tabindex="-1"><header class="head" id="head"></header><div class="log" role="log" aria-label="Messages" tabindex="-1"><ol class="posts" id="posts"></ol></div><div class="notice" id="notice" role="status"></div>${composer('say', 'Message')}</main><aside class="thread" id="thread" aria-label="Thread" hidden><div id="thread-posts"></div>${composer('reply', 'Reply in thread')}</aside></div><dialog id="modal" aria-labelledby="modal-title"><div id="modal-body"></div><p class="notice" id="modal-notice" role="status"></p></dialog><dialog id="confirm" aria-labelledby="confirm-title"><form method="dialog"><h2 id="confirm-title"></h2><p id="confirm-text"></p><footer><button class="button" value="no" id="confirm-no"></button><button class="button primary" value="yes" id="confirm-yes"></button></footer></form></dialog></body></html>`
      .markup
  }`;
}

function hint({ commands }: Declared): string {
  return commands.length > 0 ? `Try ${commands[0]?.name ?? ''} payments · Enter sends` : 'Enter sends';
}
