/**
 * What a key can be, best first. This table is the rule of which exact hit wins: only the hits of the smallest tier
 * that has any decide. A key is compared whole, in the form of `foldText`.
 */
export const keySpaces = {
  //                  tier  what is the key
  name: /*         */ [0, 'metadata.name, of everything but Locations'],
  email: /*        */ [1, 'spec.profile.email of a User or Group'],
  login: /*        */ [1, 'github.com/user-login'],
  userGroup: /*    */ [1, "Slack user group of a Group, by handle or id: '@payments', '@s0123'"],
  groupChannel: /* */ [1, "Slack channel of a Group, by name or id: '#payments', '#c0123'"],
  pager: /*        */ [1, 'PagerDuty service id or integration key'],
  title: /*        */ [2, 'metadata.title, spec.profile.displayName'],
  sameTitle: /*    */ [2, 'a title that differs from the name only in blanks and dashes'],
  alias: /*        */ [2, 'switchboard.io/aliases, comma separated'],
  kubernetes: /*   */ [3, 'backstage.io/kubernetes-id, or app in the label selector'],
  teamSlug: /*     */ [4, 'github.com/team-slug: acme/payments'],
  hubRepository: /**/ [4, 'owner/name of a repository on github.com'],
  repository: /*   */ [4, 'other slugs, and host/path of a repository elsewhere'],
  path: /*         */ [4, 'a folder in a repository: acme/shop//services/cart'],
  link: /*         */ [4, "a link's address without scheme"],
  repositoryName: [5, "the last part of a repository's slug"],
  tool: /*         */ [6, 'what Argo CD, Sentry and the like call it'],
  channel: /*      */ [7, 'Slack channel of anything but a Group'],
  inRepository: /* */ [8, 'a repository in which it has a folder'],
  source: /*       */ [9, "source and folder its descriptor lies in: 'git-1//services/cart'"],
  host: /*         */ [10, 'host of a link; none at all when several owners share it'],
  location: /*     */ [11, 'metadata.name of a Location: nobody owns those'],
} as const satisfies Record<string, readonly [tier: number, what: string]>;

export type KeySpace = keyof typeof keySpaces;

export interface Key {
  text: string;
  space: KeySpace;
}

const names = Object.keys(keySpaces) as KeySpace[];
const tiers = names.map((name) => keySpaces[name][0]);

/** A set of key spaces as bits. */
export type SpaceSet = number;

export function spaceNumber(space: KeySpace): number {
  return names.indexOf(space);
}

export function tierOf(space: number): number {
  return tiers[space] ?? tiers.length;
}

export function spaceSet(...spaces: KeySpace[]): SpaceSet {
  return spaces.reduce((set, space) => set | (1 << spaceNumber(space)), 0);
}

/** Keys that people type as words, with typing errors; a title that spells the name in another way need not be searched twice. */
export const wordSpaces = spaceSet('name', 'title', 'alias', 'kubernetes');
/** What a word without any marks may be. */
export const plainSpaces =
  wordSpaces | spaceSet('sameTitle', 'login', 'pager', 'repositoryName', 'tool', 'teamSlug', 'hubRepository', 'repository', 'location');
