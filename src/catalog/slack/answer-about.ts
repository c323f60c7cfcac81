import type { DirectoryView, Entry, Found } from '#core/directory.ts';
import { reply } from '#core/reply.ts';
import type { Message, Reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import type { Viewer } from '#core/viewer.ts';
import type { Readers } from '#slack/define-request.ts';
import { truncate } from '#slack/limits.ts';
import { bold, md } from '#slack/mrkdwn.ts';
import { plainText } from '#slack/plain-text.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { displayName } from '../ownership/owner.ts';
import { cardForAsker, cardForOthers, faceFor } from './catalog-slack.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { menuCard, noneCard, severalCard } from './choices-cards.ts';
import type { Led } from './entity-value.ts';
import { findHere, linkedHere } from './channel/find-here.ts';
import { examplesFor, teamsOf } from './examples.ts';
import { onlyYou } from './only-you.ts';
import { removedCard } from './removed-card.ts';
import { noteCard } from './unfurl/cards-there.ts';

export interface Asked {
  /** For the finder, which reads Slack's own notation of people, channels and links. */
  text: string;
  /** The same as the person saw it when typing. */
  typed: string;
}

const longestTerm = 100;

export function readAsked(text: string): Asked {
  return { text: text.trim(), typed: truncate(plainText(text).trim() || text.trim(), longestTerm) };
}

export interface Question {
  asked: Asked;
  readers: Readers;
  /** The card that is wanted. Absent: the one that is led by its owner. */
  led?: Led;
}

/** The card of what was meant, or a way to say it better. What not everyone may see is told to the asker alone. */
export function answerAbout(slack: CatalogSlack, ctx: SlackCtx, { asked, readers, led }: Question): Reply | Promise<Reply> {
  const own = lookHere(slack, ctx, { asked, viewer: ctx.viewer });
  foundBefore.set(asked, own);
  if (readers === 'asker') return whenThere(show(slack, ctx, { asked, led, found: own, viewer: ctx.viewer }), reply.ephemeral);
  const open = lookHere(slack, ctx, { asked, viewer: everyone });
  if (sameFor(own, open)) return whenThere(show(slack, ctx, { asked, led, found: open, viewer: everyone }), reply.inChannel);
  return whenThere(show(slack, ctx, { asked, led, found: own, viewer: ctx.viewer }), (message) =>
    reply.ephemeral(onlyYou(message, hiddenReason(own))),
  );
}

/** What was found for a question, for what is written down after its answer. */
const foundBefore = new WeakMap<Asked, Found>();

/** What was looked for in vain, and whose card lies in the channel now. */
export async function writeDown(slack: CatalogSlack, ctx: SlackCtx, { asked, said }: { asked: Asked; said: Reply }): Promise<void> {
  const found = foundBefore.get(asked) ?? lookHere(slack, ctx, { asked, viewer: ctx.viewer });
  if (found.outcome === 'none') await ctx.ledger.miss(asked.typed);
  const isForAll = said.kind === 'message' && said.visibility === 'in_channel';
  if (isForAll && 'entry' in found) await noteCard(slack, ctx, found.entry);
}

/** Where nothing is named it is what the channel is about. */
function lookHere(slack: CatalogSlack, ctx: SlackCtx, { asked, viewer }: { asked: Asked; viewer: Viewer }): Found {
  const view = ctx.directory.for(viewer);
  return (asked.text === '' ? findHere(slack, ctx, view) : undefined) ?? look(view, asked);
}

/** People say what sort of thing it is: “the payments service”. That counts when nothing is called so as a whole. */
function look(view: DirectoryView, { text }: Asked): Found {
  // Before something that is only almost called so.
  if (/^help$/i.test(text) && view.findExactly(text).outcome === 'none') return { outcome: 'nothing-asked' };
  const found = view.find(text);
  const bare = text.replace(
    /\s+(?:service|app|application|component|api|system|resource|repo|repository|pod|team|website|library|database)$/i,
    '',
  );
  if (found.outcome === 'one' || bare === text) return found;
  if (found.outcome === 'none') return view.find(bare);
  const without = view.findExactly(bare);
  return without.outcome === 'one' ? without : found;
}

interface Shown {
  asked: Asked;
  led: Led | undefined;
  found: Found;
  /** For whom it is rendered. */
  viewer: Viewer;
}

function show(slack: CatalogSlack, ctx: SlackCtx, { asked, led, found, viewer }: Shown): Message | Promise<Message> {
  const view = ctx.directory.for(viewer);
  const { typed } = asked;
  switch (found.outcome) {
    case 'one':
      return card(slack, ctx, { entry: found.entry, led, alike: found.alike, viewer, ...(asked.text === '' && { before: linkedHere }) });
    case 'assumed': {
      const before = md`No ${bold(found.typed)}; showing ${bold(found.name)}, one letter away.`;
      return card(slack, ctx, { entry: found.entry, led, before, viewer });
    }
    case 'several':
      return severalCard(view, { typed, led, entries: found.entries, total: found.total });
    case 'removed':
      return removedCard(view, found.tombstone, {
        now: ctx.clock.now(),
        face: faceFor(slack, ctx, viewer === everyone ? 'others' : 'asker'),
      });
    case 'none':
      return noneCard(view, { typed, led, nearest: found.nearest }, slack.config.fallback);
    case 'nothing-asked':
      return menuCard(view, {
        led,
        command: commandOf(slack, led),
        teams: teamsOf(view, viewer),
        example: examplesFor(view, viewer, 1)[0] ?? 'payments-api',
      });
  }
}

function commandOf({ command, words, deps }: CatalogSlack, led: Led | undefined): string {
  if (led === undefined) return command;
  if (led === 'by-thing') return `${words} show`;
  return led === 'impact' ? `${words} impact` : deps;
}

type CardAbout = {
  entry: Entry;
  viewer: Viewer;
  led: Led | undefined;
  before?: Parameters<typeof cardForAsker>[2]['before'] & string;
  alike?: readonly Entry[];
};

function card(slack: CatalogSlack, ctx: SlackCtx, { viewer, ...about }: CardAbout): Message | Promise<Message> {
  if (viewer !== everyone) return cardForAsker(slack, ctx, about);
  const { entry, ...rest } = about;
  return cardForOthers(slack, ctx, { ref: entry.ref, ...rest }) ?? cardForAsker(slack, ctx, about);
}

/** Whether everyone would be told the same: then nothing hidden shows in the answer, not even by its absence. */
function sameFor(own: Found, open: Found): boolean {
  return own.outcome === open.outcome && named(own) === named(open);
}

function named(found: Found): string {
  if (found.outcome === 'one') return [found.entry, ...found.alike].map(({ ref }) => ref).join(' ');
  if (found.outcome === 'assumed') return found.entry.ref;
  if (found.outcome === 'several') return [found.total, ...found.entries.map(({ ref }) => ref)].join(' ');
  if (found.outcome === 'removed') return found.tombstone.uid;
  return found.outcome === 'none' ? found.nearest.map(({ ref }) => ref).join(' ') : '';
}

function hiddenReason(found: Found) {
  if (found.outcome !== 'one' && found.outcome !== 'assumed') return md`some of this is visible to some groups only`;
  return md`${bold(displayName(found.entry))} is visible to some groups only`;
}

function whenThere<T>(coming: Message | Promise<Message>, then: (message: Message) => T): T | Promise<T> {
  return coming instanceof Promise ? coming.then(then) : then(coming);
}
