import type { Db } from '#core/db.ts';
import type { GitHubEvent } from '#http/read-github-event.ts';
import type { Asks } from '#jobs/ask-tasks.ts';
import { sql } from 'drizzle-orm/sql';
import { checkProposals } from './check-proposals.task.ts';
import { look, lookKey } from './look.task.ts';

interface Concerned {
  name: string;
  parent: string | null;
  /** Of the parent. */
  type: string | null;
  /** What is read of it; null for the default branch. */
  branch: string | null;
}

/** Turns what GitHub says has happened into looks at the sources that read that repository, or that organisation. */
export function takeGitHubEvent(db: Db, asks: Pick<Asks, 'ask'>): (event: GitHubEvent) => Promise<void> {
  return async (event) => {
    if (event.about === 'repository') await asks.ask(look, await repositoryKeys(db, event));
    if (event.about === 'pull-request') await asks.ask(checkProposals, await knownProposals(db, event.url));
    if (event.about === 'people') await asks.ask(look, (await organisations(db, event.organization)).map(lookKey.people));
  };
}

async function repositoryKeys(db: Db, event: GitHubEvent & { about: 'repository' }): Promise<string[]> {
  const readers = await db.rows<Concerned>(sql`
    select s.name, s.parent, p.type, coalesce(s.origin ->> 'ref', s.branch) as branch from source s left join source p on p.name = s.parent
    where lower(s.web_url) = ${event.url.toLowerCase()} and s.origin ->> 'why' is distinct from 'repository'`);
  const isRead = ({ branch }: Concerned) =>
    event.branch === undefined || branch === event.branch || (branch === null && event.isDefaultBranch);
  const parents = await organisations(db, ...new Set(event.names.map((name) => name.split('/')[0] ?? '')));
  return [
    ...readers.filter(isRead).map(keyOf),
    ...parents.flatMap((parent) => event.names.map((name) => lookKey.repository(parent, name))),
  ];
}

/** A look at a whole organisation costs a request for every hundred of its repositories. */
function keyOf({ name, parent, type }: Concerned): string {
  return parent !== null && type === 'github' ? lookKey.child(parent, name) : lookKey.source(parent ?? name);
}

/** Most pull requests are not ours. */
async function knownProposals(db: Db, url: string): Promise<string[]> {
  const rows = await db.rows<{ url: string }>(sql`select url from proposal where url = ${url} and state = 'open'`);
  return rows.map((row) => row.url);
}

/** The sources that read these organisations. */
async function organisations(db: Db, ...owners: string[]): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(sql`
    select name from source where type = 'github' and lower(regexp_replace(web_url, '^.*/', '')) = any(${sql.param(owners.map((owner) => owner.toLowerCase()))}::text[])`);
  return rows.map(({ name }) => name);
}
