import type { Answerable } from './answerable.ts';

export interface CommandDefinition<I = unknown> extends Answerable<I> {
  type: 'command';
  /** With its slash; operators can rename it. */
  command: `/${string}`;
  /** One line for help: what it does. */
  summary: string;
  /** What may follow the command, e.g. `<name, URL or pager id>`; without the command, which can be renamed. */
  usage: string;
  /** Pure. What follows the command, trimmed, as Slack escaped it (`<@U1>`, `<#C1>`, `&amp;`). May throw UserError. */
  parse(text: string): I;
}

/** A slash command. Reply with `message`, `modal` (open), `home` or `none`. */
export function defineCommand<I>(definition: Omit<CommandDefinition<I>, 'type'>): CommandDefinition<I> {
  return { ...definition, type: 'command' };
}
