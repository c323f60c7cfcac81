import { UserError } from '#core/user-error.ts';

/**
 * Says why Postgres cannot be reached, in our words: driver errors may carry the address with user and password.
 * Anything else is given back unchanged.
 */
export function connectError(error: unknown, url: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const found = reasons[code] ?? (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') ? tls : undefined);
  if (!found) return error;
  return new UserError(found.code, `${found.message.replace('{place}', placeOf(url))}.`, found.hint);
}

/** Host, port and database of a connection URL; nothing secret. */
function placeOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return 'the database';
  const host = parsed.hostname || 'localhost';
  return `${host}:${parsed.port || '5432'}${parsed.pathname === '/' ? '' : parsed.pathname}`;
}

interface Reason {
  code: string;
  message: string;
  hint: string;
}

const away: Reason = {
  code: 'database-unreachable',
  message: 'Postgres at {place} cannot be reached',
  hint: 'Start it, or correct host and port in DATABASE_URL.',
};
const slow: Reason = {
  code: 'database-unreachable',
  message: 'Postgres at {place} did not answer in time',
  hint: 'Look whether it is up and whether a firewall lies between.',
};
const starting: Reason = {
  code: 'database-unreachable',
  message: 'Postgres at {place} is starting or stopping',
  hint: 'Wait until it is up.',
};
const full: Reason = {
  code: 'database-unreachable',
  message: 'Postgres at {place} has no connection left',
  hint: 'Raise max_connections, or run fewer replicas.',
};
const refused: Reason = {
  code: 'database-refused',
  message: 'Postgres at {place} refused user or password',
  hint: 'Correct user and password in DATABASE_URL; percent-encode special characters in the password.',
};
const missing: Reason = {
  code: 'database-missing',
  message: 'Postgres at {place} has no such database',
  hint: 'Create it, or correct the name at the end of DATABASE_URL.',
};
const tls: Reason = {
  code: 'database-refused',
  message: 'Postgres at {place} could not agree on an encrypted connection',
  hint: 'Correct sslmode in DATABASE_URL, or the certificate of the server.',
};

const reasons: Record<string, Reason> = {
  ECONNREFUSED: away,
  ENOTFOUND: away,
  EAI_AGAIN: away,
  ENOENT: away,
  EHOSTUNREACH: away,
  ENETUNREACH: away,
  ECONNRESET: away,
  EPIPE: away,
  CONNECTION_CLOSED: away,
  CONNECTION_DESTROYED: away,
  CONNECT_TIMEOUT: slow,
  ETIMEDOUT: slow,
  '57P01': starting,
  '57P02': starting,
  '57P03': starting,
  '53300': full,
  '28P01': refused,
  '28000': refused,
  '3D000': missing,
  DEPTH_ZERO_SELF_SIGNED_CERT: tls,
  SELF_SIGNED_CERT_IN_CHAIN: tls,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls,
  CERT_HAS_EXPIRED: tls,
};
