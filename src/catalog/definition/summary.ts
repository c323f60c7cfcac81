/** What can be said of an API's definition in a few lines. All texts are foreign. */
export interface Summary {
  /** `OpenAPI 3.0.3`, `GraphQL`; absent where the form of it is not known to us. */
  form?: string;
  title?: string;
  version?: string;
  /** What can be called: operations, messages, root fields, methods. */
  operations: Operation[];
  /** How many there are; only the first are told. */
  total: number;
}

export interface Operation {
  /** `POST /charges`, `query product`, `Stock.Reserve`. */
  call: string;
  about?: string;
}

/** How many operations are told. */
export const mostOperations = 6;

export type Json = Record<string, unknown>;

export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mapOf(value: unknown): Json {
  return isMap(value) ? value : {};
}

/** A short text; numbers too, because YAML makes one of `version: 1.0`. */
export function short(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, 200) : undefined;
}

/** Counts all and keeps the first. */
export function summaryOf(head: Omit<Summary, 'operations' | 'total'>, calls: Iterable<Operation>): Summary {
  const operations: Operation[] = [];
  let total = 0;
  for (const operation of calls) {
    total += 1;
    if (operations.length < mostOperations) operations.push(operation);
  }
  return { ...head, operations, total };
}

export function operation(call: string, about: unknown): Operation {
  const words = short(about);
  return { call: call.slice(0, 200), ...(words !== undefined && { about: words }) };
}

/** Title and version as OpenAPI and AsyncAPI both have them. */
export function titled(form: string, info: unknown): Omit<Summary, 'operations' | 'total'> {
  const { title, version } = mapOf(info);
  const [name, number] = [short(title), short(version)];
  return { form, ...(name !== undefined && { title: name }), ...(number !== undefined && { version: number }) };
}
