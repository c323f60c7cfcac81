import type { CatalogConfig } from '#core/catalog-config.ts';
import type { ChannelLinks } from '#catalog/channels/channel-links.ts';
import type { Commits } from '#core/commits.ts';
import type { Section } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import type { Message } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { CardButton } from './buttons/card-button.ts';
import { needsCard } from './deps/needs-card.ts';
import { entityCard } from './entity-card.ts';
import type { Summaries } from '../definition/create-summaries.ts';
import type { Pictures } from '../picture/create-pictures.ts';
import type { Led } from './entity-value.ts';
import type { Face } from './face.ts';

/** What the catalog's commands and buttons are wired with. */
export interface CatalogSlack {
  config: Pick<CatalogConfig, 'owners' | 'fallback'>;
  /** Contributed by plugins; the built-in ones come by themselves. */
  sections: readonly Section[];
  /** Everything that is offered on cards besides sharing and dependencies, in this order. */
  buttons: readonly CardButton[];
  /** The ownership command as people here type it, which an operator can rename. */
  command: `/${string}`;
  /** What channels are about; absent: none is about anything. */
  links?: Pick<ChannelLinks, 'of'> | undefined;
  pictures: Pictures;
  /** Absent: nobody can say who wrote a change. */
  commits?: Commits | undefined;
  /** Links to things of the catalog become cards by themselves. */
  unfurls: boolean;
  /** Absent: nothing is said of the definitions of APIs. */
  summaries?: Summaries | undefined;
  /** The same of the one that takes everything in words. */
  words: `/${string}`;
  /** And of the one for dependencies. */
  deps: `/${string}`;
}

export function faceFor(slack: Pick<CatalogSlack, 'config'>, ctx: SlackCtx, audience: Face['audience']): Face {
  return { config: slack.config, people: ctx.people, audience };
}

/** The card as only the asker sees it. */
export function cardForAsker(
  slack: CatalogSlack,
  ctx: SlackCtx,
  about: { entry: Entry; led?: Led | undefined; before?: Mrkdwn; alike?: readonly Entry[]; outcome?: Mrkdwn; thread?: string | undefined },
): Message | Promise<Message> {
  const { thread, led, ...card } = about;
  const shown = { ...card, view: ctx.directory.for(ctx.viewer), now: ctx.clock.now() };
  const where = thread === undefined ? ('channel' as const) : { thread };
  const share = about.outcome === undefined && canShare(ctx, about.entry) && where;
  if (led !== undefined && led !== 'by-thing') return needsCard({ ...slack, log: ctx.log }, led, { ...shown, share });
  const writable = ctx.viewer.kind === 'member';
  return entityCard({ ...shown, ...slack, led, face: faceFor(slack, ctx, 'asker'), writable, share }, ctx.log);
}

/** The card as all read it who are in the channel; undefined when not everyone may see the entity. */
export function cardForOthers(
  slack: CatalogSlack,
  ctx: SlackCtx,
  about: { ref: Ref; led?: Led | undefined; before?: Mrkdwn; alike?: readonly Entry[] },
): Message | Promise<Message> | undefined {
  const { ref, led, ...card } = about;
  const view = ctx.directory.for(everyone);
  const entry = view.get(ref);
  if (!entry) return undefined;
  const face = faceFor(slack, ctx, 'others');
  const now = ctx.clock.now();
  if (led !== undefined && led !== 'by-thing')
    return needsCard({ ...slack, log: ctx.log }, led, { ...card, view, entry, now, share: false });
  return entityCard({ ...card, ...slack, led, entry, view, now, face, writable: true, share: false }, ctx.log);
}

/** A button that would be refused is not shown; the handler decides anew when it is pressed. */
function canShare({ viewer, place, directory }: SlackCtx, entry: Entry): boolean {
  if (viewer.kind !== 'member' || place.isDm || place.channel === undefined) return false;
  return directory.for(everyone).get(entry.ref) !== undefined;
}
