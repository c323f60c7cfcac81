import type { CatalogConfig } from '#core/catalog-config.ts';
import type { Button, HomeSection, Section } from '#core/contributions.ts';
import { whyButton } from '#catalog/slack/buttons/why.button.ts';
import type { Summaries } from '#catalog/definition/create-summaries.ts';
import { definitionButton } from '#catalog/slack/show/definition.button.ts';
import type { Pictures } from '#catalog/picture/create-pictures.ts';
import type { Commits } from '#core/commits.ts';
import type { Db } from '#core/db.ts';
import { type ChannelLinks, createChannelLinks } from '#catalog/channels/channel-links.ts';
import type { CatalogSlack } from '#catalog/slack/catalog-slack.ts';
import { editButtons, editDefinitions } from '#catalog/slack/edit/edit-definitions.ts';
import { missesDefinitions, missesRequests } from '#catalog/slack/misses/misses-definitions.ts';
import type { Proposals } from '#core/proposals.ts';
import type { Registrations } from '#core/registrations.ts';
import {
  askingDefinitions,
  catalogDefinitions,
  catalogRequests,
  homeDefinitions,
  linkingRequests,
  registeringDefinitions,
  registeringRequests,
  unfurlDefinitions,
} from '#catalog/slack/definitions.ts';
import { createFollows, type Follows } from '#notices/follow/follows.ts';
import { followDefinitions, followRequests, noticeDefinitions, noticeRequests } from '#notices/slack/definitions.ts';
import { followButton } from '#notices/slack/follow/follow.button.ts';
import { followedHome } from '#notices/slack/follow/followed-home.ts';
import type { NoticesSlack } from '#notices/slack/notices-slack.ts';
import type { Definition } from '#slack/definition.ts';
import type { RequestDefinition } from '#slack/define-request.ts';
import type { Permissions } from '../config/config-file.ts';

export interface DefinitionDeps {
  catalog: Pick<CatalogConfig, 'owners' | 'fallback'>;
  /** Default command → the command as installed, both with their slash. */
  commands: ReadonlyMap<string, string>;
  /** Absent where nothing reads repositories. */
  registrations?: Registrations | undefined;
  /** Absent where nothing proposes changes of files. */
  proposals?: Proposals | undefined;
  sections?: readonly Section[];
  homeSections?: readonly HomeSection[];
  /** Of plugins, on cards. */
  buttons?: readonly Button[];
  permissions?: Permissions;
  /** Absent where nothing is kept. */
  links?: ChannelLinks | undefined;
  /** Absent where nobody looks at any. */
  pictures?: Pictures;
  /** Absent where there is no database. */
  summaries?: Summaries;
  /** Absent where nobody reads repositories. */
  commits?: Commits | undefined;
  follows?: Follows | undefined;
  /** Domains whose links become cards; absent: none. */
  unfurl?: readonly string[];
  /** Absent where nothing can be synced. */
  confirmRemovals?: NoticesSlack['confirmRemovals'];
}

/** The name a command has here, from its own, both with their slash. */
export function renamedBy(commands: ReadonlyMap<string, string>): (command: `/${string}`) => `/${string}` {
  return (command) => `/${(commands.get(command) ?? command).replace(/^\//, '')}`;
}

/** All that answers in Slack, and what can be asked in words: every part is listed here. */
export function createDefinitions(deps: DefinitionDeps): Definition[] {
  const {
    catalog,
    commands,
    registrations,
    proposals,
    sections = [],
    homeSections = [],
    buttons = [],
    permissions = { admin: [] },
    confirmRemovals = noSync,
    pictures = noPictures,
    summaries,
    commits,
    unfurl = [],
    links = createChannelLinks(noDb),
    follows = createFollows(noDb),
  } = deps;
  const renamed = renamedBy(commands);
  const following = { follows, command: renamed('/catalog') };
  const slack: CatalogSlack = {
    config: catalog,
    sections,
    buttons: [
      whyButton({ config: catalog }),
      followButton(following),
      ...(summaries ? [definitionButton(summaries)] : []),
      ...(proposals ? editButtons({ proposals }) : []),
      ...buttons,
    ],
    command: renamed('/whoowns'),
    words: renamed('/catalog'),
    deps: renamed('/deps'),
    links,
    pictures,
    unfurls: unfurl.length > 0,
    summaries,
    commits,
  };
  const registering = { allowed: permissions.register, registrations, command: renamed('/catalog') };
  const notices: NoticesSlack = { admin: permissions.admin, command: renamed('/catalog'), confirmRemovals };
  const misses = { admin: permissions.admin, proposals };
  const own = catalogRequests(slack);
  // Whatever command names a thing means the channel's where it names none.
  const bare = own.flatMap((request) => (request.command ? renamed(request.command) : []));
  const linking = { links, admin: permissions.admin, command: renamed('/catalog'), bare };
  const requests: RequestDefinition[] = [
    ...own,
    ...followRequests(following),
    ...linkingRequests(linking),
    ...registeringRequests(registering),
    ...noticeRequests(notices),
    ...missesRequests(misses),
  ];
  const [owner] = own;
  return [
    ...catalogDefinitions(slack),
    ...(unfurl.length > 0 ? unfurlDefinitions(slack, unfurl) : []),
    ...registeringDefinitions(registering),
    ...noticeDefinitions(notices),
    ...followDefinitions(following),
    ...(proposals ? editDefinitions() : []),
    ...missesDefinitions(misses),
    ...askingDefinitions({ requests, command: renamed('/catalog'), renamed, unasked: owner && { request: owner, links } }),
    ...homeDefinitions({ config: catalog, command: slack.command, sections: [followedHome(following), ...homeSections] }),
  ];
}

const nowhere = () => Promise.reject(new Error('Nothing is kept here'));
/** For a manifest, or whoever asks in the terminal. */
const noDb: Db = { rows: nowhere, transaction: nowhere, listen: nowhere, close: () => Promise.resolve() };

const noPictures: Pictures = { draw: () => Promise.reject(new Error('Nothing is drawn here')) };

const noSync = () => Promise.reject(new Error('Nothing can be synced here'));
