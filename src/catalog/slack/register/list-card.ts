import type { Registration } from '#core/registrations.ts';
import type { Message } from '#core/reply.ts';
import { actions, button, section, sectionWithButton } from '#slack/blocks.ts';
import { code, dateToken, escape, join, link, md, type Mrkdwn, userMention } from '#slack/mrkdwn.ts';
import { since } from '../evidence-line.ts';
import { message } from '../message.ts';
import { clockTime, count } from '../words.ts';
import { unregisterValue } from './unregister-value.ts';

const onePage = 8;

/** Registrations with who made each and when, and a button to end it. */
export function listCard(all: readonly Registration[], { page, now }: { page: number; now: Date }): Message {
  const pages = Math.max(1, Math.ceil(all.length / onePage));
  const shownPage = Math.min(page, pages - 1);
  const answer = all.length === 0 ? md`Nothing is registered.` : md`${escape(count(all.length, 'registration'))}.`;
  const shown = all.slice(shownPage * onePage, (shownPage + 1) * onePage);
  const turns = [
    shownPage > 0 && button({ id: 'catalog.registrations#back', label: 'Back', value: String(shownPage - 1) }),
    shownPage < pages - 1 && button({ id: 'catalog.registrations#more', label: 'More', value: String(shownPage + 1) }),
  ].filter((one) => one !== false);
  return message(answer, [
    section(pages === 1 ? answer : md`${answer} Page ${escape(String(shownPage + 1))} of ${escape(String(pages))}.`),
    ...shown.map((one) => (one.leavesAt === undefined ? sectionWithButton(line(one, now), endButton(one)) : section(line(one, now)))),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  ]);
}

function line(one: Registration, now: Date): Mrkdwn {
  const { repository, webUrl, path, ref, by, at, leavesAt, ok } = one;
  const who = by === undefined ? undefined : userMention(by);
  const leaves = leavesAt === undefined ? undefined : new Date(leavesAt);
  return join([
    md`*${webUrl === null ? escape(repository) : link(webUrl, repository)}* ${code(path)}${ref === undefined ? md`` : md` at ${code(ref)}`}`,
    join([who && md`by ${who}`, at !== undefined && since(new Date(at), now)], ', '),
    leaves
      ? md`ended; it is kept until ${dateToken(leaves, `${leavesAt?.slice(0, 10)} ${clockTime(leaves)}`)}`
      : !ok && escape('cannot be read at present'),
  ]);
}

function endButton({ source, path, repository }: Registration) {
  return button({
    id: 'catalog.unregister',
    label: 'Unregister',
    value: unregisterValue({ source, path }),
    accessibilityLabel: `Unregister ${repository}`,
    danger: {
      title: 'Unregister this?',
      text: `What ${path} of ${repository} brought stays for seven days, marked as leaving. Registering it again takes this back.`,
      confirm: 'Unregister',
    },
  });
}
