import { UserError } from '#core/user-error.ts';
import { everyone } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { entryFor } from '../entity-value.ts';
import { isOffered, type CardButton, type CardPress } from './card-button.ts';
import type { Opened } from './pressed.ts';

/** Who pressed what, checked once more: a card may be old, and lie where many can press. Throws UserError. */
export function readPress(button: CardButton, ctx: SlackCtx, { ref, key, read }: Opened): CardPress {
  const { viewer, directory, clock, people } = ctx;
  if (viewer.kind === 'operator' || viewer.kind === 'everyone' || (button.writes && viewer.kind !== 'member'))
    throw new UserError('members-only', 'Only members of this workspace can do that, in Slack.', 'Ask a member to do it.');
  const view = directory.for(viewer);
  const entry = entryFor(view, ref);
  if (button.writes && read === 'by-others' && !directory.for(everyone).get(ref))
    throw new UserError(
      'restricted',
      'That is visible to some groups only by now.',
      'Ask for it by its name, where only you read the answer.',
    );
  if (!isOffered(button, entry, view))
    throw new UserError('not-offered', `“${button.label}” is not possible here any more.`, 'Ask again for the card as it is now.');
  return { viewer, email: people.emailOf(viewer.userId), entry, view, now: clock.now(), key, ctx };
}
