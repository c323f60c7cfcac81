import type { Proposals } from '#core/proposals.ts';
import type { Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import type { SlackViewer } from '#core/viewer.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { memberOnly } from '../register/registering.ts';

/** What the list of failed lookups is wired with. */
export interface MissesSlack {
  /** `permissions.admin`. */
  admin: readonly Ref[];
  /** Absent where nothing is running that could propose a change. */
  proposals: Proposals | undefined;
}

/** What people typed is for administrators: it may hold what was meant for nobody. Throws UserError. */
export function administratorOf({ admin }: MissesSlack, ctx: SlackCtx): SlackViewer {
  const viewer = memberOnly(ctx);
  if (admin.some((group) => viewer.groups.includes(group))) return viewer;
  throw new UserError(
    'not-admin',
    admin.length === 0
      ? 'Nobody is an administrator here: permissions.admin is not set.'
      : 'Only administrators (permissions.admin) see what was looked for in vain, and you are in none of their groups.',
    admin.length === 0 ? 'Whoever runs Switchboard can name groups in permissions.admin of switchboard.yaml.' : 'Ask one of them.',
  );
}
