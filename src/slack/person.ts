import { type Json, list, object, text } from './json.ts';

/** A Slack person, as last told by Slack. */
export interface Person {
  teamId: string;
  userId: string;
  /** `external`: another organisation's, a bot, or a deleted account; they are refused like guests. */
  kind: 'member' | 'guest' | 'external';
  /** Lower case; only if Slack says that it was confirmed. */
  email?: string;
  name?: string;
  timezone?: string;
  fetchedAt: Date;
}

/**
 * Reads Slack's user object (https://docs.slack.dev/reference/objects/user-object). `ownTeamId` is the workspace we
 * serve, when that is known.
 */
export function readPerson(user: Json, ownTeamId: string | undefined, fetchedAt: Date): Person {
  const profile = object(user['profile']);
  const email = text(profile['email']).toLowerCase();
  const name = text(profile['real_name']);
  const timezone = text(user['tz']);
  return {
    teamId: text(user['team_id']),
    userId: text(user['id']),
    kind: kindOf(user, ownTeamId),
    // An address that was never confirmed could be anybody's, and groups hang on it.
    ...(email && user['is_email_confirmed'] !== false && { email }),
    ...(name && { name }),
    ...(timezone && { timezone }),
    fetchedAt,
  };
}

function kindOf(user: Json, ownTeamId: string | undefined): Person['kind'] {
  if (user['is_bot'] || user['deleted'] || user['is_stranger']) return 'external';
  if (ownTeamId !== undefined && user['team_id'] !== ownTeamId && !isInOurTeam(user, ownTeamId)) return 'external';
  return user['is_restricted'] || user['is_ultra_restricted'] ? 'guest' : 'member';
}

/** In an Enterprise organisation a person has one home workspace and may be a member of others. */
function isInOurTeam(user: Json, ownTeamId: string): boolean {
  return list(object(user['enterprise_user'])['teams']).includes(ownTeamId);
}
