import type { Octokit } from '@octokit/core';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { GitHubAuth } from './github.ts';

export interface Tokens {
  /** A token that is valid for five minutes at least. */
  token(): Promise<string>;
  /** GitHub does not take this one any more: the next will be another. False where there is no other. */
  refused(token: string): boolean;
  /** What must appear in no message. */
  secrets(): string[];
}

export interface TokenDeps {
  auth: GitHubAuth;
  organization: string;
  clock: Clock;
  octokit: () => Promise<Octokit>;
}

/** GitHub's end at an hour; a git read that starts with a token has this long. */
const spareMs = 5 * 60_000;

/** The token of a person as it is, or those of the App's installation, each kept until shortly before its end. */
export function keepToken(deps: TokenDeps): Tokens {
  const { auth, clock } = deps;
  if ('token' in auth) {
    return { token: () => Promise.resolve(auth.token), refused: () => false, secrets: () => [auth.token] };
  }
  let kept: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  let installation: number | undefined;
  async function renew(): Promise<string> {
    const ask = await askAsApp(deps, auth as AppAuth);
    installation ??= await findInstallation(deps.organization, ask);
    const made = await ask('POST /app/installations/{installation_id}/access_tokens', { installation_id: installation }).catch(
      (error: unknown) => {
        // It may have been uninstalled and installed again since.
        installation = undefined;
        throw error;
      },
    );
    const { token, expires_at: end } = Made.parse(made);
    kept = { token, until: Date.parse(end) - spareMs };
    return token;
  }
  return {
    token() {
      if (kept && clock.now().getTime() < kept.until) return Promise.resolve(kept.token);
      asking ??= renew().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    refused(token) {
      if (kept?.token === token) kept = undefined;
      return true;
    },
    secrets: () => [auth.privateKey, ...(kept ? [kept.token] : [])],
  };
}

type AppAuth = Extract<GitHubAuth, { appId: string }>;

const Made = z.object({ token: z.string(), expires_at: z.string() });
const Found = z.object({ id: z.number() });
type AskAsApp = (route: string, parameters: Record<string, unknown>) => Promise<unknown>;

/** What the App itself asks, with a signature that says when it was made: where our clock is wrong, GitHub's is taken. */
async function askAsApp({ octokit }: TokenDeps, { appId, privateKey }: AppAuth): Promise<AskAsApp> {
  const { createAppAuth } = await import('@octokit/auth-app');
  const { request, log } = await octokit();
  const app = createAppAuth({ appId, privateKey, request, log });
  await app({ type: 'app' }).catch((cause: unknown) => {
    throw unreadableKey(appId, cause);
  });
  return async (route, parameters) => {
    const response = await app.hook(request, route, parameters);
    const status: number = response.status;
    if (status >= 300) throw Object.assign(new Error('redirect'), { status, response });
    return response.data as unknown;
  };
}

/** Only a person's account has no installation at its organisation address. */
async function findInstallation(organization: string, ask: AskAsApp): Promise<number> {
  const found =
    (await ask('GET /orgs/{org}/installation', { org: organization }).catch(unlessMissing)) ??
    (await ask('GET /users/{username}/installation', { username: organization }).catch(unlessMissing));
  if (found !== undefined) return Found.parse(found).id;
  throw new SourceUnavailable(
    'not-found',
    `The GitHub App is not installed for ${organization}, or there is no such organisation.`,
    `Install the App for ${organization}, or correct organization.`,
  );
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'status' in error && error.status === 404) return undefined;
  throw error;
}

function unreadableKey(appId: string, cause: unknown): SourceUnavailable {
  const fix = 'Give the whole PEM file that GitHub made for the App, line breaks included or written as \\n.';
  // What the parser says of a key may quote it.
  const kind = cause instanceof Error ? cause.name : 'unknown';
  return new SourceUnavailable('refused', `The private key of the GitHub App ${appId} cannot be read (${kind}).`, fix);
}
