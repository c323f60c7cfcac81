import { Kind, parse, type DocumentNode } from 'graphql';
import { type Operation, operation, type Summary, summaryOf } from './summary.ts';

/** What one schema may have; the largest public ones have about half of it. */
const maxTokens = 500_000;

/** The fields of a schema's root types. Throws GraphQL's own error when it is none. */
export function summariseGraphql(text: string): Summary {
  const document = parse(text, { noLocation: true, maxTokens });
  return summaryOf({ form: 'GraphQL' }, rootFields(document));
}

function* rootFields({ definitions }: DocumentNode): Generator<Operation> {
  const roots = new Map([
    ['Query', 'query'],
    ['Mutation', 'mutation'],
    ['Subscription', 'subscription'],
  ]);
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { operation: sort, type } of definition.operationTypes ?? []) roots.set(type.name.value, sort);
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const sort = roots.get(definition.name.value);
    if (sort === undefined) continue;
    for (const field of definition.fields ?? []) yield operation(`${sort} ${field.name.value}`, field.description?.value);
  }
}
