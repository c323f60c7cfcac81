import { act } from './acting.js';
import { place } from './place.js';

const known = JSON.parse(document.querySelector('meta[name="workbench-known"]').content);

/** The two boxes to write in: below the channel and below the thread. */
export function startComposers() {
  for (const id of ['say', 'reply']) start(document.getElementById(id));
}

function start(form) {
  const box = form.querySelector('textarea');
  const list = form.querySelector('[role="listbox"]');
  let active = -1;

  const fit = () => {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  };

  function show(options) {
    active = options.length > 0 ? 0 : -1;
    list.replaceChildren(
      ...options.map(({ name, usage = '', about }, i) => {
        const item = document.createElement('li');
        item.role = 'option';
        item.id = `${list.id}-${i}`;
        item.dataset.name = name;
        const title = document.createElement('strong');
        title.textContent = name;
        const rest = document.createElement('span');
        rest.textContent = [usage, about].filter(Boolean).join(' — ');
        item.append(title, ' ', rest);
        return item;
      }),
    );
    list.hidden = options.length === 0;
    box.setAttribute('aria-expanded', String(options.length > 0));
    mark();
  }

  function mark() {
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
    const item = list.children[active];
    if (item) box.setAttribute('aria-activedescendant', item.id);
    else box.removeAttribute('aria-activedescendant');
    item?.scrollIntoView({ block: 'nearest' });
  }

  function complete(name) {
    const before = box.value.slice(0, box.selectionStart).replace(/\S*$/, '');
    const after = box.value.slice(box.selectionStart);
    box.value = `${before}${name} ${after}`;
    box.selectionStart = box.selectionEnd = before.length + name.length + 1;
    show([]);
    box.focus();
  }

  box.addEventListener('input', () => {
    fit();
    show(suggestions(box.value.slice(0, box.selectionStart), form.id === 'say'));
  });
  box.addEventListener('blur', () => setTimeout(() => show([]), 150));
  list.addEventListener('mousedown', (event) => {
    event.preventDefault();
    const item = event.target.closest('li');
    if (item) complete(item.dataset.name);
  });
  box.addEventListener('keydown', (event) => {
    const item = list.children[active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (item && step) active = (active + step + list.children.length) % list.children.length;
    else if (item && event.key === 'Escape') show([]);
    // A word that is whole already is sent, not completed once more.
    else if (item && (event.key === 'Tab' || (event.key === 'Enter' && !box.value.endsWith(item.dataset.name))))
      complete(item.dataset.name);
    else if (event.key === 'Enter' && !event.shiftKey) form.requestSubmit();
    else return;
    event.preventDefault();
    mark();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return;
    const { at, thread } = place();
    box.value = '';
    fit();
    show([]);
    const told = await act('say', { text, channel: at, ...(form.id === 'reply' && { thread }) });
    // What could not be sent is still there to be changed.
    if (told?.notice && box.value === '') box.value = text;
  });
}

function suggestions(before, commands) {
  const word = /\S*$/.exec(before)[0].toLowerCase();
  const starting = (all) => all.filter(({ name }) => name.toLowerCase().startsWith(word)).slice(0, 8);
  if (word.startsWith('/') && word === before.toLowerCase()) {
    return commands ? starting(known.commands.map(({ name, usage, summary }) => ({ name, usage, about: summary }))) : [];
  }
  if (word.startsWith('@')) return starting(known.mentions);
  return word.startsWith('#') ? starting(known.channels) : [];
}
