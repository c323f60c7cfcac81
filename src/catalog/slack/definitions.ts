import type { Definition } from '#slack/definition.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { choose } from './choose.action.ts';
import { dependencies } from './dependencies.action.ts';
import { share } from './share.action.ts';
import { whoowns } from './whoowns.command.ts';
import { why } from './why.action.ts';

/** Everything of the catalog that answers in Slack. */
export function catalogDefinitions(slack: CatalogSlack): Definition[] {
  return [whoowns(slack), choose(slack), share(slack), dependencies(), why(slack)];
}
