import { buildManifest, placeholderUrl } from '#app/build-manifest.ts';
import { createDefinitions } from '#app/create-definitions.ts';
import { UserError } from '#core/user-error.ts';
import { readSettings } from '../config.ts';

/** `switchboard manifest`: the app manifest that fits the configuration; touches no file and no network. */
export function printManifest(options: { url?: string; socketMode?: true }): void {
  const settings = readSettings();
  const socketMode = options.socketMode === true || (settings.env.socketMode && options.url === undefined);
  const requestUrl = options.url === undefined ? placeholderUrl : requestUrlAt(options.url);
  const manifest = buildManifest({ definitions: createDefinitions(settings), commands: settings.commands, socketMode, requestUrl });
  console.log(JSON.stringify(manifest, null, 2));
}

function requestUrlAt(url: string): string {
  const base = URL.parse(url);
  if (base?.protocol === 'https:') return new URL('/slack/events', base).href;
  throw new UserError('manifest-url', 'Slack posts to https addresses only.', 'Give one such as https://switchboard.acme.example.');
}
