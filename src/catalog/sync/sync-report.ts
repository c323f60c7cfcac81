import type { SourceUnavailable } from '#core/descriptor.ts';
import type { Held } from './hold-removals.ts';
import type { Change } from './plan-changes.ts';
import type { SyncPlan } from './plan-sync.ts';

/** What a sync did. */
export type SyncReport =
  | { outcome: 'unchanged'; source: string }
  /** `until`: asking earlier is of no use. */
  | { outcome: 'unavailable'; source: string; code: SourceUnavailable['code']; message: string; fix: string; until?: Date }
  | ({ outcome: 'synced' } & SyncFacts)
  /** A dry run: nothing is written; `lines` is the plan for people. */
  | ({ outcome: 'planned'; lines: string[] } & SyncFacts);

export interface SyncFacts {
  source: string;
  full: boolean;
  head: string | null;
  /** Refs that each happened to. */
  counts: Record<Change['op'], number>;
  errors: number;
  warnings: number;
  /** Removals that wait for `sync --confirm`. */
  held: Held | null;
}

/** Counts what a plan does. */
export function factsOf(plan: SyncPlan, source: string, read: { full: boolean; head: string | null }): SyncFacts {
  const counts = { added: 0, changed: 0, moved: 0, renamed: 0, removed: 0, disputed: 0 };
  for (const [op, changes] of Map.groupBy(plan.changes, (change) => change.op))
    counts[op] = new Set(changes.map((change) => change.ref)).size;
  const problems = plan.files.flatMap((file) => file.problems);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return { source, full: read.full, head: read.head, counts, errors, warnings: problems.length - errors, held: plan.held };
}

/** A plan as lines for people: what happens to which ref, then the problems of the files that were read. */
export function planLines(plan: SyncPlan): string[] {
  const lines = plan.changes.map(changeLine);
  for (const { path, line, severity, message } of plan.files.flatMap((file) => file.problems))
    lines.push(`${severity} ${path}:${line} ${message}`);
  if (plan.held) lines.push(`held back: ${plan.held.refs.length} removals (${plan.held.id})`, ...plan.held.refs.map((ref) => `  ${ref}`));
  return lines.length > 0 ? lines : ['nothing changes'];
}

function changeLine({ op, ref, field, before, after }: Change): string {
  if (op === 'changed') return `changed ${ref} ${field ?? ''}: ${shown(before)} → ${shown(after)}`;
  if (op === 'renamed') return `renamed ${String(before)} → ${ref}`;
  if (op === 'moved') return `moved ${ref} ${shown(before)} → ${shown(after)}`;
  if (op === 'disputed')
    return `disputed ${ref} by ${Array.isArray(after) && after.length > 0 ? after.map(shown).join(', ') : 'nobody any more'}`;
  return `${op} ${ref} ${shown(op === 'added' ? after : before)}`;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'path' in value && 'source' in value && 'line' in value) {
    return `${String(value.source)}/${String(value.path)}:${String(value.line)}`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
