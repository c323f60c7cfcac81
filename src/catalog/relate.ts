import type { Entity } from '#core/entity.ts';
import { formatRef, parseRef, type Ref } from '#core/ref.ts';

/** An edge as the entity that declares it has it; whoever stores it adds the other direction, see `inverseOf`. */
export interface EmittedRelation {
  sourceRef: Ref;
  type: string;
  targetRef: Ref;
}

/** A spec field that holds one ref or a list of refs. */
export interface RelationField {
  name: string;
  type: string;
  /** Assumed when the ref has no kind; undefined: the kind has to be written. */
  kind?: string;
  /** The kind's schema says nothing about this field, so anything may stand there. */
  unshaped?: true;
  /** Kinds that the field may name, lower case; absent: any. An edge to another is left out, as Backstage does without a word. */
  only?: readonly string[];
}

/**
 * The relations that an entity declares in its spec, in its own direction only. Names without a kind get the field's
 * kind, names without a namespace the entity's own. Refs that cannot be read were reported when the entity was read and
 * are passed over.
 */
export function relate(entity: Entity): EmittedRelation[] {
  const { spec } = entity;
  const relations: EmittedRelation[] = [];
  if (!spec) return relations;
  const fields = relationFields(entity.kind, spec['type']);
  if (fields.length === 0) return relations;
  const { name, namespace } = entity.metadata;
  const sourceRef = formatRef({ kind: entity.kind, namespace, name });
  for (const field of fields) {
    const value = spec[field.name];
    if (!value) continue;
    for (const written of Array.isArray(value) ? value : [value]) {
      const parts = typeof written === 'string' ? parseRef(written, { kind: field.kind, namespace }) : undefined;
      if (parts && mayName(field, parts.kind)) relations.push({ sourceRef, type: field.type, targetRef: formatRef(parts) });
    }
  }
  return relations.length > 1 ? withoutRepeats(relations) : relations;
}

/** Whether the field makes an edge to a thing of this kind. */
export function mayName({ only }: RelationField, kind: string): boolean {
  return only === undefined || only.includes(kind.toLowerCase());
}

function withoutRepeats(relations: EmittedRelation[]): EmittedRelation[] {
  const seen = new Set<string>();
  return relations.filter(({ type, targetRef }) => {
    const edge = `${type} ${targetRef}`;
    return !seen.has(edge) && seen.add(edge);
  });
}

const inverses = new Map<string, string>(
  [
    ['ownedBy', 'ownerOf'],
    ['partOf', 'hasPart'],
    ['providesApi', 'apiProvidedBy'],
    ['consumesApi', 'apiConsumedBy'],
    ['dependsOn', 'dependencyOf'],
    ['memberOf', 'hasMember'],
    ['childOf', 'parentOf'],
  ].flatMap(([from = '', to = '']) => [
    [from, to],
    [to, from],
  ]),
);

/** The type of the same edge seen from its target; a type that is not the model's is its own inverse. */
export function inverseOf(type: string): string {
  return inverses.get(type) ?? type;
}

/** Which fields of an entity's spec are refs; `type` is `spec.type`, which decides for AI resources. */
export function relationFields(kind: string, type: unknown): readonly RelationField[] {
  const name = kind.toLowerCase();
  return name === 'airesource' ? (aiFields.get(type) ?? aiBase) : (fieldsOf.get(name) ?? opaque);
}

const owner: RelationField = { name: 'owner', type: 'ownedBy', kind: 'Group' };
const system: RelationField = { name: 'system', type: 'partOf', kind: 'System' };
const dependsOn: RelationField = { name: 'dependsOn', type: 'dependsOn' };
const dependencyOf: RelationField = { name: 'dependencyOf', type: 'dependencyOf', unshaped: true };

/** Kinds outside the model: an owner is an owner. */
const opaque: readonly RelationField[] = [owner];

const fieldsOf: ReadonlyMap<string, readonly RelationField[]> = new Map([
  [
    'component',
    [
      owner,
      { name: 'subcomponentOf', type: 'partOf', kind: 'Component' },
      system,
      { name: 'providesApis', type: 'providesApi', kind: 'API' },
      { name: 'consumesApis', type: 'consumesApi', kind: 'API' },
      dependsOn,
      dependencyOf,
    ],
  ],
  ['api', [owner, system]],
  ['resource', [owner, system, dependsOn, dependencyOf]],
  ['system', [owner, { name: 'domain', type: 'partOf', kind: 'Domain' }]],
  ['domain', [owner, { name: 'subdomainOf', type: 'partOf', kind: 'Domain' }]],
  ['template', [owner]],
  ['user', [{ name: 'memberOf', type: 'memberOf', kind: 'Group' }]],
  [
    'group',
    [
      { name: 'parent', type: 'childOf', kind: 'Group' },
      { name: 'children', type: 'parentOf', kind: 'Group' },
      { name: 'members', type: 'hasMember', kind: 'User' },
    ],
  ],
  ['location', []],
]);

const aiBase: readonly RelationField[] = [
  { ...owner, only: ['group', 'user'] },
  { ...system, only: ['system'] },
];
const aiResources = { kind: 'AiResource', only: ['airesource'] } as const;

const aiFields: ReadonlyMap<unknown, readonly RelationField[]> = new Map<unknown, readonly RelationField[]>([
  ['skill', [...aiBase, { name: 'dependsOn', type: 'dependsOn', ...aiResources }]],
  ['plugin', [...aiBase, { name: 'skills', type: 'hasPart', ...aiResources }]],
  ['marketplace', [...aiBase, { name: 'plugins', type: 'hasPart', ...aiResources }]],
]);
