import { z } from 'zod';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Client } from './client.ts';
import type { PullRequestState } from './github.ts';

const Pull = z.object({ state: z.enum(['open', 'closed']), merged: z.boolean() });

/** A conditional request: GitHub counts none that it answers with 304. */
export async function askPullRequest(
  client: Client,
  { repository, number, etag }: { repository: string; number: number; etag?: string },
  signal: AbortSignal,
): Promise<PullRequestState> {
  const [owner = '', repo = ''] = repository.split('/');
  const headers = etag === undefined ? {} : { headers: { 'if-none-match': etag } };
  const parameters = { owner, repo, pull_number: number, ...headers };
  const found = await client
    .send({ route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters, reply: Pull, told: [304], subject: 'proposals', signal })
    .catch((error: unknown) => {
      if (error instanceof SourceUnavailable && error.code === 'not-found') return 'gone' as const;
      throw error;
    });
  if (found === 'gone') return found;
  if (found.outcome === 'told') return 'unchanged';
  const { state, merged } = found.data;
  return { state: merged ? 'merged' : state, etag: found.etag };
}
