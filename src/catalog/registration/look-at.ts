import { createHash } from 'node:crypto';
import type { Db } from '#core/db.ts';
import type { Descriptor, Problem, ReadFile, SourceRead } from '#core/descriptor.ts';
import type { Look, LookedEntity, RegistrationTarget } from '#core/registrations.ts';
import { canonicalRef, type Ref, splitRef } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { fileElsewhere } from '../children/want-children.ts';
import { entityOf } from '../descriptor/entity-of.ts';
import { webUrlOf } from '../web-links.ts';

type Read = Extract<SourceRead, { outcome: 'read' }>;

/** What is shown of each list; messages have room for less. */
const most = 100;

/** What taking in this read would do to the catalog as it is now. Two statements, no write. */
export async function lookAt(db: Db, target: RegistrationTarget, read: Read): Promise<Look> {
  const webUrl = webUrlOf(target.cloneUrl) ?? '';
  const descriptors = read.files.flatMap(({ descriptors: found }) => found);
  const first = new Map<Ref, Descriptor>();
  for (const descriptor of descriptors) if (!first.has(descriptor.ref)) first.set(descriptor.ref, descriptor);
  const conflicts = await readHolders(db, [...first.keys()], target.source);
  const found = [...read.files.flatMap(({ problems }) => problems), ...claimedTwice(descriptors, first)].map(forRegistering);
  const problems = gravestFirst(found.filter(({ code }) => code !== 'kind-not-allowed'));
  const reader = await readerOf(db, { target, webUrl, read });
  return {
    target,
    webUrl,
    commit: read.head ?? '',
    ...(reader !== undefined && { already: { source: reader } }),
    digest: digestOf(descriptors, problems, conflicts),
    entities: [...first.values()].slice(0, most).map(lookedEntity),
    kinds: countBy([...first.keys()].map((ref) => splitRef(ref).kind)),
    problems: problems.slice(0, most),
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity === 'warning').length,
    notAllowed: countBy(found.filter(({ code }) => code === 'kind-not-allowed').map(({ ref }) => (ref ? splitRef(ref).kind : 'other'))),
    conflicts: conflicts.slice(0, most),
    conflictCount: conflicts.length,
    elsewhere: leadsTo(read.files).slice(0, most),
  };
}

/** Registrations come last among sources, so whoever has a ref keeps it. */
async function readHolders(db: Db, refs: readonly Ref[], own: string): Promise<Look['conflicts']> {
  const rows = await db.rows<{ ref: Ref; source: string; path: string; line: number }>(sql`
    select ref, source, path, line from descriptor
    where ref = any(${sql.param(refs)}::text[]) and holder and source <> ${own} order by ref`);
  return rows.map(({ ref, ...holder }) => ({ ref, holder }));
}

/** A source that reads all of these files already, at the same ref. */
async function readerOf(db: Db, { target, webUrl, read }: { target: RegistrationTarget; webUrl: string; read: Read }) {
  const paths = read.files.filter(({ depth, blob }) => depth === 0 && blob !== 'missing').map(({ path }) => path);
  if (paths.length === 0) return undefined;
  const [row] = await db.rows<{ name: string }>(sql`
    select s.name from source s join source_file f on f.source = s.name and f.path = any(${sql.param(paths)}::text[])
    where lower(s.web_url) = ${webUrl.toLowerCase()} and s.branch is not distinct from ${read.branch}
      and s.orphaned_at is null and s.name <> ${target.source} and f.blob <> 'missing'
    group by s.name, s.position having count(*) = ${paths.length} order by s.position, s.name limit 1`);
  return row?.name;
}

function lookedEntity(descriptor: Descriptor): LookedEntity {
  const { ref, path, line, ownerLine } = descriptor;
  const entity = entityOf(descriptor);
  const { name, namespace, title } = entity.metadata;
  const written = entity.spec?.['owner'];
  const owner = typeof written === 'string' ? canonicalRef(written, { kind: 'group', namespace }) : undefined;
  return { ref, name, path, line: ownerLine ?? line, ...(title !== undefined && { title }), ...(owner !== undefined && { owner }) };
}

function claimedTwice(descriptors: readonly Descriptor[], first: ReadonlyMap<Ref, Descriptor>): Problem[] {
  return descriptors.flatMap(({ ref, path, line }): Problem[] => {
    const holder = first.get(ref);
    if (!holder || (holder.path === path && holder.line === line)) return [];
    const message = `${ref} is described in ${holder.path}:${holder.line} as well; only one of them is shown.`;
    return [{ severity: 'warning', code: 'described-twice', message, fix: 'Remove one of them, or rename it.', path, line, ref }];
  });
}

/** Errors before warnings, in the order of files. */
export function gravestFirst<P extends Problem>(problems: readonly P[]): P[] {
  const rank = ({ severity }: P) => (severity === 'error' ? 0 : 1);
  return problems.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** What is said to the author of a Location does not fit somebody who has just typed an address. */
function forRegistering(problem: Problem): Problem {
  if (problem.code !== 'target-missing' || problem.ref !== undefined || problem.fix.startsWith('Did you mean')) return problem;
  return { ...problem, fix: 'Name a file that is there, or a pattern such as **/catalog-info.yaml.' };
}

function leadsTo(files: readonly ReadFile[]): Look['elsewhere'] {
  const targets = files.flatMap(({ elsewhere = [] }) => elsewhere.flatMap(({ url }) => fileElsewhere(url) ?? []));
  const byRepository = Map.groupBy(targets, ({ cloneUrl }) => decodeURIComponent(cloneUrl.replace(/^https:\/\/|\.git$/g, '')));
  return [...byRepository].map(([repository, named]) => ({ repository, targets: named.length }));
}

/** Not of the commit: one that changes nothing here is no news. */
function digestOf(descriptors: readonly Descriptor[], problems: readonly Problem[], conflicts: Look['conflicts']): string {
  const parts = [
    ...descriptors.map(({ ref, hash }) => `${ref} ${hash}`),
    ...problems.map(({ code, path, line }) => `${code} ${path}:${line}`),
    ...conflicts.map(({ ref, holder }) => `${ref} ${holder.source}`),
  ];
  return createHash('sha256').update(parts.toSorted().join('\n')).digest('hex').slice(0, 16);
}

function countBy(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
