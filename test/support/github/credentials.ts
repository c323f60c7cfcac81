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
  return { appId: '4711', privateKey: pair.privateKey, installations: new Map([['acme', 12]]), permissions };
}

/** Whether this is the App's own signature, made now. GitHub takes no token that lasts longer than ten minutes. */
export function isSignedBy(app: WorldApp, jwt: string): boolean {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const key = createPublicKey(pair?.publicKey ?? '');
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return false;
  const { iss, iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string; iat: number; exp: number };
  const now = Date.now() / 1_000;
  return iss === app.appId && iat <= now && exp > now && exp - iat <= 600;
}
