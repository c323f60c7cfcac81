import { load } from 'js-yaml';
import { yamlSchema } from '../descriptor/yaml-schema.ts';
import { summariseAsyncApi } from './summarise-asyncapi.ts';
import { summariseGraphql } from './summarise-graphql.ts';
import { summariseOpenApi } from './summarise-openapi.ts';
import { summariseProto } from './summarise-proto.ts';
import { isMap, type Summary } from './summary.ts';

/** What a thread is asked: the definition and what its entity says it is. */
export interface Summarising {
  type: string;
  text: string;
}

const unknown: Summary = { operations: [], total: 0 };

/** Summarises a definition by what it is, which its type need not tell. Throws whatever its parser does. */
export function summarise({ type, text }: Summarising): Summary {
  if (/graphql/i.test(type)) return summariseGraphql(text);
  if (/grpc|proto/i.test(type) || /^\s*syntax\s*=\s*["']proto/m.test(text.slice(0, 5000))) return summariseProto(text);
  const document: unknown = text.trimStart().startsWith('{') ? JSON.parse(text.trimStart()) : load(text, { schema: yamlSchema });
  if (!isMap(document)) return unknown;
  if ('openapi' in document || 'swagger' in document) return summariseOpenApi(document);
  return 'asyncapi' in document ? summariseAsyncApi(document) : unknown;
}
