import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeGitHubServer, startServer } from './server.ts';
import { createState, type WorldState } from './state.ts';

export type GitHubWorld = WorldState & FakeGitHubServer;

/** A GitHub with one organisation, served on loopback until it is closed. */
export async function openGitHubWorld(organization = 'acme'): Promise<GitHubWorld> {
  const gitFolder = mkdtempSync(path.join(tmpdir(), 'switchboard-github-'));
  const state = createState(organization, gitFolder);
  const server = await startServer(state);
  return Object.assign(state, server, {
    async close() {
      await server.close();
      rmSync(gitFolder, { recursive: true, force: true, maxRetries: 3 });
    },
  });
}
