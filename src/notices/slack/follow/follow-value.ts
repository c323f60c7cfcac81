import { UserError } from '#core/user-error.ts';
import type { Follow } from '../../follow/follows.ts';

type Which = Pick<Follow, 'subscriber' | 'uid'>;

export function followValue({ subscriber, uid }: Which): string {
  return `${subscriber} ${uid}`;
}

/** Who and what, of a button that was pressed. */
export function parseFollowValue(value: string): Which {
  const [, subscriber, uid] = /^([A-Z0-9]{2,30}) (\S{1,300})$/.exec(value) ?? [];
  if (subscriber !== undefined && uid !== undefined) return { subscriber, uid };
  throw new UserError('bad-button', 'This button names nothing that is followed.', 'Ask again.');
}
