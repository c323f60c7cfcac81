import { reply } from '#core/reply.ts';
import { defineAction } from '#slack/define-action.ts';
import { readTarget } from '../../registration/registration-target.ts';
import { busyMessage } from './busy-message.ts';
import { dismissedCard, registeredCard } from './registered-card.ts';
import { parseRegisterValue, type RegisterInput } from './register-value.ts';
import { mayRegister, ownWorkspaceOnly, type Registering, registrationsOf } from './registering.ts';

/** Registers what was shown: who may and what is there is looked at once more. */
export const register = (registering: Registering) =>
  defineAction<RegisterInput>({
    id: 'catalog.register',
    writes: true,
    parse: parseRegisterValue,
    async answer(ctx, { address, digest }) {
      const { userId } = mayRegister(registering, ctx);
      await ownWorkspaceOnly(ctx);
      const done = await registrationsOf(registering, ctx).register({ url: address, by: userId });
      const differs = done.look.digest !== digest;
      return reply.replace(registeredCard(ctx.directory.for(ctx.viewer), done, differs));
    },
    meanwhile: ({ address }) => busyMessage('Registering', readTarget(address).repository),
    /** Refusals have another reply. */
    async after({ ledger, viewer }, { address }, said) {
      if (said.kind !== 'message' || said.where !== 'replace') return;
      const { source, path } = readTarget(address);
      await ledger.audit({ viewer, action: 'catalog.register', subject: source, detail: { path, address } });
    },
  });

/** Puts away what was only looked at. */
export const dismiss = () =>
  defineAction<undefined>({ id: 'catalog.dismiss', parse: () => undefined, answer: () => reply.replace(dismissedCard()) });
