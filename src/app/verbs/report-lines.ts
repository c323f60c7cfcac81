import { oneLine } from '#catalog/descriptor/one-line.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';

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
