import { type Json, mapOf, type Operation, operation, short, type Summary, summaryOf, titled } from './summary.ts';

/** AsyncAPI 2, whose channels have operations, and 3, where operations name their channel. */
export function summariseAsyncApi(document: Json): Summary {
  const head = titled(`AsyncAPI ${short(document['asyncapi']) ?? ''}`.trim(), document['info']);
  const channels = mapOf(document['channels']);
  return summaryOf(head, 'operations' in document ? named(mapOf(document['operations']), channels) : inChannels(channels));
}

function* named(operations: Json, channels: Json): Generator<Operation> {
  for (const [id, value] of Object.entries(operations)) {
    const { action, channel, summary, title } = mapOf(value);
    const name = short(mapOf(channel)['$ref'])?.split('/').at(-1) ?? '';
    const address = short(mapOf(channels[name])['address']) ?? name;
    yield operation([short(action), address || id].filter(Boolean).join(' '), summary ?? title ?? id);
  }
}

function* inChannels(channels: Json): Generator<Operation> {
  for (const [channel, value] of Object.entries(channels)) {
    const known = mapOf(value);
    for (const action of ['publish', 'subscribe']) {
      if (!(action in known)) continue;
      const { summary, operationId } = mapOf(known[action]);
      yield operation(`${action} ${channel}`, summary ?? operationId);
    }
  }
}
