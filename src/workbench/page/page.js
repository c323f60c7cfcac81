import { act, say, surfaceOf, valueOf } from './acting.js';
import { startCombos } from './choosing.js';
import { startComposers } from './composing.js';
import { startMenus } from './menus.js';
import { confirmed, showModal, startModals } from './modals.js';
import { go, place } from './place.js';

const byId = (id) => document.getElementById(id);
const shown = new Map();
/** Part of the page → its markup but for times, which run on. */
const lastingOf = new WeakMap();
let visited = '';
let asking = Promise.resolve();

/** Asks for what the person sees now and puts it in place; one question after the other, so that the newest wins. */
function refresh() {
  asking = asking.then(show).catch(() => say('The workbench does not answer. Is it still running?'));
  return asking;
}

async function show() {
  const { as, at, thread } = place();
  const response = await fetch(`/workbench/screen?${new URLSearchParams({ as, at, thread })}`);
  if (!response.ok) return go({ as: 'U0ANA' });
  const screen = await response.json();
  // The address says where the person is, also when they may not be where they wanted to.
  if (screen.at !== at && place().at === at) history.replaceState(null, '', `#${new URLSearchParams({ as, at: screen.at })}`);
  document.title = `${screen.title} · Switchboard workbench`;
  put('rail', screen.rail);
  put('head', screen.head);
  const news = put('posts', screen.main);
  const replies = put('thread-posts', screen.thread);
  byId('thread').hidden = screen.thread === '';
  byId('reply').hidden = screen.thread === '';
  byId('say').hidden = screen.composer === null;
  if (screen.composer) byId('say').querySelector('textarea').placeholder = screen.composer.label;
  byId('reply').querySelector('textarea').placeholder = 'Reply…';
  for (const radio of document.getElementsByName('as')) radio.checked = radio.value === as;
  if (news && screen.composer) byId('posts').scrollTop = byId('posts').scrollHeight;
  if (replies) byId('thread-posts').scrollTop = byId('thread-posts').scrollHeight;
  showModal(screen.modal);
}

/** Replaces a part only when it is different, and leaves the focus where it was. */
function put(id, html) {
  if (shown.get(id) === html) return false;
  shown.set(id, html);
  const part = byId(id);
  const focused = part.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  patch(part, html);
  if (focused !== undefined) (part.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? part).focus();
  return true;
}

/** Replaces only what is different, so that open menus stay, and screen readers tell what is new. */
function patch(part, html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const before = new Map([...part.children].map((child) => [child.dataset.key, child]));
  const children = [...template.content.children].map((child) => {
    const lasting = child.outerHTML.replace(/(<time[^>]*>)[^<]*/g, '$1');
    const old = child.dataset.key === undefined ? undefined : before.get(child.dataset.key);
    if (old && lastingOf.get(old) === lasting) return old;
    lastingOf.set(child, lasting);
    return child;
  });
  const gone = [...part.children].filter((child) => !children.includes(child));
  for (const child of gone) child.remove();
  children.forEach((child, i) => part.children[i] !== child && part.insertBefore(child, part.children[i] ?? null));
}

async function visit() {
  const { as, at } = place();
  say('');
  await refresh();
  if (at === 'home' && visited !== as) void act('home');
  visited = at === 'home' ? as : '';
}

document.addEventListener('click', (event) => void onClick(event));

async function onClick(event) {
  const pressed = event.target.closest('[data-press]');
  const shortcut = event.target.closest('[data-shortcut]');
  if (event.target.closest('[data-skip]')) {
    event.preventDefault();
    return byId('main').focus();
  }
  if (shortcut) {
    const { channel, ts } = shortcut.closest('[data-ts]')?.dataset ?? {};
    return void act('shortcut', { id: shortcut.dataset.shortcut, channel, ts });
  }
  if (!pressed) return;
  const { block, press, value, confirm } = pressed.dataset;
  const surface = surfaceOf(pressed);
  if (confirm && !(await confirmed(JSON.parse(confirm)))) return;
  pressed.setAttribute('aria-busy', 'true');
  await act('press', { ...surface, block, action: press, ...(value !== undefined && { value }) });
  pressed.removeAttribute('aria-busy');
}

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field.name === 'as') {
    // The other person's own direct messages stand in place of the first one's.
    const { at } = place();
    return go({ as: field.value, at: at.startsWith('D') ? `D0${field.value.slice(2)}` : at, thread: '' });
  }
  if (!('dispatch' in field.dataset) || field.closest('[data-combo]')) return;
  void act('press', { ...surfaceOf(field), block: field.dataset.block, action: field.dataset.action, value: valueOf(field) });
});

byId('theme').addEventListener('click', () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').setAttribute('aria-pressed', String(theme === 'dark'));
  localStorage.setItem('theme', theme);
}

setTheme(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
startMenus();
startCombos();
startModals();
startComposers();
addEventListener('hashchange', () => void visit());

const news = new EventSource('/workbench/events');
let server = '';
news.addEventListener('changed', () => void refresh());
news.addEventListener('hello', ({ data }) => {
  // Another process serves this address now: this page belongs to the one before.
  if (server && server !== data) return location.reload();
  server = data;
  void refresh();
});
await visit();
document.documentElement.dataset.ready = '';
