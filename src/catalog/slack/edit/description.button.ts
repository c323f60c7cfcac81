import type { Done, Values } from '#core/contributions.ts';
import { UserError } from '#core/user-error.ts';
import { section } from '#slack/blocks.ts';
import { textInput } from '#slack/text-input.ts';
import { text } from '../../ownership/owner.ts';
import type { CardButton, CardPress } from '../buttons/card-button.ts';
import { strongName } from '../name.ts';
import type { EditSlack } from './edit-slack.ts';
import { reasonIn, reasonInput } from './reason-input.ts';
import { isEditable } from './is-editable.ts';
import { refuseAdded } from './refuse-added.ts';
import { proposeEdit } from './propose-edit.ts';
import { fieldFor, readField } from './was-before.ts';

/** What Slack's text fields hold. */
const mostCharacters = 3_000;

/** What the entity is, in a sentence or two. */
export const editDescription = (slack: EditSlack): CardButton => ({
  id: 'catalog.edit-description',
  label: 'Edit Description',
  writes: true,
  when: isEditable,
  open(press) {
    refuseAdded(press.entry, ['metadata', 'description']);
    const was = descriptionOf(press);
    if (was !== undefined && was.length > mostCharacters) {
      throw new UserError('description-too-long', 'Its description is longer than a form holds.', 'Change it in the file itself.');
    }
    const description = { id: fieldFor(was), label: 'Description', placeholder: 'What it does, and for whom' };
    return {
      title: 'Edit description',
      submit: 'Propose',
      blocks: [
        section(strongName(press.view, press.entry)),
        textInput({ ...description, initial: was, most: mostCharacters, long: true }),
        reasonInput(),
      ],
    };
  },
  submit: (press, values) => submit(slack, press, values),
});

function submit(slack: EditSlack, press: CardPress, values: Values): Done | Promise<Done> {
  const was = descriptionOf(press);
  const { field, entered } = readField(values, was);
  const to = entered.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\S\n]+$/gm, '');
  if (to === '') return { reply: { kind: 'errors', errors: { [field]: 'Write what it is.' } } };
  if (to === was) return { reply: { kind: 'errors', errors: { [field]: 'That is what it says already.' } } };
  return proposeEdit(slack, press, { edit: { field: 'description', to }, was, reason: reasonIn(values) });
}

const descriptionOf = ({ entry }: CardPress) => text(entry.entity.metadata.description);
