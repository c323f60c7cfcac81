import type { RegistrationKey } from '#core/registrations.ts';
import { reply } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { defineAction } from '#slack/define-action.ts';
import { code, dateToken, escape, md } from '#slack/mrkdwn.ts';
import { message } from '../message.ts';
import { clockTime } from '../words.ts';
import { listCard } from './list-card.ts';
import { mayRegister, memberOnly, type Registering, registrationsOf } from './registering.ts';
import { parseUnregisterValue } from './unregister-value.ts';

/** Ends a registration; what it brought stays for a week. */
export const unregister = (registering: Registering) =>
  defineAction<RegistrationKey>({
    id: 'catalog.unregister',
    writes: true,
    parse: parseUnregisterValue,
    async answer(ctx, { source, path }) {
      mayRegister(registering, ctx);
      const { leavesAt } = await registrationsOf(registering, ctx).unregister({ source, path });
      const leaves = new Date(leavesAt);
      const answer = md`${code(path)} of ${escape(source.replace(/^registered\//, ''), 150)} is not registered any more.`;
      const until = md`What it brought stays until ${dateToken(leaves, `${leavesAt.slice(0, 10)} ${clockTime(leaves)}`)}, and its cards say so. Registering it again takes this back.`;
      return reply.replace(message(answer, [section(answer), context(until)]));
    },
    /** Refusals have another reply. */
    async after({ ledger, viewer }, key, said) {
      if (said.kind !== 'message' || said.where !== 'replace') return;
      await ledger.audit({ viewer, action: 'catalog.unregister', subject: key.source, detail: { path: key.path } });
    },
  });

/** Another page of the list. */
export const turnRegistrations = (registering: Registering) =>
  defineAction<number>({
    id: 'catalog.registrations',
    parse: (value) => Math.max(0, Number.parseInt(value, 10) || 0),
    async answer(ctx, page) {
      memberOnly(ctx);
      const view = ctx.directory.for(ctx.viewer);
      const all = (await registrationsOf(registering, ctx).list()).filter(({ source }) => view.source(source) !== undefined);
      return reply.replace(listCard(all, { page, now: ctx.clock.now() }));
    },
  });
