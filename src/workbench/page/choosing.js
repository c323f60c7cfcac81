import { act, surfaceOf, valueOf } from './acting.js';

/** Menus that ask the app for what they offer while the person types. */
export function startCombos() {
  let timer;
  document.addEventListener('input', (event) => {
    const combo = event.target.closest('[data-combo]');
    if (!combo) return;
    if (!('several' in combo.dataset)) combo.dataset.picked = '[]';
    clearTimeout(timer);
    timer = setTimeout(() => void load(combo), 200);
  });
  document.addEventListener('focusin', (event) => {
    const combo = event.target.closest('[data-combo]');
    if (combo && Number(combo.dataset.min) === 0 && event.target.value === '') void load(combo);
  });
  // A list that goes away moves what lies below it: a button under the pointer must stay there until it is let go.
  let held = false;
  document.addEventListener('pointerdown', () => (held = true), true);
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => {
      held = false;
      setTimeout(() => document.querySelectorAll('[data-combo]').forEach(hideUnlessIn));
    });
  }
  document.addEventListener('focusout', (event) => {
    const combo = event.target.closest('[data-combo]');
    if (combo && !held) hide(combo);
  });
  document.addEventListener('mousedown', (event) => {
    const item = event.target.closest('[data-combo] li[data-value]');
    if (!item) return;
    event.preventDefault();
    pick(item);
  });
  document.addEventListener('click', (event) => {
    const chip = event.target.closest('[data-unpick]');
    if (!chip) return;
    const combo = chip.closest('[data-combo]');
    combo.dataset.picked = JSON.stringify(picked(combo).filter(({ value }) => value !== chip.dataset.unpick));
    showChips(combo);
    inputOf(combo).focus();
  });
  document.addEventListener('keydown', (event) => {
    const combo = event.target.closest('[data-combo]');
    if (combo && event.target.role === 'combobox') onKey(event, combo);
  });
}

function hideUnlessIn(combo) {
  if (!combo.contains(document.activeElement)) hide(combo);
}

const inputOf = (combo) => combo.querySelector('input');
const listOf = (combo) => combo.querySelector('ul');
const picked = (combo) => JSON.parse(combo.dataset.picked);

function onKey(event, combo) {
  const items = [...listOf(combo).querySelectorAll('li[data-value]')];
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && items.length > 0) mark(combo, items[(at + step + items.length) % items.length]);
  else if (step) void load(combo);
  else if (event.key === 'Enter' && items[at]) pick(items[at]);
  else if (event.key === 'Escape' && !listOf(combo).hidden) hide(combo);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

async function load(combo) {
  const input = inputOf(combo);
  const typed = input.value.trim();
  const min = Number(combo.dataset.min);
  if (typed.length < min) return show(combo, [line(`Type ${min === 1 ? 'a letter' : `${min} letters`} or more.`)]);
  show(combo, [line('Loading…')]);
  combo.setAttribute('aria-busy', 'true');
  const told = await act('suggest', { ...surfaceOf(input), block: input.dataset.block, action: input.dataset.action, typed });
  combo.removeAttribute('aria-busy');
  // A later letter has asked again meanwhile.
  if (input.value.trim() !== typed || document.activeElement !== input) return;
  const id = listOf(combo).id;
  const lines = (options, of) => options.map((option, i) => optionLine(option, `${id}-${of}-${i}`));
  const groups = (told?.groups ?? []).filter(({ options }) => options.length > 0);
  const items = told?.groups ? groups.map(({ label, options }, of) => groupOf(label, lines(options, of))) : lines(told?.options ?? [], 0);
  show(combo, items.length > 0 ? items : [line('Nothing fits.')]);
  const first = listOf(combo).querySelector('li[data-value]');
  if (first) mark(combo, first);
}

function line(words) {
  const item = document.createElement('li');
  item.textContent = words;
  item.className = 'empty';
  item.role = 'option';
  item.setAttribute('aria-disabled', 'true');
  return item;
}

function groupOf(label, lines) {
  const item = document.createElement('li');
  const head = document.createElement('span');
  const inside = document.createElement('ul');
  item.role = 'group';
  item.setAttribute('aria-label', label);
  head.textContent = label;
  head.setAttribute('aria-hidden', 'true');
  inside.role = 'presentation';
  inside.append(...lines);
  item.append(head, inside);
  return item;
}

function optionLine({ text, value, description }, id) {
  const item = document.createElement('li');
  item.role = 'option';
  item.id = id;
  item.dataset.value = value;
  item.dataset.label = text.text;
  item.textContent = text.text;
  if (description) {
    const about = document.createElement('span');
    about.className = 'about';
    about.textContent = description.text;
    item.append(' ', about);
  }
  return item;
}

function show(combo, items) {
  listOf(combo).replaceChildren(...items);
  listOf(combo).hidden = false;
  inputOf(combo).setAttribute('aria-expanded', 'true');
}

function hide(combo) {
  listOf(combo).hidden = true;
  inputOf(combo).setAttribute('aria-expanded', 'false');
  inputOf(combo).removeAttribute('aria-activedescendant');
}

function mark(combo, chosen) {
  for (const item of listOf(combo).querySelectorAll('li[data-value]')) item.setAttribute('aria-selected', String(item === chosen));
  inputOf(combo).setAttribute('aria-activedescendant', chosen.id);
  chosen.scrollIntoView({ block: 'nearest' });
}

function pick(item) {
  const combo = item.closest('[data-combo]');
  const input = inputOf(combo);
  const option = { value: item.dataset.value, label: item.dataset.label };
  const several = 'several' in combo.dataset;
  combo.dataset.picked = JSON.stringify(several ? [...picked(combo).filter(({ value }) => value !== option.value), option] : [option]);
  input.value = several ? '' : option.label;
  hide(combo);
  showChips(combo);
  if ('dispatch' in input.dataset) {
    void act('press', { ...surfaceOf(input), block: input.dataset.block, action: input.dataset.action, value: valueOf(input) });
  }
}

/** What is picked where several can be. */
export function showChips(combo) {
  if (!('several' in combo.dataset)) return;
  const chips = picked(combo).map(({ value, label }) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.dataset.unpick = value;
    chip.textContent = `${label} ×`;
    chip.setAttribute('aria-label', `Take ${label} away`);
    return chip;
  });
  combo.querySelector('.chips').replaceChildren(...chips);
}
