import type { Values } from '#core/contributions.ts';
import type { Block } from '#core/reply.ts';
import { textInput } from '#slack/text-input.ts';

const mostReason = 500;

/** Why somebody wants it: it goes into the pull request. */
export function reasonInput(): Block {
  return textInput({
    id: 'reason',
    label: 'Why?',
    hint: 'Goes into the pull request, with your name.',
    optional: true,
    most: mostReason,
    long: true,
  });
}

export function reasonIn({ reason }: Values): string | undefined {
  return typeof reason === 'string' && reason.trim() !== '' ? reason.trim().slice(0, mostReason) : undefined;
}
