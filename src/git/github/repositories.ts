import { z } from 'zod';
import { askInParts } from './ask-in-parts.ts';
import type { Client } from './client.ts';
import type { GitHubRepository, RepositoryAsk } from './github.ts';
import { pageInfo, pageOf, pages } from './pages.ts';

/** The head is that of the named branch, or of the default one; topics end at GitHub's own limit of 20. */
const fields = `id name url isArchived isFork visibility owner { login }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  defaultBranchRef { name target { oid } }
  branch: ref(qualifiedName: $branch) @include(if: $named) { target { oid } }`;

const Head = z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable();

const Repository = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    isArchived: z.boolean(),
    isFork: z.boolean(),
    visibility: z.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']),
    owner: z.object({ login: z.string() }),
    repositoryTopics: z.object({ nodes: z.array(z.object({ topic: z.object({ name: z.string() }) }).nullable()) }),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
    branch: Head.optional(),
  })
  .transform((found): GitHubRepository => ({
    id: found.id,
    owner: found.owner.login,
    name: found.name,
    url: found.url,
    archived: found.isArchived,
    fork: found.isFork,
    visibility: visibilities[found.visibility],
    topics: found.repositoryTopics.nodes.flatMap((node) => (node ? [node.topic.name] : [])).sort(),
    defaultBranch: found.defaultBranchRef?.name ?? null,
    head: (found.branch === undefined ? found.defaultBranchRef : found.branch)?.target?.oid ?? null,
  }));

const visibilities = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;

const Page = z
  .object({ repositoryOwner: z.object({ repositories: pageOf(Repository) }).nullable() })
  .transform(({ repositoryOwner }) => repositoryOwner?.repositories ?? null);

/** In the order of creation, which nothing changes while the pages are read. */
const pageQuery = `query ($owner: String!, $first: Int!, $after: String, $branch: String!, $named: Boolean!) {
  repositoryOwner(login: $owner) {
    repositories(first: $first, after: $after, ownerAffiliations: OWNER, orderBy: { field: CREATED_AT, direction: ASC }) {
      nodes { ${fields} }
      ${pageInfo}
    }
  }
}`;

export function listRepositories(client: Client, owner: string, { signal, branch }: RepositoryAsk): AsyncGenerator<GitHubRepository[]> {
  const variables = { owner, ...branchVariables(branch) };
  return pages({ client, query: pageQuery, variables, reply: Page, subject: 'repositories', owner, most: 100, signal });
}

const Nodes = z.object({ nodes: z.array(z.union([Repository, z.strictObject({}), z.null()])) });
type Node = z.infer<typeof Nodes>['nodes'][number];
const nodesQuery = `query ($ids: [ID!]!, $branch: String!, $named: Boolean!) { nodes(ids: $ids) { ... on Repository { ${fields} } } }`;

export async function repositoriesByIds(
  client: Client,
  ids: readonly string[],
  { signal, branch }: RepositoryAsk,
): Promise<GitHubRepository[]> {
  const found: GitHubRepository[] = [];
  for (let at = 0, most = 100; at < ids.length; at += most) {
    const { count, data, errors } = await askInParts(most, (first) =>
      client.ask({
        query: nodesQuery,
        variables: { ids: ids.slice(at, at + first), ...branchVariables(branch) },
        reply: Nodes,
        subject: 'repositories',
        signal,
        divisible: first > 1,
      }),
    );
    const others = errors.filter(({ type }) => type !== 'NOT_FOUND');
    if (others.length > 0) throw client.explain(others, 'repositories');
    most = count;
    found.push(...data.nodes.filter(isRepository));
  }
  return found;
}

const ByName = z.object({ repository: Repository.nullable() });
const nameQuery = `query ($owner: String!, $name: String!, $branch: String!, $named: Boolean!) {
  repository(owner: $owner, name: $name) { ${fields} }
}`;

export async function repositoryByName(
  client: Client,
  fullName: string,
  { signal, branch }: RepositoryAsk,
): Promise<GitHubRepository | undefined> {
  const [owner = '', name = ''] = fullName.split('/');
  const { data, errors } = await askInParts(1, () =>
    client.ask({
      query: nameQuery,
      variables: { owner, name, ...branchVariables(branch) },
      reply: ByName,
      subject: 'repositories',
      signal,
      divisible: false,
    }),
  );
  const others = errors.filter(({ type }) => type !== 'NOT_FOUND');
  if (others.length > 0) throw client.explain(others, 'repositories');
  return data.repository ?? undefined;
}

const branchVariables = (branch: string | undefined) => ({ branch: `refs/heads/${branch ?? ''}`, named: branch !== undefined });

/** The id may be one of something else. */
const isRepository = (node: Node): node is GitHubRepository => node !== null && 'id' in node;
