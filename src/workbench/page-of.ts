import { type Json, text } from './json.ts';

/** What a method with `limit` and `cursor` gives at once (https://docs.slack.dev/apis/web-api/pagination); undefined: a made-up cursor. */
export function pageOf<T extends { id: string }>(all: readonly T[], args: Json): { items: T[]; nextCursor: string } | undefined {
  const cursor = text(args['cursor']);
  const from = cursor === '' ? 0 : all.findIndex(({ id }) => cursorTo(id) === cursor);
  if (from === -1) return undefined;
  // Without a limit Slack tries to give everything.
  const to = from + (Number(args['limit']) || all.length);
  const next = all[to];
  return { items: all.slice(from, to), nextCursor: next ? cursorTo(next.id) : '' };
}

const cursorTo = (id: string): string => Buffer.from(`user:${id}`).toString('base64');
