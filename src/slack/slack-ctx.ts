import type { Ctx } from '#core/ctx.ts';
import type { Ledger, Outbox, People } from '#core/ports.ts';

/** What a handler in Slack is given besides what every verb gets. */
export type SlackCtx = Ctx & { outbox: Outbox; people: People; ledger: Ledger; place: Place; self?: Self | undefined };

/** Who we are in Slack; not known before Slack has said it once. */
export interface Self {
  userId: string;
  /** As in `@switchboard`. */
  name: string;
}

/** Where the person is. Without `channel` they are in a modal, on the Home tab, or in a global shortcut. */
export interface Place {
  /** The workspace whose installation of the app this comes through. */
  teamId: string;
  channel?: string;
  /** `ts` of the thread's first message, when they are in a thread. */
  thread?: string;
  isDm: boolean;
  /** The message that was clicked on: whether only the person who clicks can read it. */
  clicked?: 'ephemeral' | 'visible';
  /** The `ts` of that message; with it a thread below it can be begun. */
  message?: string;
}
