import type { RequestDefinition } from '#slack/define-request.ts';
import type { Definition } from '#slack/definition.ts';
import type { Asking } from './ask/asking.ts';
import { catalogCommand } from './ask/catalog.command.ts';
import { directMessage } from './ask/direct-message.event.ts';
import { mention } from './ask/mention.event.ts';
import { buttonDefinitions } from './buttons/button-definitions.ts';
import { more } from './buttons/more.action.ts';
import type { CatalogSlack } from './catalog-slack.ts';
import { linkChannelRequest } from './channel/link-channel-request.ts';
import type { Linking } from './channel/linking.ts';
import { unlinkChannelRequest } from './channel/unlink-channel-request.ts';
import { choose } from './choose.action.ts';
import { deps, depsRequest, impactRequest } from './deps/deps.command.ts';
import { expand, turnPage } from './deps/list.action.ts';
import { needsFile } from './deps/needs-file.action.ts';
import { findOwner } from './find-owner.ts';
import { home, type Home } from './home/home.event.ts';
import { picture } from './picture.action.ts';
import { whoOwnsThis } from './point/who-owns-this.shortcut.ts';
import { refreshRequest } from './register/refresh-request.ts';
import { registerRequest } from './register/register-request.ts';
import { dismiss, register } from './register/register.action.ts';
import type { Registering } from './register/registering.ts';
import { unregisterRequest } from './register/unregister-request.ts';
import { turnRegistrations, unregister } from './register/unregister.action.ts';
import { historyPage, historyRequest } from './history/history-request.ts';
import { searchPage, searchRequest } from './search/search-request.ts';
import { showDependencies, showDetails, showImpact, showOwner } from './show/show.action.ts';
import { showRequest } from './show/show-request.ts';
import { statsPicture, statsRequest } from './stats/stats-request.ts';
import { share } from './share.action.ts';
import { teams, teamsRequest } from './teams-request.ts';
import { linkShared } from './unfurl/link-shared.event.ts';
import { ownerRequest, whoowns } from './whoowns.command.ts';

/** Everything of the catalog that answers in Slack by itself. */
export function catalogDefinitions(slack: CatalogSlack): Definition[] {
  const buttons = slack.buttons.flatMap(buttonDefinitions);
  return [
    whoowns(slack),
    choose(slack),
    share(slack),
    deps(slack),
    showDependencies(slack),
    showImpact(slack),
    expand(),
    turnPage(),
    needsFile(),
    picture(slack),
    picture(slack, 'impact'),
    showDetails(slack),
    showOwner(slack),
    teams(),
    searchPage(),
    historyPage(slack),
    statsPicture(slack),
    whoOwnsThis(slack),
    ...findOwner(slack),
    more(slack.buttons),
    ...buttons,
  ];
}

/** What the catalog adds to what can be asked in words. */
export function catalogRequests(slack: CatalogSlack): RequestDefinition[] {
  return [
    ownerRequest(slack),
    depsRequest(slack),
    impactRequest(slack),
    showRequest(slack),
    searchRequest(),
    teamsRequest(),
    historyRequest(slack),
    statsRequest(),
  ];
}

/** The places where people ask in words, with all that any part of the product understands. */
export function askingDefinitions(asking: Asking): Definition[] {
  return [catalogCommand(asking), mention(asking), directMessage(asking)];
}

/** Registering, and looking at sources out of turn: the buttons. */
export function registeringDefinitions(registering: Registering): Definition[] {
  return [register(registering), dismiss(), unregister(registering), turnRegistrations(registering)];
}

/** The same in words. */
export function registeringRequests(registering: Registering): RequestDefinition[] {
  return [registerRequest(registering), unregisterRequest(registering), refreshRequest(registering)];
}

/** Links on domains that the operator named. */
export function unfurlDefinitions(slack: CatalogSlack, domains: readonly string[]): Definition[] {
  return [linkShared(slack, domains)];
}

/** What channels are about. */
export function linkingRequests(linking: Linking): RequestDefinition[] {
  return [linkChannelRequest(linking), unlinkChannelRequest(linking)];
}

/** The Home tab, with what other parts add to it. */
export function homeDefinitions(about: Home): Definition[] {
  return [home(about)];
}
