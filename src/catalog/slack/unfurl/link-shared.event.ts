import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineEvent } from '#slack/define-event.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { claimCard } from './cards-there.ts';
import { linkCard } from './link-card.ts';

/** A message with links on our domains. */
export interface Linked {
  channel: string;
  ts: string;
  urls: readonly string[];
}

/** With as many links a message is a list, and its cards would bury it. */
const tooMany = 3;

/**
 * A link to something of the catalog, on one of the domains that the operator named: it becomes a compact card below the
 * message, made of what everyone may see. Nobody asked, so whatever is in the way leaves the link as it is.
 */
export const linkShared = (slack: Pick<CatalogSlack, 'config'>, domains: readonly string[]) =>
  defineEvent<Linked>({
    id: 'catalog.link-shared',
    event: 'link_shared',
    unasked: true,
    domains,
    parse: ({ channel, message_ts: ts, source, links }) => {
      const urls = Array.isArray(links) ? links.flatMap(urlOf).filter((url) => isOn(url, domains)) : [];
      // While somebody is still writing, Slack asks as well.
      if (source === 'composer' || typeof channel !== 'string' || typeof ts !== 'string') return undefined;
      return urls.length === 0 || !Array.isArray(links) || links.length >= tooMany ? undefined : { channel, ts, urls };
    },
    async answer(ctx, { channel, ts, urls }) {
      if (ctx.viewer.kind !== 'member') return reply.none;
      const view = ctx.directory.for(everyone);
      const meant = urls.flatMap((url) => asMeant(view, url));
      if (meant.length === 0 || (await ctx.outbox.audience(channel)) !== 'workspace') return reply.none;
      const unfurls: Record<string, Block[]> = {};
      for (const { url, entry } of meant) {
        // While the database does not say, nothing is shown.
        if (await claimCard(ctx, channel, entry)) unfurls[url] = linkCard(slack, ctx, { view, entry });
      }
      if (Object.keys(unfurls).length > 0) await ctx.outbox.unfurl({ channel, ts }, unfurls);
      return reply.none;
    },
  });

function urlOf(link: unknown): string[] {
  return typeof link === 'object' && link !== null && 'url' in link && typeof link.url === 'string' ? [link.url] : [];
}

function isOn(url: string, domains: readonly string[]): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Only what is surely meant. Of two links to one thing the first gets the card. */
function asMeant(view: DirectoryView, url: string): { url: string; entry: Entry }[] {
  const found = view.findExactly(url);
  return found.outcome === 'one' && isOfItsOwn(url, found.entry) ? [{ url, entry: found.entry }] : [];
}

/** Who asks for a site is told of the only thing that links there; its front page is still not about that, unless that is the link. */
function isOfItsOwn(url: string, { entity }: Entry): boolean {
  const asked = URL.parse(url);
  if (asked?.pathname !== '/') return true;
  return (entity.metadata.links ?? []).some((link) => {
    const linked = URL.parse(link.url);
    return linked?.host === asked.host && linked.pathname === '/';
  });
}
