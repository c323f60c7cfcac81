import { registeredParent } from '#core/child-source.ts';
import type { RegistrationTarget } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';
import { childName, fileElsewhere } from '../children/want-children.ts';
import { readRepositoryUrl } from '../descriptor/repository-url.ts';

/** Addresses in Slack are at most this long in a button, with what else it carries. */
const longest = 1_000;
const usualFile = 'catalog-info.yaml';
/** `feature/a/b/c` is the longest name of a branch that is looked for. */
const mostRefNames = 3;

/** The same as `readTarget`, of hosts that may be named. Throws UserError that names the key and the host. */
export function registrationTarget(text: string, hosts: readonly string[]): RegistrationTarget {
  const target = readTarget(text);
  if (!hosts.includes(target.host)) throw hostNotNamed(target.host);
  return target;
}

/**
 * What somebody means by an address, perhaps with a path or pattern after it: a file, a pattern, or a repository or folder,
 * of which its catalog-info.yaml is meant. Pure. Throws UserError for what is no https address of a repository.
 */
export function readTarget(text: string): RegistrationTarget {
  const [written = '', after = ''] = unwrapped(text).split(/\s+(.*)/s);
  if (text.length > longest) throw notRegistrable('This address is longer than any that is read.');
  const { url, pattern } = withoutPattern(written);
  const found = readRepositoryUrl(url);
  if (!found) throw notRegistrable(reasonAgainst(written));
  const file = fileElsewhere(url);
  // A view without a path is a repository at some ref.
  const ref = file?.ref ?? (found.view === undefined || found.view === 'HEAD' || file ? undefined : found.view);
  const named = [file?.path, pattern, after.trim()].filter((part) => part !== undefined && part !== '').join('/');
  const path = pathNamed(named.replace(/^(\.?\/)+/, ''));
  const repository = decodeURIComponent(found.cloneUrl.replace(/^https:\/\//, '').replace(/\.git$/, ''));
  return {
    source: childName(registeredParent, found.cloneUrl, ref),
    host: found.host,
    repository,
    cloneUrl: found.cloneUrl,
    ...(ref !== undefined && { ref }),
    path,
    assumed: path !== named,
  };
}

/** The same address with more of it as the ref: only the repository can tell where the name of a branch ends. */
export function withLongerRefs(target: RegistrationTarget): RegistrationTarget[] {
  const { ref, path, cloneUrl } = target;
  if (ref === undefined) return [];
  const names = path.split('/');
  return names.slice(0, Math.min(names.length - 1, mostRefNames)).map((_, n) => {
    const longer = [ref, ...names.slice(0, n + 1)].join('/');
    return { ...target, source: childName(registeredParent, cloneUrl, longer), ref: longer, path: names.slice(n + 1).join('/') };
  });
}

/** As Slack writes links: `<https://…|label>`, with `&amp;`. */
function unwrapped(text: string): string {
  const plain = text.trim().replace(/^<([^<>|\s]+)(?:\|[^<>]*)?>/, '$1 ');
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}

/** `https://github.com/acme/shop/**\/catalog-info.yaml`: the repository ends where the pattern, or a folder before it, begins. */
function withoutPattern(written: string): { url: string; pattern?: string } {
  const parts = /^(https:\/\/[^/]+)\/(.+)$/i.exec(written);
  const names = parts?.[2]?.split('/') ?? [];
  const star = names.findIndex((name) => name.includes('*'));
  if (star < 2 || names.slice(0, star).some((name) => ['-', 'blob', 'tree', 'raw', 'edit', 'src'].includes(name))) return { url: written };
  const own = /(^|\.)gitlab\./.test(new URL(parts?.[1] ?? '').hostname) ? star : 2;
  return { url: `${parts?.[1]}/${names.slice(0, own).join('/')}`, pattern: names.slice(own).join('/') };
}

function pathNamed(named: string): string {
  if (named.split('/').some((part) => part === '..' || part === '.')) throw notRegistrable('This path leads out of the repository.');
  if (named === '') return usualFile;
  const last = named.split('/').at(-1) ?? '';
  return last.includes('.') || last.includes('*') ? named : `${named.replace(/\/+$/, '')}/${usualFile}`;
}

function reasonAgainst(written: string): string {
  const url = URL.parse(written);
  if (written === '') return 'No address is named.';
  if (!url) return 'This is no address that can be read.';
  if (url.protocol !== 'https:') return 'Only https addresses are read.';
  if (url.username !== '' || url.password !== '') return 'An address with a name or password in it is not read.';
  return 'This is not the address of a repository, or of a file in one.';
}

function notRegistrable(message: string): UserError {
  return new UserError('not-registrable', message, 'Name a file such as https://github.com/acme/shop/blob/main/catalog-info.yaml.');
}

function hostNotNamed(host: string): UserError {
  return new UserError(
    'host-not-named',
    `${host} is not among catalog.hosts, so nothing is read from there.`,
    `Whoever runs Switchboard can add ${host} to catalog.hosts in switchboard.yaml.`,
  );
}
