import type { Values } from '#core/contributions.ts';
import type { Block } from '#core/reply.ts';
import { plain, type Element } from '#slack/blocks.ts';
import { limits } from '#slack/limits.ts';

export interface FieldFacts {
  id: string;
  label: string;
  hint?: string;
  optional?: true;
  element: Element;
}

export function input({ id, label, hint, optional, element }: FieldFacts): Block {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, limits.inputLabel),
    ...(hint !== undefined && { hint: plain(hint, limits.inputHint) }),
    ...(optional && { optional }),
    element,
  };
}

export interface TextFacts {
  /** What stands there already. */
  initial?: string | undefined;
  most: number;
  lines?: true;
  placeholder?: string;
}

export function textInput({ initial, most, lines, placeholder }: TextFacts): Element {
  return {
    type: 'plain_text_input',
    action_id: 'text',
    max_length: most,
    ...(lines && { multiline: true }),
    ...(initial && { initial_value: initial.toWellFormed() }),
    ...(placeholder !== undefined && { placeholder: plain(placeholder, limits.placeholder) }),
  };
}

const mostReason = 500;

/** Why somebody wants it: it goes into the pull request. */
export function reasonInput(): Block {
  const element = textInput({ most: mostReason, lines: true });
  return input({ id: 'reason', label: 'Why?', hint: 'Goes into the pull request, with your name.', optional: true, element });
}

export function reasonIn({ reason }: Values): string | undefined {
  return typeof reason === 'string' && reason.trim() !== '' ? reason.trim().slice(0, mostReason) : undefined;
}
