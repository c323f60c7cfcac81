import type { Answerable } from './answerable.ts';

export interface ViewDefinition<I = unknown> extends Answerable<I> {
  type: 'view';
  /** Pure. */
  parse(form: Form): Parsed<I>;
}

/** What was entered in a modal. */
export interface Form {
  /** By block id; fields left empty are absent. Several picks are an array. */
  values: Readonly<Record<string, FieldValue>>;
  /** The view's `private_metadata`, as it was put there; empty when none was. */
  metadata: string;
  /** What stands above it. */
  title: string;
}

export type FieldValue = string | readonly string[];

/** Either the input, or block id → what is wrong with that field, all at once. */
export type Parsed<I> = { ok: true; input: I } | { ok: false; errors: Record<string, string> };

/**
 * The submission of a modal whose callback id is `id`. Reply with `errors`, `modal` (update or push), `message` (goes to
 * the channel when the view asked for a response URL, else to the person), `home` or `none`, which closes the modal.
 */
export function defineView<I>(definition: Omit<ViewDefinition<I>, 'type'>): ViewDefinition<I> {
  return { ...definition, type: 'view' };
}
