import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProduct, startProduct } from '../../bench/product.ts';
import { migratedFolder, ownFolder } from '../support/product.ts';

const component = (name: string, spec: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\nspec:\n  type: service\n  lifecycle: production\n${spec}`;

test('files are checked against the catalog of the process that serves, and annotated for GitHub', async () => {
  const folder = ownFolder();
  mkdirSync(join(folder, 'pay'));
  writeFileSync(
    join(folder, 'team.yaml'),
    'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team-pay}\nspec: {type: team, children: []}\n',
  );
  writeFileSync(join(folder, 'pay/catalog-info.yaml'), component('pay', '  owner: team-pay\n'));
  writeFileSync(
    join(folder, 'switchboard.yaml'),
    `catalog:\n  sources:\n    - { type: folder, path: ${folder}, name: shop, authority: true, every: 1h, paths: ['**/*.yaml'] }\n`,
  );
  const variables = { DATA_DIR: await migratedFolder(), SWITCHBOARD_CONFIG: join(folder, 'switchboard.yaml') };
  const product = await startProduct(variables, 2);
  onTestFinished(() => product.stop());
  const validate = (...args: string[]) => runProduct(['validate', '--format', 'github', '--against', 'shop', ...args], variables);

  writeFileSync(join(folder, 'pay/new.yaml'), component('new', '  owner: team-ghost\n  dependsOn: [component:pay]\n'));
  writeFileSync(join(folder, 'pay/zz-copy.yaml'), component('pay', '  owner: team-pay\n'));
  const failed = await validate(join(folder, 'pay')).catch((error: Error) => error.message);
  expect(failed).toMatch(
    /^::warning file=\S+pay\/new\.yaml,line=8,title=owner-unknown::The owner group:default\/team-ghost is not in the catalog\. /m,
  );
  expect(failed).toMatch(/^::error file=\S+pay\/zz-copy\.yaml,line=1,title=ref-taken::/m);
  expect(failed).not.toContain('team-pay is not');
  expect(failed).toMatch(/^3 files: 3 entities, 0 documents ignored, 1 errors, 1 warnings$/m);
  await expect(runProduct(['validate', '--against', 'shpo', folder], variables)).rejects.toThrow('No source is called shpo.');
});
