import type { Problem } from '#core/descriptor.ts';
import { escape, join, link, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { count } from '../words.ts';

/** What is wrong, with its line and its fix; `problems` are those that are shown. Undefined when nothing is. */
export function problemLines(about: {
  problems: readonly Problem[];
  errors: number;
  warnings: number;
  link(path: string, line: number): string | undefined;
}): Mrkdwn | undefined {
  const { problems, errors, warnings } = about;
  if (errors + warnings === 0) return undefined;
  const lines = problems.map(({ severity, path, line, message, fix }) => {
    const shown = `${path.length > 60 ? `…${path.slice(-59)}` : path}:${line}`;
    const url = about.link(path, line);
    const place = url === undefined ? escape(shown) : link(url, shown);
    return md`• ${escape(severity)} ${place} ${escape(message, 160)} ${escape(fix, 120)}`;
  });
  const more = errors + warnings > lines.length && escape(`and ${errors + warnings - lines.length} more`);
  return join([md`*Problems:* ${escape(`${count(errors, 'error')}, ${count(warnings, 'warning')}`)}`, ...lines, more], '\n');
}
