import type { Done } from '#core/contributions.ts';
import type { Edit, ProposalWish } from '#core/proposals.ts';
import type { Ref } from '#core/ref.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { displayName } from '../../ownership/owner.ts';
import type { CardPress } from '../buttons/card-button.ts';
import type { EditSlack } from './edit-slack.ts';
import { proposedCard } from './proposed-card.ts';
import { reviewersOf } from './reviewers-of.ts';

export interface Wanted {
  edit: Edit;
  was?: string | undefined;
  reason?: string | undefined;
  /** Owner from now on, if that is what is proposed. */
  newOwner?: Ref;
}

/** Who proposes something, and of what. */
export type Proposing = Pick<CardPress, 'viewer' | 'entry' | 'view' | 'now' | 'ctx'>;

/** Proposes it where the file is kept, and tells what came of that. Throws UserError. */
export async function proposeEdit({ proposals }: EditSlack, press: Proposing, { edit, was, reason, newOwner }: Wanted): Promise<Done> {
  const { entry, view, viewer, ctx } = press;
  if (ctx.directory.freshness.from !== 'database') {
    throw new UserError('database-away', 'The database does not answer, so nothing can be proposed right now.', 'Try again in a minute.');
  }
  const { ref, source, path, doc } = entry;
  const owners = [...view.targets(ref, 'ownedBy'), ...(newOwner === undefined ? [] : [newOwner])];
  const wish: ProposalWish = {
    target: { ref, source, path, doc },
    edit,
    ...(was !== undefined && { was }),
    by: { userId: viewer.userId, name: nameOf(press) },
    ...(reason !== undefined && { reason }),
    reviewers: reviewersOf(view, owners),
  };
  const proposed = await proposals.propose(wish);
  const detail = {
    ...edit,
    ...(reason !== undefined && { reason }),
    outcome: proposed.outcome,
    ...('url' in proposed && { url: proposed.url }),
  };
  return { reply: reply.ephemeral(await proposedCard(press, proposed, edit.field)), detail };
}

/** As Slack shows it, else as the catalog calls the person. */
function nameOf({ viewer, view, ctx }: Proposing): string {
  const entry = viewer.userRef === undefined ? undefined : view.get(viewer.userRef);
  return ctx.people.nameOf?.(viewer.userId) ?? (entry ? displayName(entry) : 'a member');
}
