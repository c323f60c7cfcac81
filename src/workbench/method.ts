import type { Grants } from './grants.ts';
import type { Json } from './json.ts';
import type { Workspace } from './workspace.ts';

export interface SlackWorld {
  workspace: Workspace;
  grants: Grants;
}

export type Result = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown };
export type Method = (world: SlackWorld, args: Json) => Result;

export const no = (error: string, faults: readonly string[] = []): Result => ({
  ok: false,
  error,
  ...(faults.length > 0 && { response_metadata: { messages: faults } }),
});
