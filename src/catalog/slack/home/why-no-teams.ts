import type { Block } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { code, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { strongName } from '../name.ts';

/** Why nobody's teams are there, and what to do about it: an empty place that teaches. */
export function whyNoTeams(ctx: SlackCtx): Block[] {
  const [reason, wayOut] = reasonOf(ctx);
  return [section(reason), context(wayOut)];
}

function reasonOf({ viewer, directory, people }: SlackCtx): [reason: Mrkdwn, wayOut: Mrkdwn] {
  if (viewer.kind === 'unknown') {
    return [md`Slack did not say in time who you are, so here is what everyone may see.`, md`Open this tab again in a minute.`];
  }
  if (viewer.kind !== 'member') return [md`Teams are shown to members of this workspace.`, md`You may ask for whatever everyone may see.`];
  if (!directory.sources().some(({ authority }) => authority)) {
    return [
      md`No source of this catalog may say who is in which team.`,
      md`Whoever runs Switchboard marks the one with people and groups as ${code('authority: true')} in ${code('switchboard.yaml')}.`,
    ];
  }
  const view = directory.for(viewer);
  const user = viewer.userRef === undefined ? undefined : view.get(viewer.userRef);
  if (viewer.userRef === undefined) return unknownUser(people.emailOf(viewer.userId));
  return [
    md`${user ? strongName(view, user) : code(viewer.userRef)} is you, and in no team that you may see.`,
    md`Add the team to ${code('spec.memberOf')} of that User, or you to ${code('spec.members')} of the Group, in a source that is marked ${code('authority: true')}.`,
  ];
}

function unknownUser(email: string | undefined): [reason: Mrkdwn, wayOut: Mrkdwn] {
  if (email === undefined) {
    return [
      md`Slack does not tell your email address, so you cannot be matched with the catalog.`,
      md`Whoever runs Switchboard gives the app the scope ${code('users:read.email')}.`,
    ];
  }
  return [
    md`The catalog does not know your teams: it has no User, or more than one, with your Slack email ${code(email)}.`,
    md`Add a User with that address as ${code('spec.profile.email')}, and its teams as ${code('spec.memberOf')}, to a source that is marked ${code('authority: true')}.`,
  ];
}
