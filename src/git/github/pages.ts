import { z } from 'zod';
import { SourceUnavailable } from '#core/descriptor.ts';
import { askInParts } from './ask-in-parts.ts';
import type { Answer, Client, Question } from './client.ts';
import type { GraphqlError, Subject } from './explain-refusal.ts';

export interface Page<T> {
  nodes: (T | null)[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const pageOf = <T>(node: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({ nodes: z.array(node.nullable()), pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }) });

/** What a query names for `pageOf` to find the next page. */
export const pageInfo = 'pageInfo { hasNextPage endCursor }';

export interface Paged<T> {
  client: Client;
  /** Takes `$first: Int!` and `$after: String`. */
  query: string;
  variables: Record<string, unknown>;
  /** Null when whose list it is does not exist. */
  reply: Question<Page<T> | null>['reply'];
  subject: Subject;
  /** Whose list it is. */
  owner: string;
  /** Nodes a page. */
  most: number;
  after?: string | null;
  signal: AbortSignal;
}

/**
 * A list to its end, a page at a time. A page with an error ends it: a list with a hole would make what is missing look
 * like gone.
 */
export async function* pages<T>(list: Paged<T>): AsyncGenerator<T[]> {
  const { client, query, variables, reply, subject, owner, signal } = list;
  let { most, after = null } = list;
  do {
    const from: string | null = after;
    const ask = (first: number): Promise<Answer<Page<T> | null>> =>
      client.ask({ query, variables: { ...variables, first, after: from }, reply, subject, signal, divisible: first > 1 });
    const { count, data, errors } = await askInParts(most, ask);
    if (errors.length > 0 && !isUnknown(errors)) throw client.explain(errors, subject);
    if (!data) throw unknownOwner(owner);
    most = count;
    yield data.nodes.filter((node) => node !== null);
    after = data.pageInfo.hasNextPage ? data.pageInfo.endCursor : null;
  } while (after !== null);
}

/** GitHub says this of the owner of the list. */
const isUnknown = (errors: GraphqlError[]) => errors.every(({ type, path }) => type === 'NOT_FOUND' && path?.length === 1);

function unknownOwner(owner: string): SourceUnavailable {
  const fix = 'Correct organization, or let the credentials see it. The account of a person has repositories, but no teams.';
  return new SourceUnavailable('not-found', `GitHub has no organisation ${owner}, or none that these credentials can see.`, fix);
}
