import { UserError } from '#core/user-error.ts';
import { postError } from './post-error.ts';
import { slackErrorCode } from './slack-api.ts';

/**
 * Slack's refusals of a file that a person can do something about
 * (https://docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal); anything else
 * stays what it is.
 */
export function fileError(channel: string, error: unknown, botName: string): unknown {
  const code = slackErrorCode(error) ?? '';
  if (code === 'missing_scope') {
    return new UserError(
      'files-not-granted',
      `I have no permission to send files${/^[UW]/.test(channel) ? ' to you directly' : ''}.`,
      'Whoever runs Switchboard can add the scopes files:write and im:write to the app and install it again.',
      { cause: error },
    );
  }
  if (switchedOff.has(code)) {
    return new UserError('files-refused', 'This workspace takes no such files.', 'Ask an administrator of the workspace.', {
      cause: error,
    });
  }
  if (closed.has(code)) {
    return new UserError('posting-restricted', 'Not everyone may post in that channel.', 'Choose another channel or ask its owner.', {
      cause: error,
    });
  }
  if (unsure.has(code)) {
    return new UserError('slack-unreachable', 'Slack did not confirm the file.', 'Look whether it is there before you try again.', {
      cause: error,
    });
  }
  return postError(channel, error, botName);
}

/** The bytes did not arrive, so nobody will ever see the file. */
export function notSent(cause: unknown): UserError {
  return new UserError('file-not-sent', 'Slack did not take the file.', 'Try again in a minute.', { cause });
}

const switchedOff = new Set([
  'file_type_not_allowed',
  'file_upload_size_restricted',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'storage_limit_reached',
]);
const closed = new Set(['posting_to_channel_denied', 'no_permission', 'ekm_access_denied']);
/** Slack says that some of it may have happened. */
const unsure = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
