import { parseRef } from '#core/ref.ts';
import { mayName, relationFields, type RelationField } from '../relate.ts';
import { fieldName, quoted, type Report } from './finding.ts';
import { isMap } from './shape.ts';
import type { Path } from './yaml-document.ts';

/**
 * Backstage refuses an entity when one of its refs cannot be read, or has no kind where none is assumed. We take the
 * entity without that one edge, unless the ref is its owner.
 */
export function checkRelations(entity: Record<string, unknown>, report: Report): void {
  const spec = entity['spec'];
  const kind = entity['kind'];
  if (!isMap(spec) || typeof kind !== 'string') return;
  for (const field of relationFields(kind, spec['type'])) {
    const value = spec[field.name];
    if (!value) continue;
    const path = ['spec', field.name];
    if (!Array.isArray(value)) checkRef(value, field, { path, report });
    else value.forEach((item: unknown, index) => checkRef(item, field, { path: [...path, index], report }));
  }
}

function checkRef(value: unknown, field: RelationField, at: { path: Path; report: Report }): void {
  // Fields of the kind's shape that are no text have been reported as such.
  if (typeof value !== 'string' && !field.unshaped) return;
  const parts = typeof value === 'string' ? parseRef(value, { kind: field.kind, namespace: 'default' }) : undefined;
  if (parts) return mayName(field, parts.kind) ? undefined : otherKind(value, field, at);
  const kindless = field.kind === undefined && typeof value === 'string' && parseRef(value, { kind: 'any' });
  if (kindless) {
    at.report({
      severity: 'warning',
      code: 'ref-without-kind',
      message: `${fieldName(at.path)} ${quoted(value)} does not say of which kind it is; this one edge was dropped.`,
      fix: `Write the kind in front, e.g. component:${value}.`,
      path: at.path,
    });
    return;
  }
  const owner = field.name === 'owner';
  at.report({
    severity: owner ? 'error' : 'warning',
    code: 'ref-malformed',
    message: `${fieldName(at.path)} ${quoted(value)} is not an entity reference${owner ? '' : '; this one edge was dropped'}.`,
    fix: 'Write it as kind:namespace/name, or shorter: namespace/name, name.',
    path: at.path,
  });
}

/** Backstage takes the entity and leaves the edge out without a word. */
function otherKind(value: unknown, { only = [] }: RelationField, at: { path: Path; report: Report }): void {
  at.report({
    severity: 'warning',
    code: 'ref-other-kind',
    message: `${fieldName(at.path)} ${quoted(value)} is not of a kind that may stand here; this one edge was dropped.`,
    fix: `Name ${only.join(' or ')} instead.`,
    path: at.path,
    ours: true,
  });
}
