import { reply } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest } from '#slack/define-request.ts';
import { ownTeamsOf } from '../examples.ts';
import { asksForOwn } from '../../search/parse-search.ts';
import { searchCard } from './search-card.ts';
import { parsePage, type SearchPage } from './search-page.ts';

/** `/catalog search words kind:component owner:team-x`: what there is, a page at a time. */
export const searchRequest = () =>
  defineRequest<SearchPage>({
    id: 'catalog.search',
    phrases: ['search', 'search for', 'find', 'look for', 'list', 'list all', 'filter'],
    label: 'Search',
    summary: 'Find things by words of their name, title, description and tags, and by filters',
    usage: '<words> kind:component type:service owner:team-x lifecycle:production tag:go',
    often: true,
    examples(ctx, most) {
      const view = ctx.directory.for(ctx.viewer);
      const teams = ownTeamsOf(view, ctx.viewer).map(({ entity }) => `owner:${entity.metadata.name}`);
      return [...teams, 'kind:api', 'lifecycle:production'].slice(0, most);
    },
    parse: (text) => ({ text, offset: 0 }),
    answer: (ctx, page, readers) =>
      readers === 'asker' || asksForOwn(page.text)
        ? reply.ephemeral(searchCard(ctx.directory.for(ctx.viewer), ctx.viewer, page))
        : reply.inChannel(searchCard(ctx.directory.for(everyone), everyone, page)),
  });

/** Another page in place of this one, looked up anew; what all can read stays what everyone may see. */
export const searchPage = () =>
  defineAction<SearchPage>({
    id: 'catalog.search-page',
    parse: parsePage,
    answer(ctx, page) {
      const forAll = ctx.place.clicked === 'visible' && !ctx.place.isDm;
      const viewer = forAll ? everyone : ctx.viewer;
      const message = searchCard(ctx.directory.for(viewer), viewer, page);
      return { kind: 'message', visibility: forAll ? 'in_channel' : 'ephemeral', where: 'replace', message };
    },
  });
