import type { DirectoryView } from '#core/directory.ts';
import type { Registration } from '#core/registrations.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { defineRequest } from '#slack/define-request.ts';
import { compileGlob, isGlob } from '../../sources/glob.ts';
import { readTarget } from '../../registration/registration-target.ts';
import { listCard } from './list-card.ts';
import { memberOnly, type Registering, registrationsOf } from './registering.ts';

/** `/catalog unregister <address or name>`: which registration that is; alone, all of them. */
export const unregisterRequest = (registering: Registering) =>
  defineRequest<string>({
    id: 'catalog.unregister',
    phrases: ['unregister', 'registrations', 'list registrations', 'what is registered'],
    label: 'Registrations',
    summary: 'What has been registered, by whom and when, and how to take it out again',
    usage: '[address or name]',
    examples: () => ['https://github.com/acme/shop'],
    parse: (text) => text.trim(),
    async answer(ctx, text) {
      memberOnly(ctx);
      const view = ctx.directory.for(ctx.viewer);
      const all = (await registrationsOf(registering, ctx).list()).filter(({ source }) => view.source(source) !== undefined);
      const found = text === '' ? all : all.filter(matcherFor(view, text));
      if (text !== '' && found.length === 0) {
        throw new UserError(
          'not-registered',
          'Nothing that is registered has that address or name.',
          `List all of it with ${registering.command} unregister`,
        );
      }
      return reply.ephemeral(listCard(found, { page: 0, now: ctx.clock.now() }));
    },
  });

function matcherFor(view: DirectoryView, text: string): (one: Registration) => boolean {
  if (/^<?https:/i.test(text)) {
    const { repository, path, assumed, ref } = readTarget(text);
    // Where the name of a branch ends is the repository's to tell, so both are compared as one.
    const joined = (at: string | undefined, file: string) => (at === undefined ? file : `${at}/${file}`);
    const same = (one: Registration) => joined(one.ref, one.path) === joined(ref, path) || (ref === undefined && one.path === path);
    // A bare repository may well mean all that is registered of it.
    return (one) => one.repository === repository && (same(one) || (assumed && (ref === undefined || one.ref === ref)));
  }
  const found = view.find(text);
  const entry = found.outcome === 'one' || found.outcome === 'assumed' ? found.entry : undefined;
  if (!entry) return ({ source, repository }) => source === text || repository === text;
  return (one) => one.source === entry.source && reaches(one, entry.path);
}

/** What a Location of a registered file leads to belongs to no path of its own. */
function reaches({ path }: Registration, file: string): boolean {
  return path === file || (isGlob(path) ? compileGlob(path)(file) : true);
}
