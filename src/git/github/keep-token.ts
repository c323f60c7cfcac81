import type { Octokit } from '@octokit/core';
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
    const app = await openApp(deps, auth as AppAuth);
    installation ??= await findInstallation(deps, await app.jwt());
    const { token, expiresAt } = await app.token(installation).catch((error: unknown) => {
      // It may have been uninstalled and installed again since.
      installation = undefined;
      throw error;
    });
    kept = { token, until: Date.parse(expiresAt) - spareMs };
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

async function openApp({ octokit }: TokenDeps, { appId, privateKey }: AppAuth) {
  const { createAppAuth } = await import('@octokit/auth-app');
  const { request, log } = await octokit();
  const app = createAppAuth({ appId, privateKey, request, log });
  return {
    async jwt(): Promise<string> {
      const made = await app({ type: 'app' }).catch((cause: unknown) => {
        throw unreadableKey(appId, cause);
      });
      return made.token;
    },
    token: (installationId: number) => app({ type: 'installation', installationId, refresh: true }),
  };
}

/** Only a person's account has no installation at its organisation address. */
async function findInstallation({ octokit, organization }: TokenDeps, jwt: string): Promise<number> {
  const { request } = await octokit();
  const headers = { authorization: `bearer ${jwt}` };
  const found = await request('GET /orgs/{org}/installation', { org: organization, headers })
    .catch(unlessMissing)
    .then(
      (response) => response ?? request('GET /users/{username}/installation', { username: organization, headers }).catch(unlessMissing),
    );
  if (found) return found.data.id;
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
