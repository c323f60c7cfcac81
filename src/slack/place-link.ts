import { escape, link, safeUrl, type Mrkdwn } from './mrkdwn.ts';

/** A line in a file, linked where it has an address. The end of a long path tells more than its start. */
export function placeLink({ path, line, url }: { path: string; line?: number; url?: string }): Mrkdwn {
  const short = path.length > 60 ? `…${path.slice(-59)}` : path;
  const shown = line === undefined ? short : `${short}:${line}`;
  return url && safeUrl(url) ? link(url, shown) : escape(shown);
}
