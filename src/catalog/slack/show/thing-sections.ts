import type { Section } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import type { Summaries } from '../../definition/create-summaries.ts';
import type { Face } from '../face.ts';
import { builtIn, ownershipSections } from '../ownership-sections.ts';
import { aboutLines, fieldLines } from './about-lines.ts';
import { definitionSection } from './definition-section.ts';
import { childrenLine, partsLines, relationsLine } from './part-lines.ts';
import { locationLines, templateLines } from './template-lines.ts';

/** The product's own parts of the card that is led by what a thing is; some of them are those of the ownership card. */
export function thingSections(face: Face, about: { entry: Entry; summaries?: Summaries | undefined }): Section[] {
  const { entry, summaries } = about;
  const shared = ownershipSections(face);
  const also = (...ids: string[]) => shared.filter(({ id }) => ids.includes(id));
  return [
    ...also('catalog.doubts'),
    builtIn('catalog.about', (view, entry) => aboutLines(view, entry)),
    ...(summaries ? [definitionSection(summaries, entry) as Section] : []),
    builtIn('catalog.parts', (view, entry) => partsLines(view, entry)),
    builtIn('catalog.template', (_view, entry) => templateLines(entry)),
    builtIn('catalog.location', (_view, entry) => locationLines(entry)),
    builtIn('catalog.fields', (_view, entry) => fieldLines(entry)),
    ...also('catalog.owned'),
    builtIn('catalog.children', (view, entry) => childrenLine(view, entry)),
    builtIn('catalog.relations', (view, entry) => relationsLine(view, entry)),
    ...also('catalog.contacts', 'catalog.links'),
  ];
}
