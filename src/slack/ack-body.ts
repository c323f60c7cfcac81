import type { Message, Reply } from '#core/reply.ts';
import type { Answer } from './answer.ts';
import { option } from './blocks.ts';
import { limits } from './limits.ts';
import { kitReplies } from './kit-replies.ts';
import type { Payload } from './payload.ts';
import { messageView, slackMessage, slackView } from './slack-message.ts';

/** JSON for the response to Slack's own request. */
export type AckBody = Record<string, unknown>;

/** Whether the response to this sort of request can carry an answer; otherwise it is given at once, empty. */
export function answersInAck(payload: Payload): boolean {
  return payload.type === 'command' || payload.type === 'view' || payload.type === 'options';
}

/** The answer as Slack takes it in its own response; undefined when it has to be sent another way. */
export function ackBody(payload: Payload, { reply, byKit }: Answer): AckBody | undefined {
  if (payload.type === 'command' && reply.kind === 'message') {
    return { response_type: reply.visibility, ...slackMessage(reply.message) };
  }
  // A menu has no place for a sentence: a refusal is an empty one.
  if (payload.type === 'options') return optionsBody(reply.kind === 'options' ? reply : { kind: 'options', options: [] });
  if (payload.type !== 'view') return undefined;
  if (reply.kind === 'errors') return { response_action: 'errors', errors: reply.errors };
  if (reply.kind === 'modal' && reply.how !== 'open') return { response_action: reply.how, view: slackView(reply.view) };
  if (reply.kind === 'message' && byKit) {
    // Pushed on top, so that what was typed is still there underneath; three views are Slack's limit.
    const response_action = payload.view.depth < 3 ? 'push' : 'update';
    return { response_action, view: messageView(reply.message, payload.view.title) };
  }
  return undefined;
}

/** What is said in time when the answer is not: a modal stays open and says so, a command what is being done, if it can. */
export function lateAckBody(payload: Payload, said: Message | undefined): AckBody | undefined {
  if (payload.type === 'command') return said && { response_type: 'ephemeral', ...slackMessage(said) };
  if (payload.type === 'options') return { options: [] };
  if (payload.type !== 'view') return undefined;
  return { response_action: 'update', view: messageView(kitReplies.working, payload.view.title) };
}

function optionsBody(reply: Reply & { kind: 'options' }): AckBody {
  const options = reply.options
    // A value that was cut would name something else.
    .filter(({ value }) => value.length > 0 && value.length <= limits.optionValue)
    .slice(0, limits.selectOptions)
    .map(option);
  return { options };
}
