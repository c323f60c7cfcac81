import { type Json, list, object, text } from './json.ts';

/** An interactive element and the block it is in. */
export interface Placed {
  block: Json;
  element: Json;
}

/** Everything in the blocks that a person can use, in order. */
export function elementsOf(blocks: readonly unknown[]): Placed[] {
  return blocks.map(object).flatMap((block) => {
    const found = [block['accessory'], block['element'], ...(block['type'] === 'actions' ? list(block['elements']) : [])];
    return found.filter((element) => text(object(element)['action_id']) !== '').map((element) => ({ block, element: object(element) }));
  });
}

export function findElement(blocks: readonly unknown[], blockId: string, actionId: string): Placed | undefined {
  return elementsOf(blocks).find(({ block, element }) => block['block_id'] === blockId && element['action_id'] === actionId);
}

/**
 * What an element holds, in the form that Slack sends, from what the page says was entered: a text, or several for
 * elements that take several. `offered` are options that the app gave while the person typed.
 */
export function elementState(element: Json, raw: unknown, offered: readonly unknown[] = []): Json {
  const type = text(element['type']);
  const options = [
    ...list(element['options']),
    ...list(element['option_groups']).flatMap((group) => list(object(group)['options'])),
    ...offered,
  ];
  const option = (value: string) => options.map(object).find((one) => one['value'] === value);
  const single = text(raw);
  const several = list(raw).map(text).filter(Boolean);
  const of = type.replace(/^multi_/, '').replace(/_select$/, '');
  switch (type) {
    case 'button':
      return { type, text: element['text'], ...(element['value'] !== undefined && { value: element['value'] }) };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: option(single) ?? null };
    case 'overflow':
      return { type, selected_option: option(single) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: several.flatMap((value) => option(value) ?? []) };
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return { type, [`selected_${of.slice(0, -1)}`]: single || null };
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return { type, [`selected_${of}`]: several };
    case 'datepicker':
      return { type, selected_date: single || null };
    case 'timepicker':
      return { type, selected_time: single || null };
    default:
      return { type, value: single || null };
  }
}

/** Whether a field that must be filled is empty. */
export function isEmpty(state: Json): boolean {
  return Object.entries(state).every(
    ([key, value]) => key === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}
