import type { CatalogConfig } from '#core/catalog-config.ts';
import type { HomeSection } from '#core/contributions.ts';
import type { Block } from '#core/reply.ts';
import { context, divider } from '#slack/blocks.ts';
import { defineEvent } from '#slack/define-event.ts';
import { limits } from '#slack/limits.ts';
import { code, md } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { fitting } from '../fitting.ts';
import { ownTeamsOf } from '../examples.ts';
import { askBlocks } from './ask-blocks.ts';
import { careBlocks } from './care-blocks.ts';
import { freshnessLine } from './freshness-line.ts';
import { recentBlocks } from './recent-blocks.ts';
import { teamsBlocks } from './teams-blocks.ts';

export interface Home {
  config: Pick<CatalogConfig, 'owners'>;
  /** The ownership command as people here type it. */
  command: `/${string}`;
  /** Contributed by other parts and by plugins. */
  sections: readonly HomeSection[];
}

/**
 * The Home tab, drawn anew each time somebody opens it: asking first, then their own teams, what those should put right,
 * what changed, last how old all of it is.
 * Drawn twice it is the same tab, so nothing is claimed: it is opened too often to cost a statement each time.
 */
export const home = ({ config, command, sections }: Home) =>
  defineEvent<'home'>({
    id: 'catalog.home',
    event: 'app_home_opened',
    repeatable: true,
    // Slack tells of the Messages tab in the same way.
    parse: ({ tab }) => (tab === 'home' ? tab : undefined),
    answer(ctx) {
      const first = sectionBlocks(ctx, [
        { id: 'catalog.ask', render: ({ view, viewer }) => askBlocks(view, { viewer, command, botName: ctx.self?.name }) },
        { id: 'catalog.teams', render: () => teamsBlocks(ctx) },
        { id: 'catalog.care', render: ({ view, viewer }) => careBlocks(view, { teams: ownTeamsOf(view, viewer), config }) },
        { id: 'catalog.recent', render: ({ view, viewer, now }) => recentBlocks(view, { teams: ownTeamsOf(view, viewer), now }) },
      ]);
      const last = sectionBlocks(ctx, [{ id: 'catalog.freshness', render: () => [divider(), context(freshnessLine(ctx))] }]);
      const added = fitting(sectionBlocks(ctx, sections), limits.viewBlocks - first.length - last.length);
      return { kind: 'home', view: { type: 'home', blocks: [...first, ...added, ...last] } };
    },
  });

function sectionBlocks({ viewer, directory, clock, log }: SlackCtx, sections: readonly HomeSection[]): Block[] {
  const shown = { viewer, view: directory.for(viewer), now: clock.now() };
  return sections.flatMap((section) => {
    try {
      return section.render(shown);
    } catch (error) {
      log.error({ err: error, section: section.id }, 'catalog.section-broken');
      return [context(md`${code(section.id)} could not be shown and is left out.`)];
    }
  });
}
