import { oneLine } from '#catalog/descriptor/one-line.ts';
import type { Problem } from '#core/descriptor.ts';

/**
 * A problem as an annotation of GitHub Actions, a workflow command on one line
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 */
export function formatGithub({ severity, code, message, fix, path, line }: Problem): string {
  return `::${severity} file=${property(path)},line=${line},title=${property(code)}::${data(oneLine(`${message} ${fix}`))}`;
}

/** What a file says must neither end the line nor begin another command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
