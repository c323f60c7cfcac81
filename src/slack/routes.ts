import { UserError } from '#core/user-error.ts';
import type { Definition } from './definition.ts';
import type { CommandDefinition } from './define-command.ts';
import type { Payload } from './payload.ts';

/** Which definition answers a payload: one look into a Map. */
export interface Routes {
  find(payload: Payload): Definition | undefined;
  /** As people can type them, for help: the names are the operator's. */
  commands: readonly { name: string; definition: CommandDefinition }[];
}

/**
 * Builds the map. `rename`: a definition's command → the name it has in this workspace, both with a slash. Throws when
 * two definitions want the same payloads, or when a renamed command does not exist: both are mistakes to see at start,
 * the second the operator's (UserError).
 */
export function buildRoutes(definitions: readonly Definition[], rename: Readonly<Record<string, string>>): Routes {
  const routes = new Map<string, Definition>();
  const commands: { name: string; definition: CommandDefinition }[] = [];
  for (const definition of definitions) {
    const name = definition.type === 'command' ? (rename[definition.command] ?? definition.command) : '';
    const key = `${definition.type} ${keyOf(definition, name)}`;
    if (routes.has(key)) throw new Error(`Both ${routes.get(key)?.id} and ${definition.id} answer “${key}”.`);
    routes.set(key, definition);
    if (definition.type === 'command') commands.push({ name, definition });
  }
  for (const from of Object.keys(rename)) {
    if (!commands.some(({ definition }) => definition.command === from)) {
      const known = commands.map(({ definition }) => definition.command).join(', ');
      throw new UserError('command-unknown', `slack.commands renames ${from}, which is not a command.`, `There are: ${known}.`);
    }
  }
  return { commands, find: (payload) => routes.get(routeKey(payload)) };
}

function keyOf(definition: Definition, name: string): string {
  if (definition.type === 'command') return name;
  return definition.type === 'event' ? definition.event : definition.id;
}

function routeKey(payload: Payload): string {
  if (payload.type === 'command' || payload.type === 'event') return `${payload.type} ${payload.name}`;
  // Slack wants different action ids in one block, so several equal buttons are `id#1`, `id#2`.
  const end = payload.id.indexOf('#');
  return `${payload.type} ${end === -1 ? payload.id : payload.id.slice(0, end)}`;
}
