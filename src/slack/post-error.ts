import { UserError } from '#core/user-error.ts';
import { slackErrorCode } from './slack-api.ts';

/** Slack's refusals of a message that a person can do something about; anything else stays what it is. */
export function postError(channel: string, error: unknown, botName: string): unknown {
  const code = slackErrorCode(error);
  if (isNotThere(error)) return notThere(channel, botName, error);
  if (code === 'is_archived') return new UserError('archived', 'That channel is archived.', 'Choose another channel.', { cause: error });
  if (code === 'restricted_action' || code === 'restricted_action_read_only_channel' || code === 'restricted_action_thread_only_channel') {
    return new UserError('posting-restricted', 'Not everyone may post in that channel.', 'Choose another channel or ask its owner.', {
      cause: error,
    });
  }
  if (code === undefined && !(error instanceof UserError)) {
    return new UserError('slack-unreachable', 'Slack did not confirm the message.', 'Look whether it is there before you try again.', {
      cause: error,
    });
  }
  return error;
}

/** What `chat.update` says of messages that will never be changed (https://docs.slack.dev/reference/methods/chat.update). */
const unchangeable = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_inactive',
  'is_archived',
]);

/** Whether a message will never be changed, because of what `chat.update` said. */
export function isUnchangeable(error: unknown): boolean {
  return unchangeable.has(slackErrorCode(error) ?? '');
}

export function messageGone(cause: unknown): UserError {
  return new UserError('message-gone', 'That message cannot be changed any more.', 'Look whether it is still there.', { cause });
}

export function isNotThere(error: unknown): boolean {
  return ['not_in_channel', 'channel_not_found'].includes(slackErrorCode(error) ?? '');
}

export function notThere(channel: string, botName: string, cause: unknown): UserError {
  if (channel.startsWith('D')) {
    // Slash commands work between any two people, and nobody can be invited there.
    return new UserError('not-in-channel', 'I am not part of this direct message.', 'Share it from a channel.', { cause });
  }
  return new UserError('not-in-channel', 'I am not in that channel.', `Type /invite @${botName} there, then try again.`, { cause });
}

export function busy(seconds: number, cause: unknown): UserError {
  return new UserError('slack-busy', 'Slack takes no more messages there right now.', `Try again in ${seconds} s.`, { cause });
}
