/** A piece of a message's text; `label` is what stands before it as its name, in a field or as a JSON key. */
export interface Piece {
  text: string;
  label?: string;
}

/** What of a message is looked at; others write them, and machines write long ones. */
const bounds = { pieces: 400, nodes: 5000, depth: 12, characters: 20_000 };

/** Keys of Slack's blocks and attachments under which people and machines write. */
const textKeys = new Set(
  'text title title_link value url fallback pretext footer author_name author_link from_url thumb_url image_url alt_text display_text'.split(
    ' ',
  ),
);
/** Of the author, not of the matter; and what only Slack reads. */
const passedOver = new Set('block_id action_id user_id author_id bot_id app_id color ts type style confirm accessibility_label'.split(' '));

/** All that is written in a message, in order: its text, its blocks, its attachments with theirs, however deep. */
export function messageTexts(message: { text: string; blocks: readonly unknown[]; attachments: readonly unknown[] }): Piece[] {
  const pieces: Piece[] = [];
  let nodes = 0;
  let characters = 0;

  function add(text: string, label?: string): void {
    if (text.trim() === '' || pieces.length >= bounds.pieces || characters >= bounds.characters) return;
    const kept = text.slice(0, bounds.characters - characters);
    characters += kept.length;
    pieces.push({ text: kept, ...(label !== undefined && { label }) });
  }

  function walk(value: unknown, depth: number): void {
    nodes += 1;
    if (typeof value !== 'object' || value === null || depth > bounds.depth || nodes > bounds.nodes) return;
    if (Array.isArray(value)) {
      for (const part of value) walk(part, depth + 1);
      return;
    }
    const { title, value: written } = value as { title?: unknown; value?: unknown };
    // A field of an attachment: its title says what the value is.
    if (typeof title === 'string' && typeof written === 'string') return add(written, title);
    for (const [key, part] of Object.entries(value)) {
      if (typeof part === 'string' && textKeys.has(key)) add(part);
      else if (!passedOver.has(key)) walk(part, depth + 1);
    }
  }

  add(message.text);
  walk(message.blocks, 0);
  walk(message.attachments, 0);
  return pieces;
}
