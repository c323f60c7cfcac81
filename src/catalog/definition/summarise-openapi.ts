import { type Json, mapOf, type Operation, operation, short, type Summary, summaryOf, titled } from './summary.ts';

/** Keys of a path item that are operations: https://spec.openapis.org/oas/v3.1.1.html#path-item-object. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** OpenAPI 3 and Swagger 2. */
export function summariseOpenApi(document: Json): Summary {
  const swagger = short(document['swagger']);
  const form = swagger === undefined ? `OpenAPI ${short(document['openapi']) ?? ''}`.trim() : `Swagger ${swagger}`;
  return summaryOf(titled(form, document['info']), operationsOf(mapOf(document['paths'])));
}

function* operationsOf(paths: Json): Generator<Operation> {
  for (const [path, item] of Object.entries(paths)) {
    const known = mapOf(item);
    for (const method of methods) {
      if (!(method in known)) continue;
      const { summary, operationId } = mapOf(known[method]);
      yield operation(`${method.toUpperCase()} ${path}`, summary ?? operationId);
    }
  }
}
