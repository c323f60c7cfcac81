import type { DirectoryView } from '#core/directory.ts';
import type { Refreshed, Registered } from '#core/registrations.ts';
import type { Message } from '#core/reply.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '../message.ts';
import { kindCounts, lookBlocks } from './look-card.ts';

const mostButtons = 5;

/** What came of registering, with ways to what is in the catalog now. `differs`: from what was shown before. */
export function registeredCard(view: DirectoryView, { look, outcome }: Registered, differs: boolean): Message {
  const answer = md`${bold(look.target.repository)} is registered: ${escape(kindCounts(look.kinds))}.`;
  const changed = differs && md`It has changed since it was shown to you; this is what is there now.`;
  const shown = look.entities.filter(({ ref }) => view.get(ref)?.source === look.target.source).slice(0, mostButtons);
  const buttons = shown.map(({ ref, name }, i) =>
    button({ id: `catalog.choose#${i}`, label: `Show ${name}`, value: ref, accessibilityLabel: `Show ${name}` }),
  );
  return message(answer, [
    section(join([answer, changed], '\n')),
    ...(differs ? lookBlocks(view, look) : []),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
    context(join([readWords(outcome), md`${code(look.target.path)} is looked at again and again from now on`])),
  ]);
}

function readWords(outcome: Refreshed): Mrkdwn {
  if (outcome.outcome === 'unavailable') return md`${escape(outcome.message, 200)} ${escape(outcome.fix, 200)}`;
  return outcome.head === null ? md`Read just now` : md`Read at commit ${code(outcome.head.slice(0, 7))}`;
}

export function dismissedCard(): Message {
  const answer = md`Nothing was registered.`;
  return message(answer, [section(answer)]);
}
