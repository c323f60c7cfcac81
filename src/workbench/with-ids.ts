import { randomBytes } from 'node:crypto';
import { type Json, list, object, text } from './json.ts';

/** A message or view in which every block and every interactive element has an id, as Slack gives them where the app did not. */
export function withIds(surface: Json): Json {
  return { ...surface, blocks: blocksWithIds(list(surface['blocks'])) };
}

export function blocksWithIds(blocks: readonly unknown[]): { type: string; [field: string]: unknown }[] {
  return blocks.map((value) => {
    const block = object(value);
    const { elements, element, accessory } = block;
    return {
      ...block,
      type: text(block['type']),
      block_id: text(block['block_id']) || newId(),
      ...(block['type'] === 'actions' && { elements: list(elements).map(elementWithId) }),
      ...(element !== undefined && { element: elementWithId(element) }),
      ...(accessory !== undefined && { accessory: elementWithId(accessory) }),
    };
  });
}

function elementWithId(value: unknown): Json {
  const element = object(value);
  return element['type'] === 'image' ? element : { ...element, action_id: text(element['action_id']) || newId() };
}

const newId = (): string => randomBytes(3).toString('base64url');
