import type { Done, Values } from '#core/contributions.ts';
import { section } from '#slack/blocks.ts';
import { textInput } from '#slack/text-input.ts';
import { channelPath, writtenChannel } from '../../ownership/contacts.ts';
import { text } from '../../ownership/owner.ts';
import type { CardButton, CardPress } from '../buttons/card-button.ts';
import { strongName } from '../name.ts';
import type { EditSlack } from './edit-slack.ts';
import { reasonIn, reasonInput } from './reason-input.ts';
import { isEditable } from './is-editable.ts';
import { refuseAdded } from './refuse-added.ts';
import { proposeEdit } from './propose-edit.ts';
import { fieldFor, readField } from './was-before.ts';

/** Where people of this entity, or team, are asked in Slack. */
export const setChannel = (slack: EditSlack): CardButton => ({
  id: 'catalog.set-channel',
  label: 'Set Channel',
  writes: true,
  when: isEditable,
  open(press) {
    refuseAdded(press.entry, channelPath(press.entry.entity.metadata));
    const was = channelText(press);
    const channel = { id: fieldFor(was), label: 'Slack channel', hint: 'Its name, its id, or a link to it.' };
    return {
      title: 'Set channel',
      submit: 'Propose',
      blocks: [
        section(strongName(press.view, press.entry)),
        textInput({ ...channel, initial: was, most: 100, placeholder: '#payments' }),
        reasonInput(),
      ],
    };
  },
  submit: (press, values) => submit(slack, press, values),
});

function submit(slack: EditSlack, press: CardPress, values: Values): Done | Promise<Done> {
  const was = channelText(press);
  const { field, entered } = readField(values, was);
  const to = writtenChannel(entered);
  if (to === undefined) return { reply: { kind: 'errors', errors: { [field]: 'Write a channel, such as #payments.' } } };
  if (to === was) return { reply: { kind: 'errors', errors: { [field]: 'That is its channel already.' } } };
  return proposeEdit(slack, press, { edit: { field: 'channel', to }, was, reason: reasonIn(values) });
}

/** As it is written where it would be changed. */
function channelText({ entry }: CardPress): string | undefined {
  const { metadata } = entry.entity;
  const [, field, note] = channelPath(metadata);
  return text(note === undefined ? metadata[field] : metadata.annotations?.[note]);
}
