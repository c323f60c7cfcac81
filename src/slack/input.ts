import type { Block } from '#core/reply.ts';
import { plain, type Element } from './blocks.ts';
import { limits } from './limits.ts';

export interface Input {
  /** Under which the value comes back. */
  id: string;
  label: string;
  hint?: string | undefined;
  optional?: true | undefined;
  element: Element;
}

/** A field of a form. */
export function input({ id, label, hint, optional, element }: Input): Block {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, limits.inputLabel),
    ...(hint !== undefined && { hint: plain(hint, limits.inputHint) }),
    ...(optional && { optional }),
    element,
  };
}
