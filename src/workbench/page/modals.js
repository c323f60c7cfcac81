import { act, valuesIn } from './acting.js';
import { showChips } from './choosing.js';

const dialog = document.getElementById('modal');
const body = document.getElementById('modal-body');
let key = '';

/** Shows the modal that is on top, or none; what is typed stays as long as the view is the same. */
export function showModal(modal) {
  if (!modal) {
    key = '';
    if (dialog.open) dialog.close();
    body.replaceChildren();
    return;
  }
  if (modal.key === key) return;
  key = modal.key;
  body.innerHTML = modal.html;
  document.getElementById('modal-notice').textContent = '';
  body.querySelectorAll('[data-combo]').forEach(showChips);
  if (!dialog.open) dialog.showModal();
  const first = body.querySelector('[aria-invalid="true"]') ?? body.querySelector('.modal-body :is(input, select, textarea, button)');
  (first ?? body.querySelector('footer button:last-child')).focus();
}

export function startModals() {
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close(false);
  });
  body.addEventListener('click', (event) => {
    const button = event.target.closest('[data-close]');
    if (button) close(button.dataset.close === 'all');
  });
  body.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(event.target);
  });
}

async function submit(form) {
  if (form.getAttribute('aria-busy') === 'true') return;
  form.setAttribute('aria-busy', 'true');
  // The same errors twice in a row must be shown twice.
  key = '';
  await act('submit', { view: form.dataset.view, values: valuesIn(form) });
  form.removeAttribute('aria-busy');
}

function close(all) {
  const view = body.querySelector('[data-view]');
  if (view) void act('close', { view: view.dataset.view, all });
}

/** Asks before something is done that the app wants confirmed. */
export function confirmed({ title, text, yes, no }) {
  const ask = document.getElementById('confirm');
  const words = { 'confirm-title': title, 'confirm-text': text, 'confirm-yes': yes, 'confirm-no': no };
  for (const [id, said] of Object.entries(words)) document.getElementById(id).textContent = said;
  ask.returnValue = 'no';
  ask.showModal();
  return new Promise((resolve) => ask.addEventListener('close', () => resolve(ask.returnValue === 'yes'), { once: true }));
}
