import type { Ctx } from '#core/ctx.ts';
import type { Ledger, Outbox, People } from '#core/ports.ts';

/** What a handler in Slack is given besides what every verb gets. */
export type SlackCtx = Ctx & { outbox: Outbox; people: People; ledger: Ledger; place: Place };

/** Where the person is. Without `channel` they are in a modal, on the Home tab, or in a global shortcut. */
export interface Place {
  teamId: string;
  channel?: string;
  /** `ts` of the thread's first message, when they are in a thread. */
  thread?: string;
  isDm: boolean;
}
