import type { Block, Option } from '#core/reply.ts';
import { limits, truncate } from './limits.ts';
import { cut, type Mrkdwn, oneLine } from './mrkdwn.ts';

/** Builders for Block Kit: they take only escaped text and keep Slack's limits. */
export function section(text: Mrkdwn): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, limits.sectionText), verbatim: true } };
}

/** A section with one button at its side. */
export function sectionWithButton(text: Mrkdwn, accessory: Element): Block {
  return { ...section(text), accessory };
}

export function context(...parts: Mrkdwn[]): Block {
  const elements = parts.slice(0, limits.contextElements);
  return {
    type: 'context',
    elements: elements.map((text) => ({ type: 'mrkdwn', text: cut(text, limits.sectionText), verbatim: true })),
  };
}

export function header(text: string): Block {
  return { type: 'header', text: plain(text, limits.headerText) };
}

export function divider(): Block {
  return { type: 'divider' };
}

export function actions(...elements: Element[]): Block {
  return { type: 'actions', elements: elements.slice(0, limits.actionElements) };
}

export interface Menu {
  /** Action id of the menu itself. */
  id: string;
  /** What each of its choices is pressed with. */
  value: string;
  choices: readonly Choice[];
}

export interface Choice {
  /** Action id. */
  id: string;
  label: string;
}

/**
 * A row that ends in a ⋯ menu, whose choices are answered as buttons with that id and value would be. The value is in the
 * id of the block, because Slack gives an option 75 characters: so it is there once in a message, of at most 250.
 */
export function actionsWithMenu(elements: readonly Element[], { id, value, choices }: Menu): Block {
  const options = choices.map((choice) => ({
    text: plain(choice.label, limits.optionText),
    value: exact(choice.id, limits.optionValue),
  }));
  const menu = { type: 'overflow', action_id: id, options: options.slice(0, limits.overflowOptions) };
  const block = actions(...elements.slice(0, limits.actionElements - 1), menu);
  return { ...block, block_id: exact(`${menuBlock}${value}`, limits.id) };
}

/** How the id of a block with a menu begins; its value follows. */
export const menuBlock = 'menu ';

/** An interactive element inside a block. */
export type Element = { type: string; [field: string]: unknown };

export interface ButtonFacts {
  /** Action id, `slice.verb`; a suffix `#n` is added by the caller where one block has the same action twice. */
  id: string;
  label: string;
  value?: string;
  url?: string;
  primary?: true;
  /** Asked before the click counts. */
  confirm?: Question;
  /** Destroys something; asks first. */
  danger?: Question;
  accessibilityLabel?: string;
}

export function button(facts: ButtonFacts): Element {
  return {
    type: 'button',
    action_id: facts.id,
    text: plain(facts.label, limits.buttonText),
    ...(facts.value !== undefined && { value: exact(facts.value, limits.buttonValue) }),
    ...(facts.url !== undefined && { url: exact(facts.url, limits.buttonUrl) }),
    ...(facts.primary && { style: 'primary' }),
    ...(facts.confirm && { confirm: confirmDialog(facts.confirm) }),
    ...(facts.danger && { style: 'danger', confirm: { ...confirmDialog(facts.danger), style: 'danger' } }),
    ...(facts.accessibilityLabel && { accessibility_label: truncate(facts.accessibilityLabel, limits.buttonText) }),
  };
}

/** A choice of a menu. */
export function option({ text, value, description }: Option) {
  return {
    text: plain(text, limits.optionText),
    value,
    ...(description && { description: plain(description, limits.optionText) }),
  };
}

interface Question {
  title: string;
  text: string;
  confirm: string;
}

function confirmDialog({ title, text, confirm }: Question) {
  return {
    title: plain(title, limits.confirmTitle),
    text: plain(oneLine(text), limits.confirmText),
    confirm: plain(confirm, limits.confirmButton),
    deny: plain('Cancel', limits.confirmButton),
  };
}

export function plain(text: string, max: number): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text: truncate(text, max) || ' ', emoji: false };
}

/** Values are read back by our own handlers: one that is cut would be wrong, so it is refused instead. */
function exact(text: string, max: number): string {
  if (text.length > max) throw new RangeError(`A value of ${text.length} characters does not fit in ${max}.`);
  return text;
}
