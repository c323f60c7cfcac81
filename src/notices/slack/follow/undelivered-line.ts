import { count } from '#core/words.ts';
import { agoToken, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { Undelivered } from '../../undelivered.ts';

/** What did not arrive, why, and what becomes of it. */
export function undeliveredLine(about: Undelivered, { command, botName }: { command: string; botName: string }): Mrkdwn {
  const { notices, changes, at, waiting } = about;
  const what = md`${escape(count(notices, 'message'))} with ${escape(count(changes, 'change'))} did not arrive, the last ${agoToken(at, `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`)}`;
  const lost = md`What is given up is not told again; ${code(`${command} history`)} and the name have it.`;
  return join(
    [
      md`${what}: ${why(about.code, botName)}.`,
      waiting > 0 && escape(`${waiting === 1 ? 'One is' : `${waiting} are`} tried again.`),
      notices > waiting && lost,
    ],
    ' ',
  );
}

function why(reason: string, botName: string): Mrkdwn {
  switch (reason) {
    case 'not-in-channel':
      return md`I am not in there; type ${code(`/invite @${botName}`)}`;
    case 'archived':
      return md`the channel is archived`;
    case 'shared-channel':
      return md`others than the members of this workspace read there`;
    case 'cannot-look':
      return md`a process ended while it was sent, so it may be there`;
    default:
      return md`Slack did not take it (${escape(reason, 40)})`;
  }
}
