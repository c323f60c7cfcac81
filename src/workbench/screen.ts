import type { Declared } from './act.ts';
import { html, type Html } from './html.ts';
import { modalHtml, homeHtml } from './view-html.ts';
import { postHtml, type Seen } from './post-html.ts';
import { canRead, type Channel, type Person, type Workspace } from './workspace.ts';

/** What one person sees now, in parts that the page puts in place. */
export interface Screen {
  /** What is shown, which need not be what was asked for: not everyone can look everywhere. */
  at: string;
  title: string;
  rail: string;
  head: string;
  main: string;
  /** Empty when no thread is open. */
  thread: string;
  modal: { id: string; key: string; html: string } | null;
  /** The box to write in; absent where nothing can be written. */
  composer: { label: string } | null;
}

export interface Look {
  /** A channel's id, or `home`. */
  at: string;
  thread: string;
}

export function screen(world: { workspace: Workspace; declared: Declared; now: Date }, person: Person, look: Look): Screen {
  const { workspace, declared } = world;
  const channels = [...workspace.channels.values()].filter((channel) => canRead(person, channel));
  const dm = channels.find(({ kind }) => kind === 'dm');
  const hasHome = declared.events.includes('app_home_opened');
  const isHome = look.at === 'home' && hasHome;
  const channel = isHome ? dm : (channels.find(({ id }) => id === look.at) ?? channels[0]);
  if (!channel) throw new Error(`${person.id} can read no channel.`);
  const seen: Seen = { ...world, person, channel, link: (at, thread) => address(person, at, thread) };
  const posts = workspace.posts.filter((post) => post.channel === channel.id && (post.onlyFor ?? person.id) === person.id);
  const top = posts.filter(({ thread }) => thread === undefined);
  const open = isHome ? undefined : posts.find(({ ts, thread }) => ts === look.thread && thread === undefined);
  const parts = open && [open, ...posts.filter(({ thread }) => thread === open.ts)];
  const modal = workspace.views.stack(person.id).at(-1);
  const name = nameOf(channel);
  return {
    at: isHome ? 'home' : channel.id,
    title: name,
    rail: railHtml(channels, { person, at: channel.id, hasHome }).markup,
    head: headHtml(channel, { isHome, hasHome, link: seen.link }).markup,
    main: isHome ? homeHtml(workspace, person, seen).markup : top.map((post) => postHtml(post, seen, 'm').markup).join(''),
    thread: parts
      ? threadHtml(
          parts.map((post) => postHtml(post, seen, 't')),
          { name, close: seen.link(channel.id) },
        ).markup
      : '',
    modal: modal
      ? { id: modal.id, key: `${modal.id} ${modal.hash} ${JSON.stringify(modal.errors)}`, html: modalHtml(workspace, modal, seen).markup }
      : null,
    composer: isHome ? null : { label: `Message ${name}` },
  };
}

/** The part of the address after `#`, from which the page knows who looks at what. */
function address(person: Person, at: string, thread = ''): string {
  return `#${new URLSearchParams({ as: person.id, at, ...(thread && { thread }) }).toString()}`;
}

const nameOf = (channel: Channel): string => (channel.kind === 'dm' ? channel.name : `#${channel.name}`);

function railHtml(channels: readonly Channel[], { person, at, hasHome }: { person: Person; at: string; hasHome: boolean }): Html {
  const item = (channel: Channel) => {
    // As in Slack an app is opened at its Home tab.
    const to = channel.kind === 'dm' && hasHome ? 'home' : channel.id;
    const current = channel.id === at;
    const sign =
      channel.kind === 'dm' ? html`<span class="dot" aria-hidden="true"></span>` : html`<span class="sign" aria-hidden="true">#</span>`;
    const shared = channel.sharedWith !== undefined && html` <span class="shared" title="Shared with ${channel.sharedWith}">shared</span>`;
    return html`<li><a href="${address(person, to)}" data-key="go-${channel.id}"${current && html` aria-current="page"`}>${sign}<span>${channel.name}</span>${shared}</a></li>`;
  };
  const of = (kind: Channel['kind']) => channels.filter((channel) => channel.kind === kind).map(item);
  return html`<h2>Channels</h2><ul>${of('channel')}</ul><h2>Apps</h2><ul>${of('dm')}</ul>`;
}

function headHtml(channel: Channel, { isHome, hasHome, link }: { isHome: boolean; hasHome: boolean; link: Seen['link'] }): Html {
  const shared = channel.sharedWith !== undefined && html` <span class="badge">Shared with ${channel.sharedWith}</span>`;
  const tab = (at: string, name: string, current: boolean) =>
    html`<a href="${link(at)}" data-key="tab-${at}"${current && html` aria-current="page"`}>${name}</a>`;
  const tabs =
    channel.kind === 'dm' &&
    hasHome &&
    html`<nav class="tabs" aria-label="App">${tab('home', 'Home', isHome)}${tab(channel.id, 'Messages', !isHome)}</nav>`;
  return html`<h1>${nameOf(channel)}</h1>${shared}<p>${channel.about}</p>${tabs}`;
}

function threadHtml(posts: readonly Html[], { name, close }: { name: string; close: string }): Html {
  return html`<header><h2>Thread</h2><p>${name}</p><a class="close" href="${close}" aria-label="Close thread">×</a></header><ol class="posts" aria-label="Thread">${posts}</ol>`;
}
