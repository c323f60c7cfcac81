/** Menus that open at a button: arrows move, Escape closes and goes back to the button. */
export function startMenus() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-menu]');
    const menu = button?.nextElementSibling;
    for (const other of document.querySelectorAll('[role="menu"]:not([hidden])')) if (other !== menu) close(other);
    if (menu) (menu.hidden ? open : close)(menu);
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.target.closest('[role="menu"]');
    if (!menu) return;
    const items = [...menu.children];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length].focus();
    else if (event.key === 'Home') items[0].focus();
    else if (event.key === 'End') items.at(-1).focus();
    else if (event.key === 'Tab') return close(menu);
    else if (event.key === 'Escape') {
      close(menu);
      menu.previousElementSibling.focus();
    } else return;
    event.preventDefault();
  });
}

function open(menu) {
  menu.hidden = false;
  turn(menu);
  menu.previousElementSibling.setAttribute('aria-expanded', 'true');
  menu.firstElementChild?.focus();
}

/** Upwards where there is no room below it in what is scrolled, and there is above. */
function turn(menu) {
  const holder = menu.parentElement;
  holder.classList.remove('turned');
  const around = menu.closest('.log, .thread, dialog')?.getBoundingClientRect();
  if (!around) return;
  const below = menu.getBoundingClientRect();
  const fitsAbove = holder.getBoundingClientRect().top - below.height > around.top;
  if (below.bottom > around.bottom && fitsAbove) holder.classList.add('turned');
}

function close(menu) {
  menu.hidden = true;
  menu.previousElementSibling.setAttribute('aria-expanded', 'false');
}
