import type { Finding, Report } from './finding.ts';
import type { Path } from './yaml-document.ts';

/** A document with thousands of slips is told the first ones; a flood of rows helps nobody. */
const shown = 50;

export interface Notes {
  report: Report;
  /** Whether something keeps the document out. */
  failed: () => boolean;
  /** In the order they were made; of a flood only the beginning, and how many more there are. */
  all: () => Finding[];
}

/** Collects what is said about one document. What follows from an include that failed is not said as well. */
export function takeNotes(): Notes {
  const findings: Finding[] = [];
  const failedIncludes: Path[] = [];
  let failed = false;
  let more = 0;
  return {
    report(finding) {
      if (failedIncludes.some((path) => isUnder(finding.path, path))) return;
      if (finding.code.startsWith('include-') && failedIncludes.length < shown) failedIncludes.push(finding.path);
      if (finding.severity === 'error') failed = true;
      if (findings.length < shown) findings.push(finding);
      else more++;
    },
    failed: () => failed,
    all: () => (more === 0 ? findings : [...findings, { ...flood(more), severity: failed ? 'error' : 'warning' }]),
  };
}

function isUnder(path: Path, base: Path): boolean {
  return base.every((step, index) => path[index] === step);
}

function flood(more: number): Omit<Finding, 'severity'> {
  const message = `${more} more problems of this document are not shown.`;
  return { code: 'more-problems', message, fix: 'Correct the others first.', path: [] };
}
