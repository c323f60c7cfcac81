import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import type { Log } from '#core/log.ts';
import { actions, actionsWithMenu, button } from '#slack/blocks.ts';
import type { Element } from '#slack/blocks.ts';
import { limits } from '#slack/limits.ts';
import { kindOf } from '../../ownership/owner.ts';
import { entityValue, type Led } from '../entity-value.ts';
import { isOffered, type CardButton } from './card-button.ts';

/** Where a card can be shared from where the asker is. */
export type Share = false | 'channel' | { thread: string };

export interface Offered {
  entry: Entry;
  view: DirectoryView;
  buttons: readonly CardButton[];
  /** Whether whoever reads the card may change something: a button that would be refused is not shown. */
  writable: boolean;
}

const mostInRow = 3;
const mostInMenu = limits.overflowOptions;

/** What can be done next: a few buttons, and the rest behind ⋯ with “More…” at its end where that is not enough. */
export function cardActions(offered: Offered & { share: Share; led?: Led | undefined }, log: Log): Block {
  const { entry, share, led } = offered;
  const due = dueButtons(offered, log);
  const first = due.filter(({ place }) => place === 'row').slice(0, mostInRow);
  const rest = due.filter((one) => !first.includes(one));
  const row = [...first.map((one) => asElement(one, entry)), ...ownElements(entry, share, led)];
  // A ref that is too long for a menu has room in buttons.
  if (rest.length <= 1 || entry.ref.length > longestInMenu) return actions(...row, ...rest.map((one) => asElement(one, entry)));
  const fits = rest.length <= mostInMenu;
  const choices = [...(fits ? rest : rest.slice(0, mostInMenu - 1)), ...(fits ? [] : [{ id: moreId, label: 'More…' }])];
  return actionsWithMenu(row, { id: 'catalog.menu', value: entry.ref, choices });
}

export const moreId = 'catalog.more';

const longestInMenu = limits.id - 10;

/** The buttons for this entity, in the order in which they were contributed. One that cannot say whether it is for it is left out. */
export function dueButtons({ buttons, entry, view, writable }: Offered, log: Log): CardButton[] {
  return buttons.filter((one) => {
    if (one.writes && !writable) return false;
    try {
      return isOffered(one, entry, view);
    } catch (error) {
      log.error({ err: error, button: one.id, ref: entry.ref }, 'catalog.button-broken');
      return false;
    }
  });
}

export function asElement({ id, label }: CardButton, { ref }: Entry): Element {
  return button({ id, label, value: ref });
}

function ownElements(entry: Entry, share: Share, led: Led | undefined): Element[] {
  const related = !['group', 'user', 'location'].includes(kindOf(entry));
  return [
    ...(share ? [shareButton(entry, share, led)] : []),
    ...(led === 'by-thing' ? [button({ id: 'catalog.show-owner', label: related ? 'Owner' : 'Whom to Ask', value: entry.ref })] : []),
    ...(related && !holders.includes(kindOf(entry))
      ? [button({ id: 'catalog.dependencies', label: 'Dependencies', value: entry.ref })]
      : []),
  ];
}

/** Nothing is written of what they need, so that the button would lead nowhere. */
const holders = ['system', 'domain', 'template'];

export function shareButton({ ref }: Entry, share: Exclude<Share, false>, led: Led | undefined): Element {
  if (share === 'channel') return button({ id: 'catalog.share', label: 'Share in Channel', value: entityValue({ ref, led }) });
  return button({ id: 'catalog.share', label: 'Share in Thread', value: entityValue({ ref, led, thread: share.thread }) });
}
