/** A Block Kit block, view or option: plain JSON for Slack. Built with the kit's builders, which escape and truncate. */
export interface Block {
  type: string;
  [field: string]: unknown;
}

/** Blocks and the sentence that screen readers and notifications use instead of them. */
export interface Message {
  text: string;
  blocks: Block[];
}

export interface View {
  type: 'modal' | 'home';
  callback_id?: string;
  blocks: Block[];
  [field: string]: unknown;
}

export interface Option {
  text: string;
  value: string;
  description?: string;
}

/**
 * What a handler returns; the kit sends it. `ephemeral` is seen by the asker only. `where`: `reply` = a new message
 * where the person is (in the thread, if they are in one); `replace` = in place of the message that was clicked.
 */
export type Reply =
  | { kind: 'message'; visibility: 'ephemeral' | 'in_channel'; where: 'reply' | 'replace'; message: Message }
  | { kind: 'modal'; how: 'open' | 'push' | 'update'; view: View }
  /** Answers a view submission: block id → what is wrong with that field. */
  | { kind: 'errors'; errors: Record<string, string> }
  | { kind: 'options'; options: Option[] }
  | { kind: 'home'; view: View }
  | { kind: 'none' };

export const reply = {
  ephemeral: (message: Message): Reply => ({ kind: 'message', visibility: 'ephemeral', where: 'reply', message }),
  inChannel: (message: Message): Reply => ({ kind: 'message', visibility: 'in_channel', where: 'reply', message }),
  replace: (message: Message): Reply => ({ kind: 'message', visibility: 'ephemeral', where: 'replace', message }),
  none: { kind: 'none' } as const satisfies Reply,
};
