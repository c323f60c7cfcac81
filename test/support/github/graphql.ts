import { readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Asker } from './credentials.ts';
import { type Cost, costOf } from './cost.ts';
import { resolveField, rootOf } from './resolvers.ts';
import type { WorldState } from './state.ts';

let published: GraphQLSchema | undefined;

/** GitHub's own schema. Reading it takes a second, so once a process. */
function schema(): GraphQLSchema {
  const at = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
  published ??= buildSchema(readFileSync(at, 'utf8'), { assumeValidSDL: true });
  return published;
}

/** Those that were found valid; the same ones come again and again. */
const parsed = new Map<string, DocumentNode>();

export type GraphqlAnswer = { outcome: 'too-heavy' } | { outcome: 'answered'; body: object };

/** Answers as GitHub does: what its schema does not have is refused, and errors carry a type and a path. */
export async function answerGraphql(world: WorldState, asker: Asker, body: string, url: string): Promise<GraphqlAnswer> {
  const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const document = parsed.get(query) ?? parse(query);
  const invalid = parsed.has(query) ? [] : validate(schema(), document);
  if (invalid.length > 0) return refused(invalid);
  parsed.set(query, document);
  const cost = costOf(schema(), document, variables);
  if (cost instanceof GraphQLError) return refused([cost]);
  if (isTooHeavy(cost, world)) return { outcome: 'too-heavy' };
  const missing = missingScope(query, variables, asker);
  if (missing !== undefined) return refused([missing]);
  const result = await execute({
    schema: schema(),
    document,
    variableValues: variables,
    rootValue: rootOf({ world, asker, url }),
    fieldResolver: resolveField,
  });
  return { outcome: 'answered', body: { data: result.data, ...(result.errors ? { errors: result.errors.map(told) } : {}) } };
}

const isTooHeavy = ({ blobs, repositories }: Cost, { strength }: WorldState) =>
  blobs > strength.blobs || repositories > strength.repositories;

/** A query that names a field beyond the scopes of a token is refused as a whole, before anything is looked up. */
function missingScope(query: string, variables: Record<string, unknown>, { kind, scopes }: Asker): GraphQLError | undefined {
  if (kind === 'installation') return undefined;
  const needs: [asked: boolean, field: string, scope: string][] = [
    [/\bteams?\b|membersWithRole/.test(query), 'slug', 'read:org'],
    [variables['open'] === true, 'email', 'read:user'],
  ];
  const missing = needs.find(([asked, , scope]) => asked && !scopes.includes(scope));
  if (!missing) return undefined;
  const words = `Your token has not been granted the required scopes to execute this query. The '${missing[1]}' field requires one of the following scopes: ['${missing[2]}'].`;
  return new GraphQLError(words, { extensions: { type: 'INSUFFICIENT_SCOPES' } });
}

function refused(errors: readonly GraphQLError[]): GraphqlAnswer {
  return { outcome: 'answered', body: { errors: errors.map(told) } };
}

function told({ message, path, locations, extensions }: GraphQLError): object {
  return { type: extensions['type'], message, path, locations };
}
