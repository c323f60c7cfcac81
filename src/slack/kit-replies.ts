import { type Message, type Reply, reply } from '#core/reply.ts';
import type { UserError } from '#core/user-error.ts';
import { context, section } from './blocks.ts';
import { code, escape, join, md, foreign, type Mrkdwn } from './mrkdwn.ts';
import type { Routes } from './routes.ts';

/** What the kit says by itself: refusals, mistakes, help. */
export const kitReplies = {
  /** To guests and to people of other organisations. */
  guest: say(md`The catalog is for members of this workspace.`, md`Ask a member to share a card here.`),

  /** The same on the Home tab, where nobody can share anything. */
  guestAtHome: say(md`The catalog is for members of this workspace.`, md`Ask a member to share a card in a channel that you are in.`),

  otherWorkspace: say(
    md`This Switchboard serves one workspace, and this is not it.`,
    md`Ask there, or have one of its own run for this workspace.`,
  ),

  unsure: say(md`Slack did not say in time who you are, so nothing was changed.`, md`Try again in a minute.`),

  /** A write that may have been begun elsewhere: the database, which would know, does not say. */
  notClaimed: say(md`The database does not answer, so nothing was changed.`, md`Try again in a minute; looking things up still works.`),

  /** Where the database is and what is wrong with it is the operator's, and in the log. */
  databaseAway: say(
    md`The database does not answer, so this cannot be done right now.`,
    md`Try again in a minute; looking things up still works.`,
  ),

  submittedBefore: say(
    md`This form was submitted before, so it was not done a second time.`,
    md`To do it once more, close it and open it again.`,
  ),

  userError: (error: UserError): Reply => say(escape(error.message, 1000), escape(error.hint, 1000)),

  /** Our bug: `id` finds it in the log. */
  bug: (id: string): Said =>
    say(
      md`This is our bug, and it is in the log as ${code(id)}.`,
      md`Try once more; if it happens again, give that id to whoever runs Switchboard here.`,
    ),

  tooSlow: (id: string): Said => say(md`This took too long and was given up; it is in the log as ${code(id)}.`, md`Try again in a minute.`),

  invite: (botName: string): Mrkdwn => md`I may not write in that channel. Type ${code(`/invite @${botName}`)} there, then ask again.`,

  barred: md`I may not write in that channel, so the answer comes here.`,

  /** A button or form of a message that is older than this version. */
  outdated: (routes: Routes): Reply =>
    say(md`This part of the message belongs to an older version and does nothing any more.`, again(routes)),

  /** After a command that nobody here answers. */
  help: (typed: string, routes: Routes): Reply => {
    const first = md`Nothing here answers ${code(typed)}.`;
    const lines = routes.commands.map(({ name, definition }) =>
      join([code(`${name} ${definition.usage}`.trim()), escape(definition.summary)], ' – '),
    );
    return reply.ephemeral({ text: first, blocks: [section(first), ...(lines.length > 0 ? [section(join(lines, '\n'))] : [])] });
  },

  working: {
    text: 'Working on it…',
    blocks: [section(md`Working on it…`)],
  } satisfies Message,

  /** Field errors of a form that took so long that Slack no longer shows them at the fields. */
  lateErrors: (errors: Record<string, string>): Message => {
    const first = md`This was not accepted.`;
    return { text: first, blocks: [section(first), ...Object.values(errors).map((error) => section(md`• ${foreign(error)}`))] };
  },

  done: {
    text: 'Done.',
    blocks: [section(md`Done.`)],
  } satisfies Message,
};

type Said = Extract<Reply, { kind: 'message' }>;

function say(what: Mrkdwn, wayOut: Mrkdwn): Said {
  const message = { text: join([what, wayOut], ' '), blocks: [section(what), context(wayOut)] };
  return { kind: 'message', visibility: 'ephemeral', where: 'reply', message };
}

function again(routes: Routes): Mrkdwn {
  const first = routes.commands[0];
  return first ? md`Ask again with ${code(first.name)}.` : md`Ask again.`;
}
