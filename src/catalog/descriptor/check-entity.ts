import { checkRelations } from './check-relations.ts';
import { rules } from './field-rules.ts';
import { quoted } from './finding.ts';
import type { ModelKind } from './kinds.ts';
import { checkShape, isMap, type Checking, type Field, type Shape } from './shape.ts';

const text = { is: 'text' } as const satisfies Shape;
const trimmed = { is: 'text', trimmed: true } as const satisfies Shape;

const link: Shape = {
  is: 'map',
  fields: [
    { name: 'url', shape: { is: 'text', rule: rules.url }, required: true, hint: 'where the link leads' },
    { name: 'title', shape: trimmed },
    { name: 'icon', shape: trimmed },
    { name: 'type', shape: text },
  ],
};

const metadata: Shape = {
  is: 'map',
  fields: [
    { name: 'name', shape: { is: 'text', rule: rules.name }, required: true, hint: 'what it is called' },
    { name: 'namespace', shape: { is: 'text', rule: rules.namespace } },
    { name: 'title', shape: text },
    { name: 'description', shape: { is: 'text', blank: true } },
    { name: 'labels', shape: { is: 'pairs', key: rules.key, value: rules.labelValue } },
    { name: 'annotations', shape: { is: 'pairs', key: rules.key, begun: true } },
    { name: 'tags', shape: { is: 'list', of: { is: 'text', rule: rules.tag } } },
    { name: 'links', shape: { is: 'list', of: link } },
    { name: 'uid', shape: text },
    { name: 'etag', shape: text },
  ],
};

const apiVersion: Field = { name: 'apiVersion', shape: { is: 'text', rule: rules.apiVersion }, required: true };
const kind: Field = { name: 'kind', shape: { is: 'text', rule: rules.kind }, required: true };
const about: Field = { name: 'metadata', shape: metadata, required: true, hint: 'a mapping with the name in it' };
const opaqueSpec: Field = { name: 'spec', shape: { is: 'map', fields: [] } };

const envelopes = new WeakMap<Shape, Shape>();
const opaque: Shape = { is: 'map', fields: [apiVersion, kind, about, opaqueSpec] };

/**
 * Checks a whole document against its kind, or only its envelope when the kind is not of the model, and gives it back
 * with null and empty optional fields, foreign root fields and the like left out.
 */
export function checkEntity(document: Record<string, unknown>, model: ModelKind | undefined, checking: Checking): Record<string, unknown> {
  const known = withoutForeignRoots(document, checking);
  const spec = isMap(known['spec']) ? known['spec'] : {};
  const checked = checkShape(known, model ? envelopeOf(model.spec(spec)) : opaque, { path: [], ...checking });
  if (!isMap(checked)) return known;
  if (model) checkRelations(checked, checking.report);
  return checked;
}

/** Built once for each kind of spec. */
function envelopeOf(spec: Shape): Shape {
  const known = envelopes.get(spec);
  if (known) return known;
  const field: Field = { name: 'spec', shape: spec, required: true, hint: 'a mapping with what its kind needs' };
  const envelope: Shape = { is: 'map', fields: [apiVersion, kind, about, field] };
  envelopes.set(spec, envelope);
  return envelope;
}

const roots = new Set(['apiVersion', 'kind', 'metadata', 'spec']);

function withoutForeignRoots(document: Record<string, unknown>, { report }: Checking): Record<string, unknown> {
  const foreign = Object.keys(document).filter((key) => !roots.has(key));
  if (foreign.length === 0) return document;
  for (const key of foreign) {
    report({
      severity: 'warning',
      code: 'root-field-unknown',
      message: `The field ${quoted(key)} has no meaning at the top of a descriptor; it was left out.`,
      fix: 'Remove it, or move it under metadata or spec.',
      path: [key],
    });
  }
  return Object.fromEntries(Object.entries(document).filter(([key]) => roots.has(key)));
}
