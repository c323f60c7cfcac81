import type { RequestDefinition } from '#slack/define-request.ts';
import type { Definition } from '#slack/definition.ts';
import { addAlias, proposeAlias } from './add-alias.ts';
import { missesRequest, turnMisses } from './misses-request.ts';
import type { MissesSlack } from './misses-slack.ts';

/** The buttons of the list of failed lookups. */
export function missesDefinitions(slack: MissesSlack): Definition[] {
  return [turnMisses(slack), addAlias(slack), proposeAlias(slack)];
}

/** The same in words. */
export function missesRequests(slack: MissesSlack): RequestDefinition[] {
  return [missesRequest(slack)];
}
