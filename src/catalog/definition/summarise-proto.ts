import { type Operation, operation, type Summary, summaryOf } from './summary.ts';

/** The services of a `.proto` file and their methods: https://protobuf.dev/reference/protobuf/proto3-spec/. */
export function summariseProto(text: string): Summary {
  const bare = withoutComments(text);
  const name = /\bpackage\s+([\w.]+)\s*;/.exec(bare)?.[1];
  return summaryOf({ form: 'gRPC', ...(name !== undefined && { title: name }) }, methodsOf(bare));
}

function* methodsOf(text: string): Generator<Operation> {
  let service = '';
  for (const [, opened, method] of text.matchAll(/\bservice\s+(\w+)\s*\{|\brpc\s+(\w+)\s*\(/g)) {
    if (opened !== undefined) service = opened;
    else if (method !== undefined) yield operation(`${service}.${method}`, undefined);
  }
}

/** A comment may well say `rpc Old (…)`; a string may hold what looks like a comment. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (part) => (part.startsWith('"') ? '""' : ' '));
}
