import { modelKinds } from '#core/catalog-config.ts';
import { checkEntity } from './check-entity.ts';
import { classify } from './classify.ts';

/**
 * Whether Backstage 1.55 takes this document, includes substituted and allow rules aside: its entity policies, the
 * validator of the kind (with the ai-model module and the mcp-server layer), and its reading of refs. A document we take
 * with no finding of any other kind than `ours` is exactly one that Backstage takes.
 */
export function backstageAccepts(value: unknown): boolean {
  const outcome = classify(value, { allow: modelKinds });
  if (outcome.is !== 'entity') return false;
  let accepted = true;
  checkEntity(outcome.document, outcome.model, {
    report: (finding) => {
      if (!finding.ours) accepted = false;
    },
    written: () => undefined,
  });
  return accepted;
}
