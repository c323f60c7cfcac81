import { oneLine } from '#catalog/descriptor/one-line.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';
import { fewNames } from './repository-lines.ts';

/** What the sync of a source's children did, for the terminal: one by one while they are few, else as a sum. */
export function childLines(source: string, children: readonly SyncReport[]): string[] {
  const failed = children.filter(({ outcome }) => outcome === 'unavailable');
  const synced = children.flatMap((report) => (report.outcome === 'synced' ? [report] : []));
  const few = synced.length <= fewNames;
  const more = failed.length > fewNames ? [`and ${failed.length - fewNames} more could not be read`] : [];
  return [
    ...(few ? synced.flatMap(reportLines) : [sumLine(source, synced), ...synced.filter(({ held }) => held).flatMap(reportLines)]),
    ...failed.slice(0, fewNames).flatMap(reportLines),
    ...more,
  ];
}

function sumLine(source: string, reports: readonly (SyncReport & { outcome: 'synced' })[]): string {
  const sum = (value: (report: (typeof reports)[number]) => number) => reports.reduce((total, report) => total + value(report), 0);
  const ops = Object.keys(reports[0]?.counts ?? {}) as (keyof (typeof reports)[number]['counts'])[];
  const done = ops.map((op) => ({ op, count: sum(({ counts }) => counts[op]) })).filter(({ count }) => count > 0);
  const found = done.length > 0 ? done.map(({ op, count }) => `${count} ${op}`).join(', ') : 'no entity changed';
  const [errors, warnings] = [sum((report) => report.errors), sum((report) => report.warnings)];
  const problems = errors + warnings > 0 ? `; ${errors} errors, ${warnings} warnings in what was read` : '';
  return `${source}: ${reports.length} repositories read: ${found}${problems}`;
}

/** What a sync did, for the terminal. */
export function reportLines(report: SyncReport): string[] {
  if (report.outcome === 'unchanged') return [`${report.source}: nothing new`];
  if (report.outcome === 'unavailable')
    return [oneLine(`${report.source}: could not be read (${report.code}): ${report.message} ${report.fix}`)];
  const { source, head, counts, errors, warnings, held } = report;
  const done = Object.entries(counts).flatMap(([op, count]) => (count > 0 ? [`${count} ${op}`] : []));
  const problems = errors + warnings > 0 ? `; ${errors} errors, ${warnings} warnings in what was read` : '';
  const at = head === null ? '' : ` @ ${head.slice(0, 7)}`;
  return [
    `${source}${at}: ${done.length > 0 ? done.join(', ') : 'no entity changed'}${problems}`,
    ...(report.outcome === 'planned' ? report.lines.map((line) => `  ${oneLine(line)}`) : []),
    ...(held
      ? [
          `  ${held.refs.length} removals are held back because they are many at once: look at them with \`switchboard status\`, apply them with \`switchboard sync --confirm\`.`,
        ]
      : []),
  ];
}
