import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { components } from '@octokit/openapi-types';

export type Permissions = components['schemas']['app-permissions'];

/** Who asks, and what they may. */
export interface Asker {
  kind: 'person' | 'installation';
  /** `Bad credentials` when it has ended or been revoked. */
  ends: Date | undefined;
  /** Those of an App; a person's token has the scopes instead. */
  permissions: Permissions;
  scopes: string[];
}

export interface WorldApp {
  appId: string;
  privateKey: string;
  /** Logins → id of the installation there. */
  installations: Map<string, number>;
  /** What its next tokens may. */
  permissions: Permissions;
  suspended: boolean;
  /** Milliseconds that the clock of this machine is behind that of this GitHub. */
  behind: number;
}

/** Making a key takes a while; all tests are the same App. */
let pair: { privateKey: string; publicKey: string } | undefined;

export function createApp(): WorldApp {
  pair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const permissions: Permissions = { metadata: 'read', contents: 'read', members: 'read' };
  return { appId: '4711', privateKey: pair.privateKey, installations: new Map([['acme', 12]]), permissions, suspended: false, behind: 0 };
}

/** What is wrong with what an App shows for its signature, made at this GitHub's now; it takes none that lasts longer than ten minutes. */
export function faultOfJwt(app: WorldApp, jwt: string): string | undefined {
  const unreadable = 'A JSON web token could not be decoded';
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const key = createPublicKey(pair?.publicKey ?? '');
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return unreadable;
  const { iss, iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string; iat: number; exp: number };
  const now = (Date.now() + app.behind) / 1_000;
  if (iss !== app.appId) return unreadable;
  if (iat > now) return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  if (exp <= now)
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  // Where it is read a second after it was made, its end is that much nearer.
  return exp - now > 600 ? "'Expiration time' claim ('exp') is too far in the future" : undefined;
}
