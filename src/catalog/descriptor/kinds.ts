import type { Field, Shape } from './shape.ts';
import { templateSpec } from './template-shape.ts';

/** A kind of the model: how it is written, under which versions, and what its spec must hold. */
export interface ModelKind {
  kind: string;
  apiVersions: readonly string[];
  /** The shape of this spec, which may depend on what is in it. */
  spec: (spec: Record<string, unknown>) => Shape;
}

const text = { is: 'text' } as const satisfies Shape;
const texts = { is: 'list', of: text } as const satisfies Shape;

const optional = (...names: string[]): Field[] => names.map((name) => ({ name, shape: text }));
const lists = (...names: string[]): Field[] => names.map((name) => ({ name, shape: texts }));
const map = (...fields: readonly Field[]): Shape => ({ is: 'map', fields });

const owner: Field = { name: 'owner', shape: text, required: true, hint: 'the group that answers for it' };
const type: Field = { name: 'type', shape: text, required: true, hint: 'what sort of thing it is, e.g. service' };
const lifecycle: Field = {
  name: 'lifecycle',
  shape: text,
  required: true,
  hint: 'experimental, production or deprecated',
};
const profile: Field = { name: 'profile', shape: map(...optional('displayName', 'email', 'picture')) };

const component = map(
  type,
  lifecycle,
  owner,
  ...optional('system', 'subcomponentOf'),
  ...lists('providesApis', 'consumesApis', 'dependsOn'),
);
const api = map(
  type,
  lifecycle,
  owner,
  { name: 'definition', shape: text, required: true, hint: 'the interface itself, or $text with the path of its file' },
  ...optional('system'),
);
const remote = map(
  { name: 'type', shape: text, required: true, hint: 'e.g. streamable-http' },
  { name: 'url', shape: text, required: true, hint: 'where the server is reached' },
);
const mcpServer = map(
  type,
  lifecycle,
  owner,
  { name: 'remotes', shape: { is: 'list', of: remote, min: 1 }, required: true, hint: 'a list of {type, url}' },
  ...optional('system'),
);
const resource = map(type, owner, ...optional('system'), ...lists('dependsOn'));
const system = map(owner, ...optional('domain', 'type'));
const domain = map(owner, ...optional('subdomainOf', 'type'));
const group = map(
  type,
  { name: 'children', shape: texts, required: true, hint: 'the child groups, [] for none' },
  profile,
  ...optional('parent'),
  ...lists('members'),
);
const user = map({ name: 'memberOf', shape: texts, required: true, hint: 'the groups, [] for none' }, profile);
const location = map(...optional('type', 'target'), ...lists('targets'), {
  name: 'presence',
  shape: { is: 'text', only: ['required', 'optional'] },
});

const aiBase = [type, lifecycle, owner, ...optional('system')];
const ai = {
  generic: map(...aiBase),
  skill: map(...aiBase, ...lists('disciplines', 'categories', 'agents', 'dependsOn'), ...optional('allowedTools', 'license'), {
    name: 'compatibility',
    shape: { is: 'text', max: 500 },
  }),
  rule: map(
    ...aiBase,
    { name: 'category', shape: text, required: true, hint: 'what the rule is about' },
    { name: 'rationale', shape: text, required: true, hint: 'why the rule exists' },
    ...lists('disciplines'),
  ),
  plugin: map(...aiBase, { name: 'skills', shape: texts, required: true, hint: 'the skills it brings' }, ...optional('version')),
  marketplace: map(...aiBase, { name: 'plugins', shape: texts, required: true, hint: 'the plugins it offers' }, ...optional('version')),
} as const satisfies Record<string, Shape>;

/** Without its module for AI Backstage knows no MCP servers: there these are APIs like all others, with a definition. */
function apiVariant({ type: variant, definition }: Record<string, unknown>): Shape {
  const isDefined = typeof definition === 'string' && definition !== '';
  return variant === 'mcp-server' && !isDefined ? mcpServer : api;
}

function aiVariant({ type: variant }: Record<string, unknown>): Shape {
  const known = new Map<unknown, Shape>(Object.entries(ai));
  return (variant === 'generic' ? undefined : known.get(variant)) ?? ai.generic;
}

const builtIn = ['backstage.io/v1alpha1', 'backstage.io/v1beta1'];
const plain = (kind: string, spec: Shape): ModelKind => ({ kind, apiVersions: builtIn, spec: () => spec });

/** The model's kinds by lower-case name, after the JSON schemas of Backstage 1.55. */
export const kinds: ReadonlyMap<string, ModelKind> = new Map(
  [
    plain('Component', component),
    { kind: 'API', apiVersions: builtIn, spec: apiVariant },
    plain('Resource', resource),
    plain('System', system),
    plain('Domain', domain),
    plain('Group', group),
    plain('User', user),
    plain('Location', location),
    { kind: 'AiResource', apiVersions: ['backstage.io/v1alpha1'], spec: aiVariant },
    { kind: 'Template', apiVersions: ['scaffolder.backstage.io/v1beta3'], spec: () => templateSpec },
  ].map((model) => [model.kind.toLowerCase(), model]),
);
