import type { Block } from '#core/reply.ts';
import { plain } from './blocks.ts';
import { input } from './input.ts';
import { limits } from './limits.ts';

export interface TextInput {
  /** Under which the value comes back. */
  id: string;
  label: string;
  hint?: string;
  placeholder?: string;
  /** What stands there already. */
  initial?: string | undefined;
  optional?: true;
  /** Several lines. */
  long?: true;
  least?: number;
  most?: number;
}

/** A field of a form to write in. */
export function textInput({ id, label, hint, placeholder, initial, optional, long, least, most }: TextInput): Block {
  const element = {
    type: 'plain_text_input',
    action_id: id,
    ...(long && { multiline: true }),
    ...(initial && { initial_value: initial.toWellFormed() }),
    ...(placeholder !== undefined && { placeholder: plain(placeholder, limits.placeholder) }),
    ...(least !== undefined && { min_length: least }),
    ...(most !== undefined && { max_length: most }),
  };
  return input({ id, label, hint, optional, element });
}
