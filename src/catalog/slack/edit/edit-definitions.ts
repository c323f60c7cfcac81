import type { Definition } from '#slack/definition.ts';
import type { CardButton } from '../buttons/card-button.ts';
import { setChannel } from './channel.button.ts';
import { editDescription } from './description.button.ts';
import type { EditSlack } from './edit-slack.ts';
import { addLink } from './link.button.ts';
import { proposeOwner, reportWrongOwner } from './owner.button.ts';
import { suggestOwner } from './suggest-owner.options.ts';

/** What can be put right from the card that shows it. */
export function editButtons(slack: EditSlack): CardButton[] {
  return [proposeOwner(slack), reportWrongOwner(slack), editDescription(slack), addLink(slack), setChannel(slack)];
}

/** What their forms ask while one types. */
export function editDefinitions(): Definition[] {
  return [suggestOwner()];
}
