import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { defineRequest } from '#slack/define-request.ts';
import { readTarget } from '../../registration/registration-target.ts';
import { lookCard } from './look-card.ts';
import { mayRegister, ownWorkspaceOnly, type Registering, registrationsOf } from './registering.ts';
import { busyMessage } from './busy-message.ts';

/** `/catalog register <address>`: what it would bring, for the asker alone; nothing is written before it is confirmed. */
export const registerRequest = (registering: Registering) =>
  defineRequest<string>({
    id: 'catalog.register',
    phrases: ['register'],
    label: 'Register',
    summary: 'Add files of another repository to the catalog; shown before anything is added',
    usage: '<address of a file, pattern or repository>',
    examples: () => ['https://github.com/acme/shop'],
    parse: (text) => text.trim(),
    async answer(ctx, address) {
      mayRegister(registering, ctx);
      if (address === '') {
        throw new UserError(
          'no-address',
          'Name what to register.',
          `For example ${registering.command} register https://github.com/acme/shop`,
        );
      }
      await ownWorkspaceOnly(ctx);
      const look = await registrationsOf(registering, ctx).look(address);
      return reply.ephemeral(lookCard(ctx.directory.for(ctx.viewer), look, { address, now: ctx.clock.now() }));
    },
    meanwhile: (address) => busyMessage('Reading', readTarget(address).repository),
  });
