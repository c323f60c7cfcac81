import type { Definition } from '#slack/definition.ts';
import { scopesFor } from './scopes.ts';

export interface ManifestOptions {
  definitions: readonly Definition[];
  /** Default command → the command as installed, both with their slash. */
  commands: ReadonlyMap<string, string>;
  /** Requests come over a connection that we open, so there is no address that Slack would have to reach. */
  socketMode: boolean;
  /** Where Slack posts to otherwise, `/slack/events` included. */
  requestUrl: string;
}

/** What stands in the manifest until somebody puts their own host there. */
export const placeholderUrl = 'https://switchboard.example.com/slack/events';

/**
 * The app as Slack is told of it (https://docs.slack.dev/reference/app-manifest): all that the definitions answer, with
 * the names that the configuration gives them, and no scope beyond what that needs.
 */
export function buildManifest({ definitions, commands, socketMode, requestUrl }: ManifestOptions) {
  const url = socketMode ? {} : { url: requestUrl };
  const events = subscriptions(definitions);
  const request = socketMode ? {} : { request_url: requestUrl };
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Switchboard',
      description: 'Who owns it, and how to reach them',
      long_description:
        'Switchboard answers questions about your software catalog: who owns a service, an API, a pod or a web address, where its runbook is, and whom to ask next if nobody answers. Every answer says which file and line it comes from and how old it is. The catalog is read from Git. By itself it posts only to tell a team of new problems in its own files, in channels it was invited to, administrators of removals that wait for them, and those who follow something of what happens to it.',
      background_color: '#1f3a4d',
    },
    features: {
      app_home: { home_tab_enabled: events.includes('app_home_opened'), messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      ...unfurling(definitions),
      bot_user: { display_name: 'Switchboard', always_online: true },
      shortcuts: definitions.flatMap((definition) =>
        definition.type === 'shortcut'
          ? {
              name: definition.name,
              type: definition.on === 'message' ? 'message' : 'global',
              callback_id: definition.id,
              description: definition.summary,
            }
          : [],
      ),
      slash_commands: definitions.flatMap((definition) =>
        definition.type === 'command'
          ? {
              command: commands.get(definition.command) ?? definition.command,
              ...url,
              description: definition.summary,
              usage_hint: definition.usage,
              should_escape: true,
            }
          : [],
      ),
    },
    oauth_config: { scopes: { bot: scopesFor(definitions).map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...request, bot_events: events },
      interactivity: { is_enabled: true, ...request, ...optionsUrl(definitions, request) },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: false,
    },
  };
}

/** Slack tells only of links on these. */
function unfurling(definitions: readonly Definition[]) {
  const domains = definitions.flatMap((definition) => (definition.type === 'event' ? (definition.domains ?? []) : []));
  return domains.length > 0 ? { unfurl_domains: domains } : {};
}

function subscriptions(definitions: readonly Definition[]): string[] {
  return definitions.flatMap((definition) => (definition.type === 'event' ? (definition.subscription ?? definition.event) : [])).toSorted();
}

/** Menus that load their options ask at an address of their own, which is the same one here. */
function optionsUrl(definitions: readonly Definition[], request: { request_url?: string }) {
  const { request_url } = request;
  const loads = definitions.some(({ type }) => type === 'options');
  return loads && request_url !== undefined ? { message_menu_options_url: request_url } : {};
}
