import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { muteProblems } from './muting.ts';
import type { NoticesSlack } from './notices-slack.ts';

/** The button below a team's problems; the message itself says so within seconds. */
export const muteAction = (slack: NoticesSlack) =>
  defineAction<string>({
    id: 'notices.mute',
    writes: true,
    parse: (value) => value,
    answer: async (ctx, team) => reply.ephemeral(await muteProblems(slack, ctx, team)),
  });
