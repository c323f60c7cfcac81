import { z } from 'zod';

/** What of GitHub is to be looked at because of an event; what the event says happened is not believed. */
export type GitHubEvent =
  | {
      about: 'repository';
      /** `owner/name`, and the name that it had before, when it was renamed or transferred. */
      names: readonly string[];
      /** Page of the repository. */
      url: string;
      owner: string;
      /** The branch that was pushed to; absent when the event is about something else. */
      branch?: string;
      isDefaultBranch: boolean;
    }
  /** Teams, members, or who is in which. */
  | { about: 'people'; organization: string }
  /** One of its pages; it may be one that was opened from here. */
  | { about: 'pull-request'; url: string }
  | { about: 'nothing' }
  | { about: 'unreadable' };

const name = z.string().min(1).max(200);
const repository = z.object({
  name,
  full_name: name,
  html_url: z.string().max(1000),
  owner: z.object({ login: name.optional(), name: name.optional() }),
  default_branch: z.string().max(500).optional(),
});
const push = z.object({ ref: z.string().max(1000), repository });
const from = z.object({ from: name });
const account = z.object({ login: name }).optional();
const changed = z.object({
  repository,
  changes: z
    .object({
      repository: z.object({ name: from.optional() }).optional(),
      owner: z.object({ from: z.object({ user: account, organization: account }) }).optional(),
    })
    .optional(),
});
const pullRequest = z.object({ pull_request: z.object({ html_url: z.string().max(1000) }) });
const people = z.object({ organization: z.object({ login: name }) });

/** Takes what it needs of a payload (https://docs.github.com/webhooks/webhook-events-and-payloads); the rest may be anything. */
export function readGitHubEvent(event: string, payload: unknown): GitHubEvent {
  switch (event) {
    case 'push':
      return readPush(payload);
    case 'repository':
      return readRepository(payload);
    case 'pull_request': {
      const told = pullRequest.safeParse(payload);
      return told.success ? { about: 'pull-request', url: told.data.pull_request.html_url } : { about: 'unreadable' };
    }
    case 'team':
    case 'membership':
    case 'organization': {
      const told = people.safeParse(payload);
      return told.success ? { about: 'people', organization: told.data.organization.login } : { about: 'unreadable' };
    }
    default:
      return payload === undefined ? { about: 'unreadable' } : { about: 'nothing' };
  }
}

function readPush(payload: unknown): GitHubEvent {
  const told = push.safeParse(payload);
  if (!told.success) return { about: 'unreadable' };
  const { ref, repository: where } = told.data;
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) return { about: 'nothing' };
  return { ...about(where), branch, isDefaultBranch: branch === where.default_branch };
}

function readRepository(payload: unknown): GitHubEvent {
  const told = changed.safeParse(payload);
  if (!told.success) return { about: 'unreadable' };
  const { repository: where, changes } = told.data;
  const now = about(where);
  const owner = changes?.owner?.from;
  const oldOwner = owner?.organization?.login ?? owner?.user?.login ?? now.owner;
  const before = `${oldOwner}/${changes?.repository?.name?.from ?? where.name}`;
  return before === where.full_name ? now : { ...now, names: [...now.names, before] };
}

function about({ full_name, html_url, owner }: z.infer<typeof repository>) {
  const login = owner.login ?? owner.name ?? full_name.split('/')[0] ?? '';
  return { about: 'repository' as const, names: [full_name], url: html_url, owner: login, isDefaultBranch: true };
}
