import type { Block } from '#core/reply.ts';

/**
 * The same blocks without anything that would notify people: `<@U…>`, `<!subteam^…>`, `<!here>`. Our own sections
 * leave mentions out by themselves; this holds for whatever plugins write into a message that a whole channel reads.
 */
export function withoutPings(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => walk(block) as Block);
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return quiet(value);
  if (Array.isArray(value)) return value.map(walk);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
}

function quiet(text: string): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>/g, (_, id: string, label?: string) => label || id)
    .replace(/<!(?!date\^)(?:subteam\^)?([^<>|^]*)(?:\|([^<>]*))?>/g, (_, name: string, label?: string) => label || name);
}
