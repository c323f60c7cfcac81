import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, mapTag } from 'js-yaml';

/**
 * YAML 1.2 core: `yes` is a string, `010` is ten, `<<` is an ordinary key. Application tags (`!Ref x`) are read as if
 * they were not there, as Backstage's parser does with a mere warning: other tools' files are full of them.
 */
export const yamlSchema = CORE_SCHEMA.withTags(
  defineScalarTag<string>('!', { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
  defineSequenceTag<unknown[]>('!', {
    matchByTagPrefix: true,
    create: () => [],
    addItem: (list, item) => {
      list.push(item);
    },
    identify: () => false,
  }),
  defineMappingTag<Record<string, unknown>>('!', {
    matchByTagPrefix: true,
    create: () => ({}),
    addPair: mapTag.addPair,
    has: mapTag.has,
    keys: mapTag.keys,
    get: mapTag.get,
    identify: () => false,
  }),
);
