import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import type { PictureEdge } from './picture.ts';

/** `needs`: along the arrows; `neededBy`: against them. */
export type Direction = 'needs' | 'neededBy';

/** One step from a thing to another end. */
export interface Step {
  ref: Ref;
  kind: PictureEdge['kind'];
}

/** Relation types of Backstage's model that are needs; with an API between, it is a place of its own. */
const types: Readonly<Record<Direction, readonly (readonly [type: string, kind: Step['kind']])[]>> = {
  needs: [
    ['dependsOn', 'depends'],
    ['consumesApi', 'api'],
    ['apiProvidedBy', 'api'],
  ],
  neededBy: [
    ['dependencyOf', 'depends'],
    ['apiConsumedBy', 'api'],
    ['providesApi', 'api'],
  ],
};

/** What a thing directly needs, or what directly needs it, each once. An API that nobody uses is no need of anybody. */
export function stepsFrom(view: DirectoryView, ref: Ref, direction: Direction): Step[] {
  const found = new Map<Ref, Step>();
  for (const [type, kind] of types[direction]) {
    for (const target of view.targets(ref, type)) {
      const used = type !== 'providesApi' || isUsed(view, target);
      if (used && target !== ref && !found.has(target)) found.set(target, { ref: target, kind });
    }
  }
  return [...found.values()];
}

function isUsed(view: DirectoryView, api: Ref): boolean {
  return ['apiConsumedBy', 'dependencyOf'].some((type) => view.targets(api, type).length > 0);
}
