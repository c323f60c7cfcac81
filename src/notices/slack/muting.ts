import { refName } from '#catalog/ownership/owner.ts';
import type { Ref } from '#core/ref.ts';
import type { Message } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { operator, type SlackViewer } from '#core/viewer.ts';
import { section } from '#slack/blocks.ts';
import { bold, code, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { problemsTopic } from '../problems/problems-topic.ts';
import { mute, unmute } from '../subscription-rows.ts';
import type { NoticesSlack } from './notices-slack.ts';

/** Ends a team's notices of problems. The problems stay where they are, and can be asked for. */
export async function muteProblems(slack: NoticesSlack, ctx: SlackCtx, team: Ref): Promise<Message> {
  const by = whoMay(slack, ctx, team);
  await ctx.db.transaction((tx) => mute(tx, { subscriber: team, topic: problemsTopic, by: by.userId, now: ctx.clock.now() }));
  await ctx.ledger.audit({ viewer: by, action: 'notices.mute', subject: team, detail: {} });
  const name = refName(ctx.directory.for(ctx.viewer), team);
  const back = `${slack.command} problems unmute ${team.replace(/^group:(default\/)?/, '')}`;
  return said(md`${bold(name)} gets no more messages about problems. ${code(back)} brings them back.`);
}

export async function unmuteProblems(slack: NoticesSlack, ctx: SlackCtx, team: Ref): Promise<Message> {
  const by = whoMay(slack, ctx, team);
  const was = await ctx.db.transaction((tx) => unmute(tx, { subscriber: team, topic: problemsTopic, now: ctx.clock.now() }));
  const name = bold(refName(ctx.directory.for(ctx.viewer), team));
  if (!was) return said(md`Messages about problems for ${name} are not muted.`);
  await ctx.ledger.audit({ viewer: by, action: 'notices.unmute', subject: team, detail: {} });
  return said(md`${name} gets messages about new problems again.`);
}

function said(answer: Mrkdwn): Message {
  return message(answer, [section(answer)]);
}

/** The team's members and administrators; where no source says who is in a team, any member of the workspace. */
function whoMay({ admin }: NoticesSlack, { viewer, directory }: SlackCtx, team: Ref): SlackViewer {
  const member = 'userId' in viewer && viewer.kind === 'member' ? viewer : undefined;
  if (!member) throw new UserError('members-only', 'Only members of this workspace can do that.', 'Ask a member of the team.');
  const concerned = member.groups.includes(team) || member.groups.some((group) => admin.includes(group));
  const isKnown = directory.sources().some(({ authority }) => authority) && directory.for(operator).targets(team, 'hasMember').length > 0;
  if (concerned || !isKnown) return member;
  throw new UserError('not-your-team', 'Only members of the team can do that.', 'Ask one of them, or an administrator.');
}
