/** A page of a Git host taken apart: the repository, and what of it the page shows. */
export interface RepositoryUrl {
  host: string;
  /** What git is given; https, without credentials. */
  cloneUrl: string;
  /** Ref and path as one, for only the repository can tell where a branch with a slash ends; absent: the repository itself. */
  view?: string;
}

/** `/<owner>/<repository>` with as many groups as the host has, then what marks a view of a file or folder. */
const forms: readonly { host: RegExp; path: RegExp }[] = [
  { host: /^raw\.githubusercontent\.com$/, path: /^((?:\/[^/]+){2})\/(.+)$/ },
  // GitLab, whose projects lie in groups in groups.
  { host: /./, path: /^((?:\/[^/]+){2,}?)\/-\/(?:blob|tree|raw|edit)\/(.+)$/ },
  // Bitbucket, and Gitea with a word for what follows.
  { host: /./, path: /^((?:\/[^/]+){2})\/(?:src|raw)\/(?:(?:branch|tag|commit)\/)?(.+)$/ },
  { host: /./, path: /^((?:\/[^/]+){2})\/(?:blob|tree|edit)\/(.+)$/ },
  { host: /./, path: /^((?:\/[^/]+){2,})$/ },
];

/**
 * Reads addresses of files, folders and repositories as GitHub, GitLab, Bitbucket and Gitea write them; undefined for
 * what is none. Only https: what files and people name is followed in no other way.
 */
export function readRepositoryUrl(text: string): RepositoryUrl | undefined {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  const path = decoded(url.pathname.replace(/\/+$/, ''));
  if (path === undefined) return undefined;
  for (const form of forms) {
    const found = form.host.test(url.hostname) ? form.path.exec(path) : null;
    if (!found?.[1]) continue;
    const host = url.hostname === 'raw.githubusercontent.com' ? 'github.com' : url.host.toLowerCase();
    const repository = found[1].replace(/\.git$/, '');
    if (repository.split('/').some((part) => part === '..' || part === '.' || part === '-')) return undefined;
    // Written as %2F they come through, and git would look outside.
    const view = found[2]?.replace(/^refs\/(?:heads|tags)\//, '');
    if (view?.split('/').some((part) => part === '..' || part === '.')) return undefined;
    const cloneUrl = `https://${host}${repository.split('/').map(encodeURIComponent).join('/')}.git`;
    return { host, cloneUrl, ...(view !== undefined && { view }) };
  }
  return undefined;
}

function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /\p{Cc}/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
