import type { IncludeUse } from './find-includes.ts';
import { fieldName, quoted, type Report } from './finding.ts';
import { parseFile } from './parse-file.ts';
import type { Included, ReadRules } from './read-rules.ts';

/**
 * Puts the contents of included files where the document asks for them, in a copy. What was put in is not looked into
 * again. `budget` is how many characters may still come into this file, so that one big file cannot be multiplied.
 */
export function substituteIncludes(
  value: unknown,
  uses: readonly IncludeUse[],
  from: { included: Included; bounds: ReadRules['bounds']; budget: { left: number }; report: Report },
): unknown {
  let result = value;
  for (const use of uses) {
    const content = contentOf(use, from);
    if ('failed' in content) {
      from.report({ severity: 'error', path: use.path, ...content.failed });
    } else {
      result = withAt(result, use.path, content.value);
    }
  }
  return result;
}

type Content = { value: unknown } | { failed: { code: string; message: string; fix: string } };

function contentOf(use: IncludeUse, from: Parameters<typeof substituteIncludes>[2]): Content {
  const where = `${fieldName(use.path)} includes ${quoted(use.written)}`;
  if ('refused' in use.resolved) return refused(where, use.resolved.refused);
  const file = from.included.get(use.resolved.path) ?? { missing: 'not found' };
  if (typeof file !== 'string') {
    return failed('include-missing', `${where}, which cannot be had: ${file.missing}.`, 'Correct the path or add the file.');
  }
  from.budget.left -= file.length;
  if (from.budget.left < 0) {
    return failed(
      'include-too-big',
      `${where}; with it the file's content comes to more than ${from.bounds.fileBytes} bytes.`,
      'Include less, or raise the bound in switchboard.yaml.',
    );
  }
  if (use.as === 'text') return { value: file };
  return use.as === 'json' ? fromJson(file, where) : fromYaml(file, { where, bounds: from.bounds, path: use.resolved.path });
}

function fromJson(text: string, where: string): Content {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('include-invalid', `${where}, which is not JSON: ${quoted(reason)}.`, 'Correct the included file.');
  }
}

function fromYaml(text: string, from: { where: string; bounds: ReadRules['bounds']; path: string }): Content {
  const parsed = parseFile({ path: from.path, text }, { bounds: from.bounds });
  const [problem] = parsed.problems;
  if (problem || parsed.unreadable) {
    const reason = problem ? `line ${problem.line}: ${problem.message}` : 'it holds unrendered expressions.';
    return failed('include-invalid', `${from.where}, which cannot be read as YAML, ${reason}`, 'Correct the included file.');
  }
  const count = parsed.documents.length + parsed.ignored.length;
  const [document] = parsed.documents;
  if (count === 1) return { value: document?.value ?? null };
  return failed(
    'include-invalid',
    `${from.where}, which holds ${count} YAML documents instead of one.`,
    'Include a file with exactly one document.',
  );
}

function refused(where: string, why: keyof typeof refusals): Content {
  const [reason, fix = "Copy the file into this repository and write its path relative to this file's folder."] = refusals[why];
  return failed(`include-${why}`, `${where}, ${reason}.`, fix);
}

const refusals: Record<Extract<IncludeUse['resolved'], { refused: string }>['refused'], readonly [reason: string, fix?: string]> = {
  outside: ['a path outside the repository'],
  'other-place': ['a file elsewhere; only files of the same repository are included'],
  empty: ['nothing'],
  'not-text': ['which is no path'],
  misplaced: ['but has to be written here: it says which entity this is', 'Write the value into this file.'],
};

function failed(code: string, message: string, fix: string): Content {
  return { failed: { code, message, fix } };
}

/** A copy of `value` with `next` at `path`; what is not on the path is shared. */
function withAt(value: unknown, path: IncludeUse['path'], next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? withAt(item, rest, next) : item));
  }
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, child]) => [key, key === step ? withAt(child, rest, next) : child]));
}
