import { type DocumentNode, getNamedType, type GraphQLSchema, GraphQLError, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

export interface Cost {
  /** Most nodes that the answer can have. */
  nodes: number;
  /** Most texts of blobs. */
  blobs: number;
  /** Most repositories of one list. */
  repositories: number;
}

/**
 * What a query may come to, and what GitHub refuses about its size:
 * https://docs.github.com/en/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>): Cost | GraphQLError {
  const info = new TypeInfo(schema);
  const cost: Cost = { nodes: 0, blobs: 0, repositories: 0 };
  const times = [1];
  let refused: GraphQLError | undefined;
  // A fragment of a file is spread once an alias; it is counted at each spread.
  const spreads = new Map<string, number>();
  visit(document, { FragmentSpread: ({ name }) => void spreads.set(name.value, (spreads.get(name.value) ?? 0) + 1) });
  visit(
    document,
    visitWithTypeInfo(info, {
      FragmentDefinition: {
        enter: ({ name }) => void times.push(spreads.get(name.value) ?? 0),
        leave: () => void times.pop(),
      },
      Field: {
        enter(field) {
          const type = getNamedType(info.getType())?.name ?? '';
          const above = times.at(-1) ?? 1;
          if (field.name.value === 'text' && info.getParentType()?.name === 'Blob') cost.blobs += above;
          if (!type.endsWith('Connection')) return void times.push(above);
          const bound = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
          const first =
            bound?.kind === 'Variable' ? variables[bound.name.value] : bound?.kind === 'IntValue' ? Number(bound.value) : undefined;
          if (typeof first !== 'number')
            refused = sized('MISSING_PAGINATION_BOUNDARIES', `You must provide a first or last value on ${field.name.value}.`);
          else if (first < 1 || first > 100)
            refused = sized('EXCESSIVE_PAGINATION', `Requesting ${first} records exceeds the first limit of 100.`);
          const count = typeof first === 'number' ? above * first : above;
          cost.nodes += count;
          if (type === 'RepositoryConnection') cost.repositories = Math.max(cost.repositories, count);
          times.push(count);
        },
        leave: () => void times.pop(),
      },
    }),
  );
  if (cost.nodes > 500_000) refused ??= sized('MAX_NODE_LIMIT_EXCEEDED', `This query requests up to ${cost.nodes} possible nodes.`);
  return refused ?? cost;
}

const sized = (type: string, message: string) => new GraphQLError(message, { extensions: { type } });
