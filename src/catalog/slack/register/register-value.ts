import { UserError } from '#core/user-error.ts';

export interface RegisterInput {
  address: string;
  /** Of what was shown. */
  digest: string;
}

/** What the button carries back. */
export function registerValue({ address, digest }: RegisterInput): string {
  return `${digest} ${address}`;
}

/** Anything may come back from Slack; what the address means is decided anew. */
export function parseRegisterValue(value: string): RegisterInput {
  const [, digest, address] = /^([0-9a-f]{16}) (.+)$/s.exec(value) ?? [];
  if (digest === undefined || address === undefined)
    throw new UserError('bad-button', 'This button names nothing that can be read.', 'Ask again.');
  return { digest, address };
}
