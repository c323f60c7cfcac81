import type { Block } from '#core/reply.ts';
import { plain } from './blocks.ts';
import { limits } from './limits.ts';

export interface TextInput {
  /** Under which the value comes back. */
  id: string;
  label: string;
  hint?: string;
  placeholder?: string;
  optional?: true;
  /** Several lines. */
  long?: true;
  least?: number;
  most?: number;
}

/** A field of a form to write in. */
export function textInput({ id, label, hint, placeholder, optional, long, least, most }: TextInput): Block {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, limits.inputLabel),
    ...(hint !== undefined && { hint: plain(hint, limits.inputHint) }),
    ...(optional && { optional: true }),
    element: {
      type: 'plain_text_input',
      action_id: id,
      ...(long && { multiline: true }),
      ...(placeholder !== undefined && { placeholder: plain(placeholder, limits.placeholder) }),
      ...(least !== undefined && { min_length: least }),
      ...(most !== undefined && { max_length: most }),
    },
  };
}
