import { createRequire } from 'node:module';
import type * as Alpha from '@backstage/catalog-model/alpha';
import * as model from '@backstage/catalog-model';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';

/** Its ES modules import lodash in a way that Node refuses; the CommonJS ones work. */
const alpha = createRequire(import.meta.url)('@backstage/catalog-model/alpha') as typeof Alpha;

const envelope = model.entityEnvelopeSchemaValidator();

const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);

type Validator = { check: (entity: model.Entity) => Promise<boolean> };

const classic: Validator[] = [
  model.apiEntityV1alpha1Validator,
  model.componentEntityV1alpha1Validator,
  model.domainEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.locationEntityV1alpha1Validator,
  model.resourceEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
  model.userEntityV1alpha1Validator,
  templateEntityV1beta3Validator,
];

const aiVariants: Record<string, Validator> = {
  skill: alpha.skillAiResourceEntityV1alpha1Validator,
  rule: alpha.ruleAiResourceEntityV1alpha1Validator,
  plugin: alpha.pluginAiResourceEntityV1alpha1Validator,
  marketplace: alpha.marketplaceAiResourceEntityV1alpha1Validator,
};

/** Ref fields of the built-in processors: field → the kind they assume, undefined where none. */
const refFields: Record<string, Record<string, string | undefined>> = {
  Component: {
    owner: 'Group',
    system: 'System',
    subcomponentOf: 'Component',
    providesApis: 'API',
    consumesApis: 'API',
    dependsOn: undefined,
    dependencyOf: undefined,
  },
  API: { owner: 'Group', system: 'System' },
  Resource: { owner: 'Group', system: 'System', dependsOn: undefined, dependencyOf: undefined },
  System: { owner: 'Group', domain: 'Domain' },
  Domain: { owner: 'Group', subdomainOf: 'Domain' },
  User: { memberOf: 'Group' },
  Group: { parent: 'Group', children: 'Group', members: 'User' },
  Template: { owner: 'Group' },
  AiResource: { owner: 'Group', system: 'System' },
  'AiResource "skill"': { owner: 'Group', system: 'System', dependsOn: 'AiResource' },
  'AiResource "plugin"': { owner: 'Group', system: 'System', skills: 'AiResource' },
  'AiResource "marketplace"': { owner: 'Group', system: 'System', plugins: 'AiResource' },
};

/** Backstage's own verdict on a document: its policies and validators, run, and its reading of every ref. */
export async function backstageTakes(document: unknown): Promise<boolean> {
  return (await backstageRefusal(document)) === undefined;
}

/** Why Backstage would not take a document; undefined when it would. */
export async function backstageRefusal(document: unknown): Promise<string | undefined> {
  try {
    const entity = await policy.enforce(withPlace(envelope(document as model.Entity)));
    if (!entity) return 'refused by policy';
    if (!(await isOfAKnownKind(entity))) return `no validator knows ${entity.apiVersion} ${entity.kind}`;
    readRefs(entity);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Before the policies its backend writes into the annotations where it read the entity, whatever falsy stands there. */
function withPlace(entity: model.Entity): model.Entity {
  const annotations: unknown = entity.metadata.annotations || {};
  if (typeof annotations !== 'object' || Array.isArray(annotations)) throw new TypeError('metadata.annotations must be a valid object');
  const place = 'url:https://github.com/acme/catalog/blob/main/catalog-info.yaml';
  return { ...entity, metadata: { ...entity.metadata, annotations: { ...annotations, 'backstage.io/managed-by-location': place } } };
}

async function isOfAKnownKind(entity: model.Entity): Promise<boolean> {
  const type = entity.spec?.['type'];
  if (entity.kind === 'AiResource') {
    const variant = typeof type === 'string' && Object.hasOwn(aiVariants, type) ? aiVariants[type] : undefined;
    return await (variant ?? alpha.aiResourceEntityV1alpha1Validator).check(entity);
  }
  // Its backend has one of two models, depending on which modules are installed.
  if (entity.kind === 'API' && type === 'mcp-server' && (await alpha.mcpServerApiEntityValidator.check(entity))) return true;
  for (const validator of classic) if (await validator.check(entity)) return true;
  return false;
}

/** Throws where the processors throw. */
function readRefs(entity: model.Entity): void {
  const fields = refFields[`${entity.kind} ${JSON.stringify(entity.spec?.['type'])}`] ?? refFields[entity.kind] ?? {};
  for (const [field, defaultKind] of Object.entries(fields)) {
    const value = entity.spec?.[field];
    if (!value) continue;
    const defaultNamespace = entity.metadata.namespace;
    for (const ref of [value].flat()) {
      model.parseEntityRef(ref as string, {
        ...(defaultKind === undefined ? {} : { defaultKind }),
        ...(defaultNamespace === undefined ? {} : { defaultNamespace }),
      });
    }
  }
}
