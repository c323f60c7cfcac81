import { isIP } from 'node:net';
import type { Config } from '../config.ts';

/** Whether the local workspace is served: no Slack is configured, and nobody but this machine reaches the port. */
export function servesWorkbench({ slack, host, role }: Config['env']): boolean {
  return !slack && role !== 'work' && isLocal(host);
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
