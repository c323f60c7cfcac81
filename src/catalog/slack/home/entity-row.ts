import type { Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { button, sectionWithButton } from '#slack/blocks.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { entityValue } from '../entity-value.ts';

/** Something about an entity, whose card is a button away; `id` is the action that shows it. */
export function entityRow(entry: Entry, text: Mrkdwn, id = 'catalog.choose'): Block {
  const value = entityValue({ ref: entry.ref });
  return sectionWithButton(text, button({ id, label: 'Show Card', value, accessibilityLabel: `Show Card: ${entry.entity.metadata.name}` }));
}
