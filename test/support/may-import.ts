/** Folder of src → the others that it may import; the most specific row counts. `core` is open to all. ARCHITECTURE.md shows the same. */
export const mayImport: Record<string, readonly string[]> = {
  'src/core/': [],
  'src/config/': [],
  'src/config.ts': ['config'],
  'src/db/': [],
  'src/workers/': [],
  'src/git/': [],
  'src/slack/': [],
  'src/http/': [],
  'src/jobs/': ['db'],
  'src/catalog/': ['workers', 'git'],
  'src/catalog/slack/': ['catalog', 'slack'],
  'src/app.ts': ['*'],
  'src/app/': ['*'],
  'src/main.ts': ['*'],
  'src/cli/': ['*'],
  'src/plugin.ts': [],
};
