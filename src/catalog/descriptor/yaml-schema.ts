import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, mapTag } from 'js-yaml';

/** Whatever is tagged so is read as if it were not. */
const plain = (prefix: string) => [
  defineScalarTag<string>(prefix, { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
  defineSequenceTag<unknown[]>(prefix, {
    matchByTagPrefix: true,
    create: () => [],
    addItem: (list, item) => {
      list.push(item);
    },
    identify: () => false,
  }),
  defineMappingTag<Record<string, unknown>>(prefix, {
    matchByTagPrefix: true,
    create: () => ({}),
    addPair: mapTag.addPair,
    has: mapTag.has,
    keys: mapTag.keys,
    get: mapTag.get,
    identify: () => false,
  }),
];

/**
 * YAML 1.2 core: `yes` is a string, `010` is ten, `<<` is an ordinary key. Application tags (`!Ref x`) mean nothing, as
 * with Backstage's parser, which merely warns: other tools' files are full of them. Nor do YAML 1.1's (`!!timestamp`).
 */
export const yamlSchema = CORE_SCHEMA.withTags(...plain('!'), ...plain('tag:'));
