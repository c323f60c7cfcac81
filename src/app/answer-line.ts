import type { Message, Reply } from '#core/reply.ts';
import type { Viewer } from '#core/viewer.ts';
import { UserError } from '#core/user-error.ts';
import type { CommandDefinition } from '#slack/define-command.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { slackMessage } from '#slack/slack-message.ts';

export interface Asking {
  commands: readonly { name: string; definition: CommandDefinition }[];
  ctxFor(viewer: Viewer): SlackCtx;
}

/** Answers a command line as Slack would get it: the payload of the response. */
export async function answerLine(asking: Asking, line: string, viewer: Viewer): Promise<{ response_type: string } & Message> {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const name = word.startsWith('/') ? word : `/${word}`;
  const command = asking.commands.find((c) => c.name === name || c.definition.command === name);
  if (!command)
    throw new UserError('command-unknown', `There is no command ${name}.`, `There are: ${asking.commands.map((c) => c.name).join(', ')}.`);
  const ctx = asking.ctxFor(viewer);
  const input = command.definition.parse(rest.join(' '));
  const answer = await command.definition.answer(ctx, input);
  await command.definition.after?.(ctx, input, answer);
  return payload(answer);
}

function payload(reply: Reply): { response_type: string } & Message {
  if (reply.kind !== 'message')
    throw new UserError('no-terminal', `The answer is a ${reply.kind}, which a terminal cannot show.`, 'Ask in Slack.');
  const { text, blocks } = slackMessage(reply.message);
  return { response_type: reply.visibility, text, blocks: blocks ?? [] };
}
