import { z } from 'zod';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Log } from '#core/log.ts';
import type { Client } from './client.ts';
import type { GitHubMember, GitHubPeople, GitHubTeam } from './github.ts';
import { type Page, pageInfo, pageOf, type Paged, pages } from './pages.ts';

const Login = z.object({ login: z.string() });

const Team = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  url: z.string(),
  parentTeam: z.object({ slug: z.string() }).nullable(),
  members: pageOf(Login),
});
const teamsQuery = `query ($login: String!, $first: Int!, $after: String) {
  organization(login: $login) {
    page: teams(first: $first, after: $after) {
      nodes { slug name description url parentTeam { slug } members(first: 100, membership: IMMEDIATE) { nodes { login } ${pageInfo} } }
      ${pageInfo}
    }
  }
}`;

const teamQuery = `query ($login: String!, $slug: String!, $first: Int!, $after: String) {
  organization(login: $login) { team(slug: $slug) { page: members(first: $first, after: $after, membership: IMMEDIATE) { nodes { login } ${pageInfo} } } }
}`;

const Member = z.object({
  login: z.string(),
  name: z.string().nullable(),
  url: z.string(),
  email: z.string().optional(),
  organizationVerifiedDomainEmails: z.array(z.string()).optional(),
});
const membersQuery = `query ($login: String!, $first: Int!, $after: String, $open: Boolean!, $verified: Boolean!) {
  organization(login: $login) {
    page: membersWithRole(first: $first, after: $after) {
      nodes { login name url email @include(if: $open) organizationVerifiedDomainEmails(login: $login) @include(if: $verified) }
      ${pageInfo}
    }
  }
}`;

export interface PeopleAsk {
  client: Client;
  organization: string;
  log: Log;
  signal: AbortSignal;
}

export async function readPeople(ask: PeopleAsk): Promise<GitHubPeople> {
  const teams = await readTeams(ask);
  return { teams: parentsFirst(teams), members: await readMembers(ask) };
}

async function readTeams(ask: PeopleAsk): Promise<GitHubTeam[]> {
  const teams: GitHubTeam[] = [];
  for await (const page of pages({ ...listOf(ask), query: teamsQuery, most: 50, reply: inOrganization(pageOf(Team)) })) {
    for (const { parentTeam, members, ...team } of page) {
      const logins = members.nodes.flatMap((node) => (node ? [node.login] : []));
      if (members.pageInfo.hasNextPage) logins.push(...(await readMoreMembers(ask, team.slug, members.pageInfo.endCursor)));
      teams.push({ ...team, parent: parentTeam?.slug ?? null, members: logins });
    }
  }
  return teams;
}

async function readMoreMembers(ask: PeopleAsk, slug: string, after: string | null): Promise<string[]> {
  const list = listOf(ask);
  const reply = z
    .object({ organization: z.object({ team: z.object({ page: pageOf(Login) }).nullable() }).nullable() })
    .transform(({ organization }) => organization?.team?.page ?? null);
  const logins: string[] = [];
  for await (const page of pages({ ...list, query: teamQuery, variables: { ...list.variables, slug }, most: 100, reply, after })) {
    logins.push(...page.map(({ login }) => login));
  }
  return logins;
}

const emailsAskedFor = [
  { open: true, verified: true },
  { open: true, verified: false },
  { open: false, verified: false },
];

/**
 * E-mail addresses are asked for as far as the credentials may see them: who may not is refused the whole page, not the
 * field, and the members are worth having without.
 */
async function readMembers(ask: PeopleAsk, [emails, ...fewer] = emailsAskedFor): Promise<GitHubMember[]> {
  const list = listOf(ask);
  const members: GitHubMember[] = [];
  const variables = { ...list.variables, ...emails };
  try {
    for await (const page of pages({ ...list, query: membersQuery, variables, most: 100, reply: inOrganization(pageOf(Member)) })) {
      for (const { organizationVerifiedDomainEmails: verified, email, ...member } of page) {
        members.push({ ...member, email: verified?.[0] || email || null });
      }
    }
  } catch (error) {
    if (fewer.length === 0 || !(error instanceof SourceUnavailable) || error.code !== 'refused') throw error;
    ask.log.warn({ organization: ask.organization, refused: emails, err: error }, 'github.emails-hidden');
    return readMembers(ask, fewer);
  }
  return members;
}

const inOrganization = <T>(page: z.ZodType<Page<T>>) =>
  z.object({ organization: z.object({ page }).nullable() }).transform(({ organization }) => organization?.page ?? null);

function listOf({ client, organization, signal }: PeopleAsk) {
  const subject: Paged<unknown>['subject'] = 'people';
  return { client, owner: organization, subject, signal, variables: { login: organization } };
}

/** Level by level. A team whose parent is not visible stands at the top. */
function parentsFirst(teams: GitHubTeam[]): GitHubTeam[] {
  const known = new Set(teams.map(({ slug }) => slug));
  let waiting = teams.map((team) => (team.parent !== null && known.has(team.parent) ? team : { ...team, parent: null }));
  const placed = new Map<string, GitHubTeam>();
  for (;;) {
    const next = waiting.filter(({ parent }) => parent === null || placed.has(parent));
    if (next.length === 0) return [...placed.values(), ...waiting];
    for (const team of next) placed.set(team.slug, team);
    waiting = waiting.filter(({ slug }) => !placed.has(slug));
  }
}
