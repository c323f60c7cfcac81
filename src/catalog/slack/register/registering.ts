import type { Ref } from '#core/ref.ts';
import type { Registrations } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';
import type { SlackViewer } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';

/** What registering and refreshing are wired with. */
export interface Registering {
  /** Absent: nobody may register. */
  allowed: 'everyone' | readonly Ref[] | undefined;
  /** Absent where nothing is running that could read a repository. */
  registrations: Registrations | undefined;
  /** The command that takes all requests, as people here type it. */
  command: `/${string}`;
}

/** Who asks, when it is a member; else a UserError that says why not. */
export function memberOnly({ viewer }: Pick<SlackCtx, 'viewer'>): SlackViewer {
  if (viewer.kind === 'member') return viewer;
  if (viewer.kind === 'unknown')
    throw new UserError('unsure', 'Slack did not say in time who you are, so nothing was done.', 'Try again in a minute.');
  throw new UserError('members-only', 'Only members of this workspace can do that, in Slack.', 'Ask a member to do it.');
}

/** Whether somebody may change what is registered; throws UserError that says why not. Membership is the authority's. */
export function mayRegister({ allowed }: Registering, ctx: Pick<SlackCtx, 'viewer'>): SlackViewer {
  const viewer = memberOnly(ctx);
  if (allowed === undefined) {
    throw new UserError(
      'nobody-registers',
      'Nobody may register anything here: permissions.register is not set.',
      'Whoever runs Switchboard can write permissions.register: everyone, or a list of groups, in switchboard.yaml.',
    );
  }
  if (allowed === 'everyone' || allowed.some((group) => viewer.groups.includes(group))) return viewer;
  const groups = allowed.map((ref) => ref.replace(/^group:(default\/)?/, '')).join(', ');
  throw new UserError(
    'may-not-register',
    `Only members of ${groups} may register here (permissions.register), and you are in none of them.`,
    'Ask one of them, or have your e-mail address and groups put into the source that decides about membership.',
  );
}

/** Slack is asked each time: what is registered is shown there, and a channel can be opened at any moment. */
export async function ownWorkspaceOnly({ place, outbox }: SlackCtx): Promise<void> {
  if (place.isDm || place.channel === undefined) return;
  const audience = await outbox.audience(place.channel).catch(() => 'unknown' as const);
  if (audience === 'workspace') return;
  throw audience === 'shared'
    ? new UserError(
        'shared-channel',
        'Another organisation is in this channel, so nothing is registered from here.',
        'Write it to me directly.',
      )
    : new UserError(
        'audience-unknown',
        'Slack does not say who is in this channel, so nothing is registered from here.',
        'Write it to me directly.',
      );
}

/** Throws UserError where nothing can be read or written; that the database is away is known without asking it. */
export function registrationsOf({ registrations }: Registering, { directory }: Pick<SlackCtx, 'directory'>): Registrations {
  if (!registrations) throw new UserError('not-running', 'Repositories are read by the running product only.', 'Ask in Slack.');
  if (directory.freshness.from === 'database') return registrations;
  throw new UserError(
    'database-away',
    'The database does not answer, so nothing can be registered, listed or looked at right now.',
    'Try again in a minute; who owns what is answered all the same.',
  );
}
