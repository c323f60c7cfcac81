import type { RegistrationKey } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';

/** A path may have blanks in it, a source's name as well; no name has a line break. */
export function unregisterValue({ source, path }: RegistrationKey): string {
  return `${source}\n${path}`;
}

/** Anything may come back from Slack; whether it is registered is looked up. */
export function parseUnregisterValue(value: string): RegistrationKey {
  const [source, path] = value.split('\n');
  if (!source || !path) throw new UserError('bad-button', 'This button names nothing that is registered.', 'Ask again.');
  return { source, path };
}
