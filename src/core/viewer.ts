import type { Ref } from './ref.ts';

/** The person who asks. `operator` is whoever has the host's terminal and sees all. */
export type Viewer = SlackViewer | { kind: 'operator' } | { kind: 'everyone' };

export interface SlackViewer {
  /** `unknown`: Slack could not be asked in time; sees `everyone` sources only, ephemerally, and writes nothing. */
  kind: 'member' | 'guest' | 'external' | 'unknown';
  teamId: string;
  userId: string;
  /** The User entity of an authority source with this person's Slack email. */
  userRef?: Ref;
  /** Groups of that User, with all parent groups; empty without `userRef`. */
  groups: readonly Ref[];
}

/** Who can read what others can read: the audience of a thread, a channel, a notice. */
export const everyone: Viewer = { kind: 'everyone' };
export const operator: Viewer = { kind: 'operator' };
