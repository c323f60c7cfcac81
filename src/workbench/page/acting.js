import { place } from './place.js';

const token = document.querySelector('meta[name="workbench-token"]').content;
const notice = document.getElementById('notice');
const modalNotice = document.getElementById('modal-notice');

/** Tells the server what the person did; gives what there is to say to them alone. */
export async function act(name, input = {}) {
  say('');
  try {
    const response = await fetch(`/workbench/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-workbench-token': token },
      body: JSON.stringify({ ...input, as: place().as }),
    });
    // Another process serves this address now; its page has another token.
    if (response.status === 403) return location.reload();
    const told = response.ok ? await response.json() : { notice: `The workbench answered ${response.status}.` };
    say(told.notice ?? '');
    return told;
  } catch {
    say('The workbench does not answer. Is it still running?');
    return {};
  }
}

export function say(words) {
  const isModal = document.getElementById('modal').open;
  notice.textContent = isModal ? '' : words;
  modalNotice.textContent = isModal ? words : '';
}

/** Where an element's message or view is, for the server to find it. */
export function surfaceOf(element) {
  const view = element.closest('[data-view]');
  if (view) return { view: view.dataset.view, values: valuesIn(view) };
  const post = element.closest('[data-ts]');
  return post ? { channel: post.dataset.channel, ts: post.dataset.ts } : {};
}

/** What is entered in a view: block id → action id → text or texts. */
export function valuesIn(view) {
  const values = {};
  for (const field of view.querySelectorAll('[data-block][data-action]')) {
    const { block, action } = field.dataset;
    values[block] ??= {};
    if (field.type === 'checkbox') {
      values[block][action] ??= [];
      if (field.checked) values[block][action].push(field.value);
    } else if (field.type === 'radio') {
      values[block][action] ??= '';
      if (field.checked) values[block][action] = field.value;
    } else values[block][action] = valueOf(field);
  }
  return values;
}

export function valueOf(field) {
  if (field.type === 'checkbox') return boxesLike(field).map((box) => box.value);
  const combo = field.closest('[data-combo]');
  if (combo) {
    const picked = JSON.parse(combo.dataset.picked).map((option) => option.value);
    return 'several' in combo.dataset ? picked : (picked[0] ?? '');
  }
  if (field instanceof HTMLSelectElement && field.multiple) return [...field.selectedOptions].map((option) => option.value);
  return field.value;
}

function boxesLike(field) {
  return [...document.getElementsByName(field.name)].filter((box) => box.checked);
}
