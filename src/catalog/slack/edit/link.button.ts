import type { Done, Values } from '#core/contributions.ts';
import { section } from '#slack/blocks.ts';
import { escape, join, link, md } from '#slack/mrkdwn.ts';
import { textInput } from '#slack/text-input.ts';
import type { CardButton, CardPress } from '../buttons/card-button.ts';
import { strongName } from '../name.ts';
import type { EditSlack } from './edit-slack.ts';
import { reasonIn, reasonInput } from './reason-input.ts';
import { isEditable } from './is-editable.ts';
import { proposeEdit } from './propose-edit.ts';

const mostShown = 5;

/** One more link: a runbook, a dashboard, a repository. */
export const addLink = (slack: EditSlack): CardButton => ({
  id: 'catalog.add-link',
  label: 'Add Link',
  writes: true,
  when: isEditable,
  open: (press) => ({
    title: 'Add link',
    submit: 'Propose',
    blocks: [
      section(join([strongName(press.view, press.entry), ...known(press)], '\n')),
      textInput({ id: 'url', label: 'Address', most: 2_000, placeholder: 'https://runbooks.acme.example/payments' }),
      textInput({ id: 'title', label: 'Title', hint: 'What it is: Runbook, Dashboard …', optional: true, most: 150 }),
      reasonInput(),
    ],
  }),
  submit: (press, values) => submit(slack, press, values),
});

function known({ entry }: CardPress) {
  const links = entry.entity.metadata.links ?? [];
  if (links.length === 0) return [md`It has no links so far.`];
  const more = links.length > mostShown && escape(`${links.length - mostShown} more`);
  return [md`Its links: ${join([...links.slice(0, mostShown).map(({ url, title }) => link(url, title ?? url)), more], ', ')}`];
}

function submit(slack: EditSlack, press: CardPress, values: Values): Done | Promise<Done> {
  const [url, title] = [textOf(values['url']), textOf(values['title'])];
  const address = URL.parse(url);
  if (!address || !['https:', 'http:'].includes(address.protocol) || /\s/.test(url)) {
    return { reply: { kind: 'errors', errors: { url: 'Write an address that begins with https://.' } } };
  }
  if (press.entry.entity.metadata.links?.some((one) => one.url === url)) {
    return { reply: { kind: 'errors', errors: { url: 'It has this link already.' } } };
  }
  const edit = { field: 'link', url, ...(title !== '' && { title }) } as const;
  return proposeEdit(slack, press, { edit, reason: reasonIn(values) });
}

function textOf(value: Values[string] | undefined): string {
  return typeof value === 'string' ? value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() : '';
}
