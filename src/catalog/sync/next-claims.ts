import type { Descriptor, Problem, ReadFile } from '#core/descriptor.ts';
import type { Broken, Claim, NextClaim } from './claim.ts';
import type { Steps } from './steps.ts';

/** The part of a read that the planner looks at. */
export interface ReadContent {
  full: boolean;
  files: readonly ReadFile[];
  removed: readonly string[];
}

export interface NextOfSource {
  /** Claims that the source makes now, content just read, untouched, or last good. */
  live: NextClaim[];
  /** Rows whose place yields them no more. */
  vanished: Claim[];
}

/**
 * What one source claims after a read. `stored` are its rows, all of them for a full read, else at least those of the
 * files that the read names, of the refs found in them, and those that are held back.
 */
export function* nextClaims(source: string, stored: readonly Claim[], read: ReadContent, now: Date): Steps<NextOfSource> {
  const rows = groupByPath(stored);
  const files = new Map(read.files.map((file) => [file.path, file]));
  const removed = new Set(read.removed);
  const next: NextOfSource = { live: [], vanished: [] };
  for (const file of files.values()) {
    const { live, vanished } = claimsOfFile(source, file, rows.get(file.path) ?? [], now);
    next.live.push(...live);
    next.vanished.push(...vanished);
    yield;
  }
  for (const [path, claims] of rows) {
    if (files.has(path)) continue;
    const isGone = read.full || removed.has(path);
    for (const claim of claims) {
      if (isGone || claim.gone !== null) next.vanished.push(claim);
      else next.live.push({ ...claim, stored: claim });
    }
  }
  return next;
}

/**
 * Gives rows that stay beside fresh documents of the same file another number where theirs is taken. The new number is
 * above all that the file's rows have now, so that no row lands on one that has yet to move.
 */
export function makeWay(kept: readonly NextClaim[], taken: readonly NextClaim[], stored: readonly Claim[]): void {
  if (kept.length === 0) return;
  const used = new Set(taken.map(docKey));
  const highest = new Map<string, number>();
  for (const claim of [...kept, ...taken, ...stored]) highest.set(claim.path, Math.max(highest.get(claim.path) ?? 0, claim.doc));
  for (const claim of kept) {
    if (used.has(docKey(claim))) claim.doc = (highest.get(claim.path) ?? 0) + 1;
    highest.set(claim.path, Math.max(highest.get(claim.path) ?? 0, claim.doc));
    used.add(docKey(claim));
  }
}

function docKey(claim: Claim): string {
  return `${claim.path}\u0000${claim.doc}`;
}

function claimsOfFile(source: string, file: ReadFile, rows: readonly Claim[], now: Date): NextOfSource {
  const byDoc = new Map(rows.map((row) => [row.doc, row]));
  const refs = new Set(file.descriptors.map((descriptor) => descriptor.ref));
  const fresh = file.descriptors.map((descriptor) => freshClaim(source, descriptor, byDoc.get(descriptor.doc), now));
  const kept: NextClaim[] = [];
  const vanished: Claim[] = [];
  for (const row of rows) {
    if (refs.has(row.ref)) continue;
    const broken = brokenBecause(file, row);
    if (broken) kept.push({ ...row, broken, gone: null, stored: row });
    else vanished.push(row);
  }
  makeWay(kept, fresh, rows);
  return { live: [...fresh, ...kept], vanished };
}

function freshClaim(source: string, descriptor: Descriptor, row: Claim | undefined, now: Date): NextClaim {
  const { ref, path, doc, hash, contentHash, line } = descriptor;
  return {
    source,
    path,
    doc,
    ref,
    hash,
    contentHash,
    line,
    ownerLine: descriptor.ownerLine ?? null,
    fresh: descriptor,
    uid: '',
    holder: false,
    broken: null,
    gone: null,
    changedAt: now,
    changedCommit: null,
    ...(row ? { stored: row } : {}),
  };
}

/** Why a row that the file does not yield any more is kept all the same. */
function brokenBecause(file: ReadFile, row: Claim): Broken | null {
  const errors = file.problems.filter(isSlip);
  const own = errors.find((problem) => problem.ref === row.ref);
  if (own) return toBroken(own);
  // That a file cannot be read does not say that what was missing before is back.
  if (!file.unreadable || row.gone !== null) return null;
  const fault = errors.find((problem) => problem.ref === undefined) ?? errors[0];
  return fault ? toBroken(fault) : { line: 1, message: 'The file cannot be read.' };
}

/** A kind that the source may not bring any more is no slip but the operator's decision: what was taken of it goes. */
function isSlip({ severity, code }: Problem): boolean {
  return severity === 'error' && code !== 'kind-not-allowed';
}

function toBroken(problem: Problem): Broken {
  return { line: problem.line, message: problem.message };
}

function groupByPath(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.path);
    if (group) group.push(claim);
    else groups.set(claim.path, [claim]);
  }
  return groups;
}
