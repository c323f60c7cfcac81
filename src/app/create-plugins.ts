import type { Log } from '#core/log.ts';
import type { Clock } from '#core/clock.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import type { Plugin, Tools } from '#plugin.ts';
import { createPagerDuty } from '#plugins/pagerduty/pagerduty.ts';
import { context, divider, section } from '#slack/blocks.ts';
import { message } from '#slack/message.ts';
import { bold, code, dateToken, escape, foreign, join, link, md, userMention } from '#slack/mrkdwn.ts';
import { textInput } from '#slack/text-input.ts';
import type { Config } from '../config.ts';
import type { DefinitionDeps } from './create-definitions.ts';

/** The plugins that come with the product, as far as they are configured. */
export function createPlugins({ env, permissions }: Pick<Config, 'env' | 'permissions'>, tools: Tools): Plugin[] {
  const { pagerDuty } = env;
  return pagerDuty ? [createPagerDuty({ ...pagerDuty, mayPage: permissions.page }, tools)] : [];
}

/** What plugins write with. */
export function createTools(around: { clock: Clock; log: Log }): Tools {
  return {
    ...around,
    text: { bold, code, dateToken, escape, foreign, join, link, md, userMention },
    blocks: { context, divider, section, textInput },
    message,
    reply,
    UserError,
  };
}

/** All that they add, in their order. */
export function contributionsOf(plugins: readonly Plugin[]): Required<Pick<DefinitionDeps, 'sections' | 'homeSections' | 'buttons'>> {
  return {
    sections: plugins.flatMap(({ sections = [] }) => sections),
    homeSections: plugins.flatMap(({ homeSections = [] }) => homeSections),
    buttons: plugins.flatMap(({ buttons = [] }) => buttons),
  };
}
