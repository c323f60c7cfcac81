import * as model from '@backstage/catalog-model';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';

const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);

const validators = [
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

/** Why Backstage's own packages would not take a document; undefined when they would. */
export async function backstageRefusal(document: unknown): Promise<string | undefined> {
  try {
    const entity = await policy.enforce(document as model.Entity);
    if (!entity) return 'refused by policy';
    for (const validator of validators) if (await validator.check(entity)) return undefined;
    return `no validator knows ${entity.apiVersion} ${entity.kind}`;
  } catch (error) {
    return String(error);
  }
}
