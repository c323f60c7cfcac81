import { posix } from 'node:path';

/** A repository's own address on the web. */
export interface Home {
  /** E.g. `https://github.com/acme/catalog`, without `.git`. */
  webUrl: string;
  /** The branch that is read; URLs of other branches are not ours. */
  branch: string | null;
}

export type Resolved = { path: string } | { refused: 'outside' | 'absolute' | 'other-place' | 'empty' };

const ownViews = /^\/(?:-\/)?(?:blob|tree|raw|edit|src)\/(.+)$/;

/**
 * What a file means by a relative path or an absolute URL, as a normalised path inside the repository. `outside`: `..`
 * leads out of it; `absolute`: starts with `/`; `other-place`: a URL that is not this repository's read branch.
 */
export function pathAtHome(written: string, from: string, home: Home | undefined): Resolved {
  if (written.trim() === '') return { refused: 'empty' };
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) return fromUrl(written, home);
  if (written.startsWith('/')) return { refused: 'absolute' };
  return inside(posix.join(posix.dirname(from), written));
}

function inside(joined: string): Resolved {
  const path = posix.normalize(joined);
  if (path === '..' || path.startsWith('../')) return { refused: 'outside' };
  return path === '.' ? { refused: 'empty' } : { path };
}

function fromUrl(written: string, home: Home | undefined): Resolved {
  if (!home || !URL.canParse(written)) return { refused: 'other-place' };
  const url = new URL(written);
  const own = new URL(home.webUrl);
  const rest = url.host === own.host ? afterPrefix(url.pathname, own.pathname) : rawOnGitHub(url, own);
  const view = rest === undefined ? undefined : decoded(ownViews.exec(rest)?.[1] ?? '');
  if (!view) return { refused: 'other-place' };
  const branch = home.branch ?? view.split('/')[0] ?? '';
  const path = afterPrefix(view, branch) ?? afterPrefix(view, 'HEAD') ?? afterPrefix(view, `refs/heads/${branch}`);
  return path ? inside(path.slice(1)) : { refused: 'other-place' };
}

/** GitHub serves plain contents from another host, with the same owner and repository in front. */
function rawOnGitHub(url: URL, own: URL): string | undefined {
  if (own.host !== 'github.com' || url.host !== 'raw.githubusercontent.com') return undefined;
  const rest = afterPrefix(url.pathname, own.pathname);
  return rest === undefined ? undefined : `/raw${rest}`;
}

/** What follows `prefix`, which has to end at a `/`; case does not matter in host names and repository names. */
function afterPrefix(text: string, prefix: string): string | undefined {
  const bare = prefix.replace(/\/$/, '');
  return text.toLowerCase().startsWith(`${bare.toLowerCase()}/`) ? text.slice(bare.length) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
