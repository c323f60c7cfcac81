import { reply } from '#core/reply.ts';
import { faceFor } from '../catalog-slack.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { whyCard } from '../why-card.ts';
import type { CardButton } from './card-button.ts';

/** Where every fact of a card comes from, shown below the card to whoever asked. */
export const whyButton = (slack: Pick<CatalogSlack, 'config'>): CardButton => ({
  id: 'catalog.why',
  label: 'Why',
  submit: ({ ctx, entry, view, now }) => ({ reply: reply.ephemeral(whyCard(view, entry, { now, face: faceFor(slack, ctx, 'asker') })) }),
});
