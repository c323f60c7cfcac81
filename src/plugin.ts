/** The public surface for plugins: types only. What is not exported here is nobody's business and may change. */
export type {
  Action,
  Button,
  Contributions,
  Dialog,
  Done,
  Hit,
  HomeSection,
  Press,
  SearchSource,
  Section,
  Source,
  Topic,
  Values,
} from '#core/contributions.ts';
export type { SourceRead, SourceState } from '#core/descriptor.ts';
export type { DirectoryView, Entry } from '#core/directory.ts';
export type { Entity, Relation } from '#core/entity.ts';
export type { Ref } from '#core/ref.ts';
export type { Block, Message, Reply, View } from '#core/reply.ts';
export type { Viewer } from '#core/viewer.ts';
