import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { parseFile } from '../descriptor/parse-file.ts';
import { readText } from '../descriptor/read-text.fixture.ts';
import { expectOnlyThat } from './only-that.fixture.ts';
import type { Edit } from '#core/proposals.ts';

/** Files of public repositories, where there are some on this machine. */
const corpus = process.env['SWITCHBOARD_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus');
const paths = existsSync(corpus) ? globSync('**/*.{yaml,yml,json}', { cwd: corpus }) : [];

const edits: Edit[] = [
  { field: 'owner', to: 'group:default/other-team' },
  { field: 'description', to: 'Takes money: cards, #1 choice' },
  { field: 'description', to: 'Takes money.\n\nAnd gives it back.' },
  { field: 'link', url: 'https://wiki.example/pay?a=1#b', title: 'Runbook: pay' },
  { field: 'channel', to: '#pay' },
  { field: 'alias', to: 'checkout' },
];

test.skipIf(paths.length === 0)(
  'any fact of any entity of public repositories can be changed, and only its lines differ',
  () => {
    let edited = 0;
    for (const path of paths) {
      const text = readFileSync(join(corpus, path), 'utf8');
      const { descriptors } = readText(text, { path });
      if (descriptors.length === 0) continue;
      const { documents } = parseFile({ path, text }, { bounds: defaultBounds });
      for (const entity of descriptors) {
        for (const edit of edits) {
          expectOnlyThat({ path, text, documents }, entity, edit);
          edited++;
        }
      }
    }
    expect(edited).toBeGreaterThan(1_500);
  },
  30_000,
);
