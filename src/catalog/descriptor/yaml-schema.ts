import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, mapTag } from 'js-yaml';

/** A key that is null is the empty text, as with Backstage's parser. */
const mapping = (tagName: string, more: { matchByTagPrefix?: true } = {}) =>
  defineMappingTag<Record<string, unknown>>(tagName, {
    ...more,
    create: () => ({}),
    addPair: (map, key, value) => mapTag.addPair(map, key ?? '', value),
    has: (map, key) => mapTag.has(map, key ?? ''),
    keys: mapTag.keys,
    get: (map, key) => mapTag.get(map, key ?? ''),
    identify: () => false,
  });

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
  mapping(prefix, { matchByTagPrefix: true }),
];

/**
 * YAML 1.2 core: `yes` is a string, `010` is ten, `<<` is an ordinary key. Application tags (`!Ref x`) mean nothing, as
 * with Backstage's parser, which merely warns: other tools' files are full of them. Nor do YAML 1.1's (`!!timestamp`).
 */
export const yamlSchema = CORE_SCHEMA.withTags(mapping(mapTag.tagName), ...plain('!'), ...plain('tag:'));
