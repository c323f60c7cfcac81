import type { Dialog, Done, Values } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import { option, section } from '#slack/blocks.ts';
import { input } from '#slack/input.ts';
import { escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import { evidenceOf } from '../../ownership/evidence.ts';
import { kindOf, ownerOf, text } from '../../ownership/owner.ts';
import type { CardButton, CardPress } from '../buttons/card-button.ts';
import { entityOption, pickedEntry } from '../entity-option.ts';
import { nameOfRef, strongName } from '../name.ts';
import type { EditSlack } from './edit-slack.ts';
import { reasonIn, reasonInput } from './reason-input.ts';
import { isEditable } from './is-editable.ts';
import { proposeEdit } from './propose-edit.ts';
import { fieldFor, readField } from './was-before.ts';

/** Another owner, where the one that is written is wrong. */
export const reportWrongOwner = (slack: EditSlack): CardButton => ({
  id: 'catalog.report-owner',
  label: 'Report Wrong Owner',
  writes: true,
  when: (entry, view) => isEditable(entry, view) && ownerOf(view, entry).state === 'known',
  open: (press) => dialog(press, 'Report wrong owner'),
  submit: (press, values) => submit(slack, press, values),
});

/** An owner, where none is written or the one that is is not in the catalog. */
export const proposeOwner = (slack: EditSlack): CardButton => ({
  id: 'catalog.propose-owner',
  label: 'Propose Owner',
  place: 'row',
  writes: true,
  when: (entry, view) => isEditable(entry, view) && ['dangling', 'unnamed'].includes(ownerOf(view, entry).state),
  open: (press) => dialog(press, 'Propose owner'),
  submit: (press, values) => submit(slack, press, values),
});

function dialog(press: CardPress, title: string): Dialog {
  const { entry, view } = press;
  const owner = ownerOf(view, entry);
  const near = owner.state === 'dangling' ? view.nearest(owner.ref) : undefined;
  const suggested = near === undefined ? undefined : view.get(near);
  return {
    title,
    submit: 'Propose',
    blocks: [
      section(nowSentence(press)),
      input({
        id: fieldFor(writtenOwner(entry)),
        label: 'Who owns it?',
        hint: 'A team or a person of the catalog.',
        element: {
          type: 'external_select',
          action_id: 'catalog.suggest-owner',
          min_query_length: 0,
          focus_on_load: true,
          ...(suggested && { initial_option: option(entityOption(suggested)) }),
        },
      }),
      reasonInput(),
    ],
  };
}

function nowSentence({ entry, view, now }: CardPress): Mrkdwn {
  const owner = ownerOf(view, entry);
  const name = strongName(view, entry);
  const where = placeLink(evidenceOf(view, entry, now));
  if (owner.state === 'unnamed') return md`${name} names no owner (${where}).`;
  const ref = 'ref' in owner ? md`*${nameOfRef(view, owner.ref)}*` : escape('somebody you may not see');
  return join([md`${name} belongs to ${ref}`, owner.state === 'dangling' && md`, which is not in the catalog`, md` (${where}).`], '');
}

function submit(slack: EditSlack, press: CardPress, values: Values): Done | Promise<Done> {
  const { entry, view } = press;
  const was = writtenOwner(entry);
  const { field, entered } = readField(values, was);
  const owner = pickedEntry(view, entered);
  if (!owner || !isOwner(owner)) return { reply: { kind: 'errors', errors: { [field]: 'Choose a team or a person.' } } };
  if (view.targets(entry.ref, 'ownedBy').includes(owner.ref)) {
    return { reply: { kind: 'errors', errors: { [field]: 'That is the owner already.' } } };
  }
  const edit = { field: 'owner', to: ownerText(entry, owner, was) } as const;
  return proposeEdit(slack, press, { edit, was, reason: reasonIn(values), newOwner: owner.ref });
}

export function isOwner(entry: Entry): boolean {
  return ['group', 'user'].includes(kindOf(entry));
}

function writtenOwner({ entity }: Entry): string | undefined {
  return text(entity.spec?.['owner']);
}

/** As short as the field's defaults allow, unless the old one was written in full. */
function ownerText({ entity }: Entry, owner: Entry, was = ''): string {
  const { name, namespace } = owner.entity.metadata;
  const short = namespace === entity.metadata.namespace && !was.includes('/') ? name : `${namespace}/${name}`;
  return kindOf(owner) === 'group' && !was.includes(':') ? short : `${kindOf(owner)}:${short}`;
}
