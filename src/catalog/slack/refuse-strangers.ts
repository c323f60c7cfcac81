import { UserError } from '#core/user-error.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';

/**
 * Before anything of the catalog is posted where others read: throws UserError unless only the own workspace does. Slack is
 * asked each time: a channel can be opened to another organisation at any moment.
 */
export async function refuseStrangers({ outbox }: Pick<SlackCtx, 'outbox'>, channel: string): Promise<void> {
  const audience = await outbox.audience(channel);
  if (audience === 'workspace') return;
  if (audience === 'shared') {
    throw new UserError(
      'shared-channel',
      'Another organisation can read this channel, so nothing of the catalog is posted here.',
      'Share it in a channel of your own workspace.',
    );
  }
  throw new UserError(
    'audience-unknown',
    'Slack could not say who can read this channel, so nothing was posted.',
    'Try again in a minute.',
  );
}
