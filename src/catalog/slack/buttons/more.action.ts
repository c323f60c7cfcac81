import type { Reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { actions, plain, section } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { limits } from '#slack/limits.ts';
import { strongName } from '../name.ts';
import { entryFor, parseEntityValue, type EntityInput } from '../entity-value.ts';
import { asElement, dueButtons, moreId } from './card-actions.ts';
import type { CardButton } from './card-button.ts';
import { readBy } from './pressed.ts';

/** Everything that can be done about an entity, where a card's menu is too short for it. */
export const more = (buttons: readonly CardButton[]) =>
  defineAction<EntityInput>({
    id: moreId,
    parse: parseEntityValue,
    answer({ directory, viewer, place, log }, { ref }): Reply {
      const view = directory.for(viewer);
      const entry = entryFor(view, ref);
      // What is pressed in there is not known to come from a card that others read.
      if (readBy(place) === 'by-others') entryFor(directory.for(everyone), ref);
      const due = dueButtons({ buttons, entry, view, writable: viewer.kind === 'member' }, log);
      const blocks = [section(strongName(view, entry)), actions(...due.map((one) => asElement(one, entry)))];
      const title = plain('More', limits.viewTitle);
      return { kind: 'modal', how: 'open', view: { type: 'modal', title, close: plain('Close', limits.viewTitle), blocks } };
    },
  });
