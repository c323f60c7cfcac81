import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away; undefined when it may come in. */
export type Verdict = 'foreign-host' | 'foreign-origin' | 'no-token' | undefined;

export interface Door {
  /** `write`: needs the token that only our own page has. */
  check(request: IncomingMessage, write: boolean): Verdict;
}

const names = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Lets in our own page only. Any web page can make a browser send requests to this machine: `Host` gives away
 * names that were pointed here (DNS rebinding), `Origin` and `Sec-Fetch-Site` other pages, and the token is what a
 * page that may not read our answers cannot know.
 */
export function createDoor({ port, token }: { port: () => number; token: string }): Door {
  return {
    check({ headers, socket }, write) {
      const hosts = names.map((name) => `${name}:${port()}`);
      // Browsers leave out the port of plain HTTP.
      if (port() === 80) hosts.push(...names);
      const { host, origin, 'sec-fetch-site': site, 'x-workbench-token': given } = headers;
      if (!host || !hosts.includes(host.toLowerCase()) || !isLoopback(socket.remoteAddress)) return 'foreign-host';
      if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) return 'foreign-origin';
      // `none`: typed into the address bar. Programs send nothing.
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign-origin';
      return write && !isSame(String(given ?? ''), token) ? 'no-token' : undefined;
    },
  };
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

function isSame(given: string, token: string): boolean {
  return given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
