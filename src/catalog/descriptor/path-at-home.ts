import { posix } from 'node:path';

/** A repository's own address on the web. */
export interface Home {
  /** E.g. `https://github.com/acme/catalog`, without `.git`. */
  webUrl: string;
  /** The branch that is read; URLs of other branches are not ours. */
  branch: string | null;
}

export type Resolved = { path: string } | { refused: 'outside' | 'other-place' | 'empty' };

const ownViews = /^\/(?:-\/)?(?:blob|tree|raw|edit|src)\/(.+)$/;

/**
 * What a file means by a relative path or an absolute URL, as a normalised path inside the repository. Backstage reads
 * both as URLs: `/` in front is the top of the repository, `%20` is a space, `?` and `#` end the path, and white space
 * around it is none of it. `outside`: `..` leads out; `other-place`: a URL that is not this repository's read branch.
 */
export function pathAtHome(written: string, from: string, home: Home | undefined): Resolved {
  const text = written.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return fromUrl(text, home);
  const bare = text.replace(/[?#].*$/s, '').replaceAll('\\', '/');
  if (bare === '') return { refused: 'empty' };
  const path = decoded(bare) ?? bare;
  return inside(path.startsWith('/') ? path.replace(/^\/+/, '') : posix.join(posix.dirname(from), path));
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

/** Undefined for what no file is called. */
function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /\p{Cc}/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
