import { distance } from 'fastest-levenshtein';
import type { Ignored } from '#core/descriptor.ts';
import { quoted, type Finding } from './finding.ts';
import { kinds, type ModelKind } from './kinds.ts';
import type { ReadRules } from './read-rules.ts';
import { isMap } from './shape.ts';

/** What a document turns out to be, before its fields are looked at. */
export type Outcome =
  | { is: 'ignored'; reason: Ignored['reason'] }
  | { is: 'problem'; finding: Finding }
  | { is: 'entity'; document: Record<string, unknown>; model: ModelKind }
  /** A kind outside the model that `allow` names. */
  | { is: 'opaque'; document: Record<string, unknown>; finding: Finding };

type KindRules = Pick<ReadRules, 'allow' | 'registered'>;

/**
 * Tells descriptors from documents that are nobody's mistake: skeletons with expressions where the name should be,
 * files of other tools. Anything that claims to be a descriptor and is none of ours is a problem.
 */
export function classify(value: unknown, rules: KindRules): Outcome {
  if (value === null || value === undefined) return { is: 'ignored', reason: 'empty' };
  if (typeof value === 'string' && isLfsPointer(value)) return problem(inLfs());
  if (!isMap(value)) return { is: 'ignored', reason: 'not-a-descriptor' };
  const { apiVersion, kind, metadata } = value;
  const name = isMap(metadata) ? metadata['name'] : undefined;
  if ([apiVersion, kind, name].some(isExpression)) return { is: 'ignored', reason: 'unrendered' };
  if (typeof kind !== 'string' || kind === '') return withoutKind(apiVersion, kind);
  const lower = kind.toLowerCase();
  const model = kinds.get(lower);
  if (typeof apiVersion !== 'string' || apiVersion === '') return withoutVersion(apiVersion, model);
  const allowed = rules.allow.includes(lower);
  const ours = isBackstage(apiVersion);
  if (!model) {
    if (allowed) return { is: 'opaque', document: value, finding: outsideModel(kind, rules) };
    return ours ? problem(unknownKind(kind, rules)) : { is: 'ignored', reason: 'foreign-api-version' };
  }
  if (!allowed && !ours) return { is: 'ignored', reason: 'foreign-api-version' };
  if (!allowed) return problem(notAllowed(model, rules));
  if (!model.apiVersions.includes(apiVersion)) return problem(wrongVersion(apiVersion, model));
  if (kind !== model.kind) return problem(wrongCase(kind, model));
  return { is: 'entity', document: value, model };
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('{{') || value.includes('{%'));
}

/** Versions of the model's own groups, and what looks like a slip of them. */
function isBackstage(apiVersion: string): boolean {
  return apiVersion.includes('backstage');
}

function problem(finding: Finding): Outcome {
  return { is: 'problem', finding };
}

function error(finding: Omit<Finding, 'severity'>): Finding {
  return { severity: 'error', ...finding };
}

/** What git has in its place: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md. */
const isLfsPointer = (text: string) => text.startsWith('version https://git-lfs.github.com/spec/');

function inLfs(): Finding {
  return error({
    code: 'file-in-lfs',
    message: 'Git LFS keeps this file, which is not fetched.',
    fix: 'Leave it out of LFS in .gitattributes, and commit the file itself.',
    path: [],
  });
}

function withoutKind(apiVersion: unknown, kind: unknown): Outcome {
  if (typeof apiVersion !== 'string' || !isBackstage(apiVersion)) return { is: 'ignored', reason: 'not-a-descriptor' };
  const missing = kind === undefined;
  return problem(
    error({
      code: missing ? 'kind-missing' : 'kind-invalid',
      message: missing ? 'kind is missing.' : `kind may not be ${quoted(kind)}.`,
      fix: 'Add the kind, e.g. kind: Component.',
      path: ['kind'],
    }),
  );
}

function withoutVersion(apiVersion: unknown, model: ModelKind | undefined): Outcome {
  if (!model) return { is: 'ignored', reason: 'not-a-descriptor' };
  const missing = apiVersion === undefined;
  return problem(
    error({
      code: missing ? 'api-version-missing' : 'api-version-invalid',
      message: missing ? 'apiVersion is missing.' : `apiVersion may not be ${quoted(apiVersion)}.`,
      fix: `Write apiVersion: ${model.apiVersions[0]}.`,
      path: ['apiVersion'],
    }),
  );
}

function wrongVersion(apiVersion: string, model: ModelKind): Finding {
  return error({
    code: 'api-version-wrong',
    message: `apiVersion ${quoted(apiVersion)} is not one of kind ${model.kind}.`,
    fix: `Write apiVersion: ${model.apiVersions[0]}, or keep this file out of the source's paths if it is another tool's.`,
    path: ['apiVersion'],
  });
}

function wrongCase(kind: string, model: ModelKind): Finding {
  return error({
    code: 'kind-case',
    message: `kind ${quoted(kind)} is written differently in the model.`,
    fix: `Write kind: ${model.kind}.`,
    path: ['kind'],
  });
}

/** Where kinds that may come are written. */
function keyOf({ registered }: KindRules): string {
  return registered ? 'catalog.registered.allow' : "the source's allow";
}

function unknownKind(kind: string, rules: KindRules): Finding {
  const [nearest] = [...kinds.values()]
    .map((model) => ({ model, edits: distance(model.kind.toLowerCase(), kind.slice(0, 64).toLowerCase()) }))
    .filter(({ edits }) => edits <= 2)
    .toSorted((one, other) => one.edits - other.edits);
  return error({
    code: 'kind-unknown',
    message: `kind ${quoted(kind)} is not known.`,
    fix: nearest
      ? `Write kind: ${nearest.model.kind}.`
      : `Correct it, or add ${quoted(kind)} to ${keyOf(rules)} in switchboard.yaml to keep it as it is.`,
    path: ['kind'],
  });
}

function outsideModel(kind: string, rules: KindRules): Finding {
  return {
    severity: 'warning',
    code: 'kind-outside-model',
    message: `kind ${quoted(kind)} is not part of the model; the entity is kept as it is.`,
    fix: `Nothing need be done; remove the kind from ${keyOf(rules)} to leave such entities out.`,
    path: ['kind'],
  };
}

function notAllowed(model: ModelKind, rules: KindRules): Finding {
  const written = [...rules.allow.map((kind) => kinds.get(kind)?.kind ?? kind), model.kind];
  const kindsTaken = `allow: [${written.join(', ')}]`;
  const fix = rules.registered
    ? `Move it elsewhere, or have the kind added to ${keyOf(rules)} in switchboard.yaml.`
    : fixAtSource(model, kindsTaken);
  return error({
    code: 'kind-not-allowed',
    message: `This source may not bring entities of kind ${model.kind}.`,
    fix,
    path: ['kind'],
    ours: true,
  });
}

function fixAtSource(model: ModelKind, kindsTaken: string): string {
  return ['User', 'Group'].includes(model.kind)
    ? `Leave it out where people and teams come from elsewhere. Where these files define them, write authority: true at the source in switchboard.yaml; where they only add to them, ${kindsTaken}.`
    : `Add to the source in switchboard.yaml: ${kindsTaken}.`;
}
