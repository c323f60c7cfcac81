import type { GitHubMember, GitHubPeople, GitHubTeam } from '#git/github/github.ts';

/** A descriptor that nobody wrote: what GitHub says of a team or a member, under a path of our own. */
export interface PersonFile {
  path: string;
  /** YAML; JSON is a part of it. */
  text: string;
}

/**
 * Teams as Groups called after their slug, members as Users called after their login, as Backstage's GitHub organisation
 * provider makes them, but all in the namespace `default`. Pure.
 */
export function describePeople(organization: string, { teams, members }: GitHubPeople): PersonFile[] {
  const children = Map.groupBy(teams, ({ parent }) => parent ?? '');
  return [
    ...teams.map((team) => file(`teams/${team.slug}`, describeTeam(organization, team, children.get(team.slug) ?? []))),
    ...members.map((member) => file(`members/${member.login}`, describeMember(member))),
  ];
}

const apiVersion = 'backstage.io/v1alpha1';

function describeTeam(organization: string, team: GitHubTeam, children: readonly GitHubTeam[]): object {
  const { slug, name, description, parent, members } = team;
  return {
    apiVersion,
    kind: 'Group',
    metadata: {
      name: slug,
      ...(description && { description }),
      annotations: { 'github.com/team-slug': `${organization}/${slug}` },
    },
    spec: {
      type: 'team',
      ...(name !== '' && { profile: { displayName: name } }),
      ...(parent && { parent }),
      children: children.map((child) => child.slug).toSorted(),
      members: members.toSorted(),
    },
  };
}

/** Who is in a team the team alone says: when many leave at once their removal waits, and their rights must not. */
function describeMember({ login, name, email }: GitHubMember): object {
  const profile = { ...(name && { displayName: name }), ...(email && { email }) };
  return {
    apiVersion,
    kind: 'User',
    metadata: { name: login, annotations: { 'github.com/user-login': login } },
    spec: { ...(Object.keys(profile).length > 0 && { profile }), memberOf: [] },
  };
}

const file = (path: string, entity: object): PersonFile => ({ path, text: JSON.stringify(entity, null, 2) });
