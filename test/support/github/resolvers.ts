import { defaultFieldResolver, type GraphQLFieldResolver, GraphQLError } from 'graphql';
import type { Asker } from './credentials.ts';
import { fullName, type FileThere, type WorldRepository } from './repository.ts';
import { findRepository, type WorldMember, type WorldState, type WorldTeam } from './state.ts';

export interface Asked {
  world: WorldState;
  asker: Asker;
  /** Of the web site. */
  url: string;
}

/** What this GitHub does not know is a mistake of the test, not null. */
export const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, field) => {
  if (typeof source !== 'object' || source === null || !(field.fieldName in source)) {
    throw new GraphQLError(`The GitHub of the tests does not know ${field.parentType.name}.${field.fieldName}.`);
  }
  return defaultFieldResolver(source, args, context, field) as unknown;
};

/** What a query starts from. */
export function rootOf(asked: Asked): object {
  const { world } = asked;
  return {
    repositoryOwner({ login }: { login: string }) {
      const kind = kindOf(world, login);
      return kind === undefined ? null : { __typename: kind, login, repositories: (page: PageArgs) => repositoriesOf(asked, login, page) };
    },
    organization({ login }: { login: string }) {
      if (kindOf(world, login) !== 'Organization') throw notFound(`Could not resolve to an Organization with the login of '${login}'.`);
      return organization(asked);
    },
    repository({ owner, name }: { owner: string; name: string }) {
      const found = findRepository(world, owner, name);
      if (!found) throw notFound(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repositoryNode(asked, found);
    },
    node: ({ id }: { id: string }) => nodeOf(asked, id),
    nodes: ({ ids }: { ids: string[] }) =>
      ids.map((id) => {
        try {
          return nodeOf(asked, id);
        } catch (error) {
          return error;
        }
      }),
  };
}

function kindOf({ organization, persons }: WorldState, login: string): 'Organization' | 'User' | undefined {
  if (login.toLowerCase() === organization.toLowerCase()) return 'Organization';
  return persons.has(login) ? 'User' : undefined;
}

function nodeOf(asked: Asked, id: string): object {
  const found = asked.world.repositories.get(id);
  if (found) return repositoryNode(asked, found);
  if (asked.world.teams.has(id)) return { __typename: 'Team' };
  throw notFound(`Could not resolve to a node with the global id of '${id}'.`);
}

interface PageArgs {
  first: number;
  after?: string | null;
}

/** A cursor is the place of the last one, as the order by creation keeps it whatever is removed before it. */
function pageOf<T>(items: readonly T[], place: (item: T) => number, { first, after }: PageArgs, node: (item: T) => object): object {
  const rest = items.filter((item) => place(item) > Number(after ?? 0));
  const here = rest.slice(0, first);
  const last = here.at(-1);
  return {
    totalCount: items.length,
    nodes: here.map(node),
    pageInfo: { hasNextPage: rest.length > first, endCursor: last === undefined ? null : String(place(last)) },
  };
}

function repositoriesOf(asked: Asked, owner: string, page: PageArgs): object {
  const own = [...asked.world.repositories.values()].filter((repository) => repository.owner.toLowerCase() === owner.toLowerCase());
  return pageOf(
    own,
    ({ id }) => Number(id.slice(2)),
    page,
    (repository) => repositoryNode(asked, repository),
  );
}

function repositoryNode({ url, asker }: Asked, repository: WorldRepository): object {
  const head = (branch: string) => {
    const commit = repository.branches.get(branch);
    return commit === undefined ? null : { name: branch, target: { __typename: 'Commit', oid: commit } };
  };
  return {
    __typename: 'Repository',
    id: repository.id,
    name: repository.name,
    url: `${url}/${fullName(repository)}`,
    isArchived: repository.archived,
    isFork: repository.fork,
    visibility: repository.visibility.toUpperCase(),
    owner: { __typename: 'Organization', login: repository.owner },
    repositoryTopics: { nodes: repository.topics.map((name) => ({ topic: { name } })) },
    defaultBranchRef: head(repository.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => head(qualifiedName.replace('refs/heads/', '')),
    object({ oid }: { oid: string }) {
      if (asker.kind === 'installation' && asker.permissions.contents === undefined) throw forbidden();
      const files = repository.commits.get(oid);
      return files ? { __typename: 'Commit', file: ({ path }: { path: string }) => entryOf(files, path) } : null;
    },
  };
}

/** Most of a text that GitHub gives. */
const textBytes = 512_000;

function entryOf(files: Map<string, FileThere>, path: string): object | null {
  const file = files.get(path);
  if (!file) {
    const folder = [...files.keys()].some((at) => at.startsWith(`${path}/`));
    return folder ? { mode: 0o040000, type: 'tree', object: { __typename: 'Tree', oid: '0'.repeat(40) } } : null;
  }
  const isBinary = file.bytes.includes(0);
  const text = isBinary ? null : file.bytes.subarray(0, textBytes).toString();
  const size = { byteSize: file.bytes.length, isTruncated: file.bytes.length > textBytes };
  return { mode: file.link ? 0o120000 : 0o100644, type: 'blob', object: { __typename: 'Blob', oid: file.blob, isBinary, text, ...size } };
}

function organization(asked: Asked): object {
  const { world, asker } = asked;
  const teams = [...world.teams.values()];
  const members = [...world.members.values()];
  const guarded = <T>(answer: () => T) => {
    if (asker.kind === 'installation' && asker.permissions.members === undefined) throw forbidden();
    return answer();
  };
  return {
    teams: (page: PageArgs) =>
      guarded(() =>
        pageOf(
          teams,
          (team) => teams.indexOf(team) + 1,
          page,
          (team) => teamNode(asked, team),
        ),
      ),
    team: ({ slug }: { slug: string }) =>
      guarded(() => teams.filter((team) => team.slug === slug).map((team) => teamNode(asked, team))[0] ?? null),
    membersWithRole: (page: PageArgs) =>
      guarded(() =>
        pageOf(
          members,
          (member) => members.indexOf(member) + 1,
          page,
          (member) => memberNode(asked, member),
        ),
      ),
  };
}

function teamNode({ world, url }: Asked, { members, parent, ...team }: WorldTeam): object {
  return {
    ...team,
    url: `${url}/orgs/${world.organization}/teams/${team.slug}`,
    parentTeam: parent === null ? null : { slug: parent },
    members({ membership, ...page }: PageArgs & { membership: string }) {
      if (membership !== 'IMMEDIATE') throw new GraphQLError('The GitHub of the tests knows direct members only.');
      return pageOf(
        members,
        (login) => members.indexOf(login) + 1,
        page,
        (login) => ({ login }),
      );
    },
  };
}

function memberNode({ url, asker }: Asked, { verified, ...member }: WorldMember): object {
  return {
    ...member,
    url: `${url}/${member.login}`,
    organizationVerifiedDomainEmails() {
      if (asker.kind === 'installation' && asker.permissions.organization_administration === undefined) throw forbidden();
      return verified;
    },
  };
}

const notFound = (message: string) => new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
const forbidden = () => new GraphQLError('Resource not accessible by integration', { extensions: { type: 'FORBIDDEN' } });
