import type { Button, Press } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { kindOf } from '../../ownership/owner.ts';

/** A button of the product's own: the same contract, and all that our handlers are given. */
export type CardButton = Button<CardPress>;

export type CardPress = Press & { ctx: SlackCtx };

/** Whether a button belongs on the card of this entity, as this audience sees it. */
export function isOffered(button: CardButton, entry: Entry, view: DirectoryView): boolean {
  if (button.kinds !== undefined && !button.kinds.includes(kindOf(entry))) return false;
  return button.when?.(entry, view) ?? true;
}
