import { blocksHtml } from './block-html.ts';
import type { Declared } from './act.ts';
import { dateText } from './date-text.ts';
import { fileHtml } from './file-html.ts';
import { html, type Html } from './html.ts';
import { mrkdwnHtml } from './mrkdwn-html.ts';
import type { Channel, Person, Post, Workspace } from './workspace.ts';

export interface Seen {
  workspace: Workspace;
  declared: Declared;
  now: Date;
  person: Person;
  channel: Channel;
  link: (at: string, thread?: string) => string;
}

/** One message; `place` tells its two copies apart, in the channel and in the thread. */
export function postHtml(post: Post, seen: Seen, place: 'm' | 't'): Html {
  const { workspace, now, person } = seen;
  const author = workspace.people.get(post.by);
  const at = new Date(Number(post.ts) * 1000);
  const prefix = `${place}${post.ts}`;
  const face = { workspace, now, prefix, values: {}, errors: {} };
  const content = post.blocks.length > 0 ? blocksHtml(post.blocks, face) : html`<div class="b-text">${mrkdwnHtml(post.text, face)}</div>`;
  const cards = [...(post.unfurls?.values() ?? [])].map((blocks) => html`<div class="b-unfurl">${blocksHtml(blocks, face)}</div>`);
  const files = post.files?.map((id) => fileHtml(workspace.files.find(id)));
  const name = author?.name ?? post.by;
  const badge = author?.kind === 'app' ? 'App' : author?.kind === 'guest' ? 'Guest' : author?.kind === 'stranger' ? author.about : '';
  return html`<li class="post${post.onlyFor !== undefined && ' only'}" data-channel="${post.channel}" data-ts="${post.ts}" tabindex="0" data-key="${prefix}" aria-label="${name}, ${dateText('{time}', at, now)}"><span class="avatar k-${author?.kind ?? 'app'}" aria-hidden="true">${initials(name)}</span><div class="body"><p class="who"><strong>${name}</strong>${badge !== '' && html` <span class="badge">${badge}</span>`} <time datetime="${at.toISOString()}" title="${dateText('{date_short} {time_secs}', at, now)}">${dateText('{time}', at, now)}</time>${post.edited && html` <span class="edited">edited</span>`}</p>${post.onlyFor !== undefined && html`<p class="only-you">Only visible to you, ${person.name}</p>`}${content}${cards}${files}${place === 'm' && repliesHtml(post, seen)}</div>${toolsHtml(post, seen, { place, name })}</li>`;
}

function repliesHtml(post: Post, { workspace, person, link }: Seen): Html | false {
  const replies = workspace.posts.filter(
    (one) => one.channel === post.channel && one.thread === post.ts && (one.onlyFor ?? person.id) === person.id,
  );
  if (replies.length === 0) return false;
  return html`<a class="replies" href="${link(post.channel, post.ts)}">${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</a>`;
}

/** Nothing can be done to what only one person sees. */
function toolsHtml(post: Post, { declared, link }: Seen, { place, name }: { place: string; name: string }): Html | false {
  if (post.onlyFor !== undefined) return false;
  const shortcuts = declared.shortcuts.filter(({ on }) => on === 'message');
  const reply =
    place === 'm' &&
    html`<a class="tool" href="${link(post.channel, post.ts)}" data-key="reply-${post.ts}">Reply<span class="unseen"> in thread to ${name}</span></a>`;
  const items = shortcuts.map(
    ({ id, label }) => html`<button type="button" role="menuitem" tabindex="-1" data-shortcut="${id}">${label}</button>`,
  );
  const menu = html`<div class="menu"><button type="button" class="tool" aria-haspopup="menu" aria-expanded="false" aria-label="Shortcuts for the message of ${name}" data-menu data-key="${place}menu-${post.ts}">⋯</button><div role="menu" hidden>${items}</div></div>`;
  return html`<div class="tools">${reply}${items.length > 0 && menu}</div>`;
}

const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2);
