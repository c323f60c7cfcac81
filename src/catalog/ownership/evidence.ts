import { orphanGraceMs } from '#core/child-source.ts';
import type { DirectoryView, Entry, Place, SourceFacts } from '#core/directory.ts';
import type { OpenProposal } from '#core/proposals.ts';
import type { Ref } from '#core/ref.ts';
import { compileGlob, isGlob } from '../sources/glob.ts';
import { backstagePage, fileLink, peoplePage } from '../web-links.ts';
import { ownerOf } from './owner.ts';

export type Verdict = 'dangling' | 'disputed' | 'stale' | 'confirmed';

/** A reason not to take an answer at face value. */
export type Doubt =
  | { kind: 'dangling'; owner: Ref }
  | { kind: 'disputed'; rivals: readonly Place[] }
  /** Somebody has proposed to change it. */
  | { kind: 'proposed'; proposals: readonly OpenProposal[] }
  /** The answer comes from a file or from memory because the database is away. */
  | { kind: 'snapshot'; asOf: Date }
  | { kind: 'memory'; asOf: Date }
  /** The source was not seen within three of its own intervals; null: never. */
  | { kind: 'unseen'; seenAt: Date | null; everyMs: number }
  /** The file is there and does not yield this entity any more. */
  | { kind: 'broken'; line: number; message: string };

/** Where a fact comes from and how far it can be trusted. */
export interface Evidence {
  /** The first that applies; absent where there is no owner to judge. */
  verdict?: Verdict;
  /** All that apply, gravest first. */
  doubts: Doubt[];
  source: string;
  path: string;
  /** Of `spec.owner`, else of the document; absent for what stands in no file. */
  line?: number;
  /** Seven digits of the head that was read; absent for folders. */
  commit?: string;
  /** That line at that commit on the Git host, where its address is known. */
  url?: string;
  seenAt: Date | null;
  /** Gone at the head, kept until an administrator confirms. */
  held: boolean;
  /** When it leaves the catalog, because nothing names its repository any more. */
  leavesAt?: Date;
}

const verdicts: Record<Doubt['kind'], Verdict> = {
  dangling: 'dangling',
  disputed: 'disputed',
  proposed: 'disputed',
  snapshot: 'stale',
  memory: 'stale',
  unseen: 'stale',
  broken: 'stale',
};

export function evidenceOf(view: DirectoryView, entry: Entry, now: Date): Evidence {
  const source = view.source(entry.source);
  const owner = ownerOf(view, entry);
  const doubts = doubtsAbout(view, { entry, source, now });
  if (owner.state === 'dangling') doubts.unshift({ kind: 'dangling', owner: owner.ref });
  const judged = owner.state !== 'ownerless' && owner.state !== 'unnamed';
  const line = entry.ownerLine ?? entry.line;
  const url = source && fileUrl(source, entry.path, line);
  const endedAt = source?.orphanedAt ?? endedWith(source?.paths ?? [], entry.path);
  return {
    ...(judged && { verdict: doubts[0] ? verdicts[doubts[0].kind] : ('confirmed' as const) }),
    doubts,
    source: entry.source,
    path: entry.path,
    ...(isFile(source) && { line }),
    ...(source?.head && { commit: source.head.slice(0, 7) }),
    ...(url && { url }),
    seenAt: source?.seenAt ?? null,
    held: entry.held === true,
    ...(endedAt && { leavesAt: new Date(endedAt.getTime() + orphanGraceMs) }),
  };
}

/** When the last path was ended that a file is read for; undefined while one is left. */
function endedWith(paths: NonNullable<SourceFacts['paths']>, file: string): Date | undefined {
  const own = paths.filter(({ path }) => path === file || (isGlob(path) && compileGlob(path)(file)));
  const ends = own.flatMap(({ endedAt }) => endedAt ?? []);
  return own.length > 0 && ends.length === own.length ? new Date(ends.toSorted().at(-1) ?? 0) : undefined;
}

function doubtsAbout(view: DirectoryView, about: { entry: Entry; source: SourceFacts | undefined; now: Date }): Doubt[] {
  const { entry, source, now } = about;
  const doubts: Doubt[] = [];
  // What nothing names any more disputes nothing.
  const rivals = entry.rivals.filter((rival) => !view.source(rival.source)?.orphanedAt);
  if (rivals.length > 0) doubts.push({ kind: 'disputed', rivals });
  const proposals = source?.proposals?.filter(({ ref }) => ref === entry.ref) ?? [];
  if (proposals.length > 0) doubts.push({ kind: 'proposed', proposals });
  if (view.freshness.from !== 'database') doubts.push({ kind: view.freshness.from, asOf: view.freshness.asOf });
  if (!source?.seenAt || isOverdue(source, now)) {
    doubts.push({ kind: 'unseen', seenAt: source?.seenAt ?? null, everyMs: source?.everyMs ?? 0 });
  }
  if (entry.broken) doubts.push({ kind: 'broken', ...entry.broken });
  return doubts;
}

/** Not seen within three of its own intervals; also when it was never seen. */
export function isOverdue({ seenAt, everyMs }: Pick<SourceFacts, 'seenAt' | 'everyMs'>, now: Date): boolean {
  return !seenAt || now.getTime() - seenAt.getTime() > 3 * everyMs;
}

/** Teams and members that GitHub itself tells of, and what a Backstage does, stand on no line. */
const isFile = (source: SourceFacts | undefined) => source?.type !== 'github' && source?.type !== 'backstage';

/** The address of a line, or of a whole folder, at the commit that was read. */
export function fileUrl(source: Pick<SourceFacts, 'type' | 'webUrl' | 'head'>, path: string, line?: number): string | undefined {
  if (source.type === 'github') return source.webUrl && peoplePage(source.webUrl, path);
  if (source.type === 'backstage') return source.webUrl && backstagePage(source.webUrl, path);
  if (!source.webUrl || !source.head) return undefined;
  // Half a surrogate pair cannot be written in a URL; a file name may hold one.
  return fileLink(source.webUrl, source.head, path.toWellFormed(), line);
}
