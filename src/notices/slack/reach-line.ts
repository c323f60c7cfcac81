import type { Ref } from '#core/ref.ts';
import { channelMention, code, escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { Reach } from '../subscription-rows.ts';

/** Why a team does not hear of new problems by itself, and what to do about it; undefined when nothing is in the way. */
export function reachLine({ muted, failed }: Reach, about: { team: Ref; command: string; botName: string }): Mrkdwn | undefined {
  const { team, command, botName } = about;
  if (muted) {
    const back = `${command} problems unmute ${team.replace(/^group:(default\/)?/, '')}`;
    return md`Messages about new problems are muted: ${code(back)} brings them back.`;
  }
  if (!failed) return undefined;
  const channel = channelMention(failed.address) ?? escape(failed.address, 81);
  const what = md`The last message about new problems did not arrive in ${channel}`;
  if (failed.code === 'not-in-channel') return md`${what}: I am not in there. Type ${code(`/invite @${botName}`)} there.`;
  if (failed.code === 'shared-channel') return md`${what}: another organisation reads along. Name another channel for the team.`;
  return md`${what} (${escape(failed.code, 40)}).`;
}
