import type { Log } from '#core/log.ts';
import type { Message } from '#core/reply.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { depsCard, type NeedsCard } from './deps-card.ts';
import { impactCard } from './impact-card.ts';
import { direct, type NeedsLed, readNeedsLed } from './needs-led.ts';

/** The cards that are about what needs what. */
export function needsCard(
  { config, sections, log }: Pick<CatalogSlack, 'config' | 'sections'> & { log: Log },
  led: NeedsLed | 'impact',
  card: Omit<NeedsCard, 'asked'>,
): Message | Promise<Message> {
  if (led === 'impact') return impactCard({ ...card, config, sections }, log);
  return depsCard({ ...card, asked: readNeedsLed(led) ?? direct });
}
