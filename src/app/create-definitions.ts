import type { CatalogConfig } from '#core/catalog-config.ts';
import type { HomeSection, Section } from '#core/contributions.ts';
import type { CatalogSlack } from '#catalog/slack/catalog-slack.ts';
import { askingDefinitions, catalogDefinitions, catalogRequests, homeDefinitions } from '#catalog/slack/definitions.ts';
import type { Definition } from '#slack/definition.ts';
import type { RequestDefinition } from '#slack/define-request.ts';

export interface DefinitionDeps {
  catalog: Pick<CatalogConfig, 'owners' | 'fallback'>;
  /** Default command → the command as installed, both with their slash. */
  commands: ReadonlyMap<string, string>;
  sections?: readonly Section[];
  homeSections?: readonly HomeSection[];
}

/** All that answers in Slack, and what can be asked in words: every part is listed here. */
export function createDefinitions({ catalog, commands, sections = [], homeSections = [] }: DefinitionDeps): Definition[] {
  const renamed = (command: `/${string}`): `/${string}` => `/${(commands.get(command) ?? command).replace(/^\//, '')}`;
  const slack: CatalogSlack = { config: catalog, sections, command: renamed('/whoowns') };
  const requests: RequestDefinition[] = [...catalogRequests(slack)];
  return [
    ...catalogDefinitions(slack),
    ...askingDefinitions({ requests, command: renamed('/catalog'), renamed }),
    ...homeDefinitions({ command: slack.command, sections: homeSections }),
  ];
}
