import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { summarise } from './summarise.task.ts';

const manifests = join(import.meta.dirname, '../../../manifests');
const written = (path: string, name: string): string => {
  const documents = loadAll(readFileSync(join(manifests, path), 'utf8')) as { metadata: { name: string }; spec: { definition: string } }[];
  return documents.find(({ metadata }) => metadata.name === name)?.spec.definition ?? '';
};

test('OpenAPI: title, version, operations by method and path', () => {
  const text = readFileSync(join(manifests, 'payments/payments-api/openapi.yaml'), 'utf8');
  const summary = summarise({ type: 'openapi', text });
  expect(summary).toMatchObject({ form: expect.stringMatching(/^OpenAPI 3\.\d/), title: expect.any(String), version: expect.any(String) });
  expect(summary.operations[0]?.call).toMatch(/^(GET|POST|PUT|DELETE|PATCH) \//);
  expect(summary.total).toBe([...text.matchAll(/^ {4}(get|post|put|patch|delete):/gm)].length);
});

test('Swagger 2 as JSON; more operations than are told are counted, and a version that YAML takes for a number is told', () => {
  const paths = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`/p${n}`, { get: { operationId: `p${n}` }, parameters: [] }]));
  const summary = summarise({ type: 'rest', text: JSON.stringify({ swagger: '2.0', info: { title: 'Old', version: 1.5 }, paths }) });
  expect(summary).toMatchObject({ form: 'Swagger 2.0', title: 'Old', version: '1.5', total: 20 });
  expect(summary.operations).toHaveLength(6);
  expect(summary.operations[0]).toEqual({ call: 'GET /p0', about: 'p0' });
});

test('AsyncAPI 3 and 2', () => {
  const events = summarise({ type: 'asyncapi', text: written('platform/event-bus/catalog-info.yaml', 'order-events-v2') });
  expect(events).toMatchObject({ form: 'AsyncAPI 3.0.0', title: 'Order events', version: '2.1.0' });
  expect(events.operations[0]).toEqual({ call: 'send orders.v2', about: 'tellOrder' });
  const old = 'asyncapi: 2.6.0\ninfo: {title: T, version: 1.0.0}\nchannels:\n  orders: {publish: {summary: New}, subscribe: {}}\n';
  expect(summarise({ type: 'asyncapi', text: old })).toEqual({
    form: 'AsyncAPI 2.6.0',
    title: 'T',
    version: '1.0.0',
    operations: [{ call: 'publish orders', about: 'New' }, { call: 'subscribe orders' }],
    total: 2,
  });
});

test('GraphQL: the fields of the root types, by whatever name they go', () => {
  const text = 'schema { query: Root }\ntype Root { "One" one: Int two: Int }\ntype Mutation { three: Int }\ntype Other { four: Int }';
  expect(summarise({ type: 'graphql', text })).toEqual({
    form: 'GraphQL',
    operations: [{ call: 'query one', about: 'One' }, { call: 'query two' }, { call: 'mutation three' }],
    total: 3,
  });
  expect(() => summarise({ type: 'graphql', text: 'type {' })).toThrow('Syntax Error');
});

test('gRPC: services and methods, without what is commented out', () => {
  const stock = summarise({ type: 'grpc', text: written('logistics/stock-api/catalog-info.yaml', 'stock-v1') });
  expect(stock).toMatchObject({ form: 'gRPC', title: 'halyard.stock.v1', total: 3 });
  const text = 'syntax = "proto3";\nservice A {\n // rpc Old (X) returns (Y);\n /* rpc Older (X) */ rpc New (X) returns (Y);\n}';
  expect(summarise({ type: 'other', text }).operations).toEqual([{ call: 'A.New' }]);
});

test('what it does not know it says nothing about', () => {
  expect(summarise({ type: 'openapi', text: '- a\n- b\n' })).toEqual({ operations: [], total: 0 });
  expect(summarise({ type: 'wsdl', text: '{"any": 1}' })).toEqual({ operations: [], total: 0 });
  expect(() => summarise({ type: 'openapi', text: '{ "broken' })).toThrow();
  expect(summarise({ type: 'openapi', text: 'openapi: 3.1.0\npaths: [1]\ninfo: x\n' })).toEqual({
    form: 'OpenAPI 3.1.0',
    operations: [],
    total: 0,
  });
});

test('a byte order mark before JSON is none of it', () => {
  expect(summarise({ type: 'openapi', text: '\uFEFF{"openapi": "3.1.0", "paths": {"/a": {"get": {}}}}' })).toMatchObject({ total: 1 });
});
