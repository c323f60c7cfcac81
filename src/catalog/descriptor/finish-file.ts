import type { ReadFile } from '#core/descriptor.ts';
import { formatRef, type Ref } from '#core/ref.ts';
import { buildDescriptor } from './build-descriptor.ts';
import { checkEntity } from './check-entity.ts';
import { classify } from './classify.ts';
import { rules as fieldRules } from './field-rules.ts';
import type { Report } from './finding.ts';
import { locationTargets } from './location-targets.ts';
import { takeNotes } from './notes.ts';
import type { ParsedDocument, ParsedFile } from './parse-file.ts';
import type { Included, ReadRules } from './read-rules.ts';
import { isMap } from './shape.ts';
import { substituteIncludes } from './substitute-includes.ts';
import { lineAt, lineOfKey, writtenAt, type Path } from './yaml-document.ts';

/** How a file is judged, and where it came from; `blob` and `depth` are passed through. */
export interface Finishing {
  rules: ReadRules;
  blob: string;
  depth: number;
}

/**
 * Second phase: puts included contents in and decides for every document whether it is an entity, a problem or ignored.
 * Pure and total: every document of `parsed` ends as one of the three, and nothing throws.
 */
export function finishFile(parsed: ParsedFile, included: Included, how: Finishing): ReadFile {
  const { rules, blob, depth } = how;
  const file: ReadFile = {
    path: parsed.path,
    blob,
    depth,
    descriptors: [],
    problems: [...parsed.problems],
    ignored: [...parsed.ignored],
    includes: [],
    targets: [],
    unreadable: parsed.unreadable,
  };
  const context: Finish = { file, included, rules, budget: { left: rules.bounds.fileBytes } };
  const includes = new Set<string>();
  for (const document of parsed.documents) finishDocument(document, context, includes);
  file.includes = [...includes];
  file.problems.sort((one, other) => one.line - other.line);
  return file;
}

interface Finish {
  file: ReadFile;
  included: Included;
  rules: ReadRules;
  /** Characters that may still be included. */
  budget: { left: number };
}

function finishDocument(document: ParsedDocument, context: Finish, includes: Set<string>): void {
  const { file, rules } = context;
  const outcome = classify(document.value, rules);
  if (outcome.is === 'ignored') {
    file.ignored.push({ reason: outcome.reason, path: file.path, line: document.line });
    return;
  }
  const notes = takeNotes();
  if (outcome.is !== 'entity') notes.report(outcome.finding);
  if (outcome.is !== 'problem') {
    for (const use of document.includes) if ('path' in use.resolved) includes.add(use.resolved.path);
    const model = outcome.is === 'entity' ? outcome.model : undefined;
    const written = (path: Path) => writtenAt(document.yaml, path);
    const whole = substituteIncludes(document.value, document.includes, { ...context, bounds: rules.bounds, report: notes.report });
    if (isMap(whole)) {
      const checked = checkEntity(whole, model, { report: notes.report, written });
      if (!notes.failed()) keep(checked, document, { ...context, report: notes.report });
    }
  }
  const ref = refOf(document.value);
  for (const finding of notes.all()) {
    const { severity, code, message, fix } = finding;
    const line = lineAt(document.yaml, finding.path);
    file.problems.push({ severity, code, message, fix, path: file.path, line, ...(ref === undefined ? {} : { ref }) });
  }
}

function keep(checked: Record<string, unknown>, document: ParsedDocument, context: Finish & { report: Report }): void {
  const { file, rules, report } = context;
  const ownerLine = lineOfKey(document.yaml, ['spec', 'owner']);
  const stand = { path: file.path, doc: document.doc, line: document.line };
  file.descriptors.push(buildDescriptor(checked, ownerLine === undefined ? stand : { ...stand, ownerLine }));
  if (checked['kind'] !== 'Location' || !isMap(checked['spec'])) return;
  const room = rules.bounds.locationTargets - file.targets.length - (file.elsewhere?.length ?? 0);
  const { yaml } = document;
  const { inside, elsewhere } = locationTargets(checked['spec'], { path: file.path, yaml, rules, room, report });
  for (const target of inside) file.targets.push(target);
  if (elsewhere.length > 0) file.elsewhere = [...(file.elsewhere ?? []), ...elsewhere];
}

function refOf(value: unknown): Ref | undefined {
  if (!isMap(value) || !isMap(value['metadata'])) return undefined;
  const { name, namespace } = value['metadata'];
  if (typeof value['kind'] !== 'string' || typeof name !== 'string') return undefined;
  const kind = value['kind'];
  if (!fieldRules.kind.test(kind) || !fieldRules.name.test(name)) return undefined;
  return formatRef({ kind, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default', name });
}
