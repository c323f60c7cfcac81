import { afterAll, expect, test } from 'vitest';
import { createWorkerPool, DeadlineExceeded, type WorkerPool } from '#workers/worker-pool.ts';
import { dim, ink, paper } from './svg.ts';
import { createPictures } from './create-pictures.ts';
import { drawSvg, fonts } from './draw.task.ts';
import { ownerColours, grey } from './owner-colours.ts';
import { inset, nameSize, ownerSize, buildBoxes } from './place-nodes.ts';
import type { Picture, PictureNode } from './picture.ts';

const pool = createWorkerPool({ threads: 1, idleMs: 60_000 });
afterAll(() => pool.close());

const team = (name: string) => ({ ref: `group:default/${name}`, name: `Team ${name}` });
const node = (id: string, more: Partial<PictureNode> = {}): PictureNode => ({ id, name: id, shape: 'component', ...more });

const payments: Picture = {
  title: 'payments-api',
  takeaway: '3 needed · 1 needs it · 3 teams · 1 cycle',
  nodes: [
    node('payments-api', { owner: team('payments'), centre: true }),
    node('ledger-store', { owner: team('ledger'), shape: 'resource' }),
    node('risk-lib', { owner: team('risk') }),
    node('billing-v1', { owner: team('ledger'), shape: 'api' }),
    node('queue-legacy', { dangling: true }),
    node('rest', { name: '12 more', owner: team('web'), shape: 'fold' }),
  ],
  edges: [
    { from: 'payments-api', to: 'ledger-store', kind: 'depends' },
    { from: 'payments-api', to: 'risk-lib', kind: 'depends', cycle: true },
    { from: 'risk-lib', to: 'payments-api', kind: 'depends', cycle: true },
    { from: 'payments-api', to: 'billing-v1', kind: 'api' },
    { from: 'payments-api', to: 'queue-legacy', kind: 'depends' },
    { from: 'rest', to: 'payments-api', kind: 'depends' },
    { from: 'rest', to: 'not-in-this-picture', kind: 'depends' },
  ],
};

const svgOf = (picture: Picture) => drawSvg({ type: 'picture', picture });
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);

/** A PNG says its size at the start (https://www.w3.org/TR/png-3/#11IHDR). */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.subarray(-8, -4).toString()).toBe('IEND');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

test('everything is in it by name, with its owner, and how to read it', async () => {
  const svg = await svgOf(payments);
  const shown = texts(svg);
  for (const { name } of payments.nodes) expect(shown).toContain(name);
  expect(shown).toEqual(
    expect.arrayContaining([
      'payments-api',
      payments.takeaway,
      'not in the catalog',
      'API',
      'resource',
      'several',
      'cycle',
      'through an API',
    ]),
  );
  expect(shown.filter((text) => text === 'Team ledger')).toHaveLength(3);
  expect(svg.match(/stroke-dasharray/g)?.length).toBeGreaterThan(1);
});

test('what does not occur is not explained', async () => {
  const shown = texts(await svgOf({ ...payments, nodes: payments.nodes.slice(0, 2), edges: payments.edges.slice(0, 1) }));
  for (const absent of ['API', 'several', 'cycle', 'not in the catalog', 'through an API']) expect(shown).not.toContain(absent);
});

test('it stands left to right: who needs is left of what is needed', async () => {
  const svg = await svgOf(payments);
  const xOf = (name: string) => Number(new RegExp(`<text x="([\\d.]+)"[^>]*text-anchor="middle">${name}<`).exec(svg)?.[1]);
  expect(xOf('12 more')).toBeLessThan(xOf('payments-api'));
  expect(xOf('payments-api')).toBeLessThan(xOf('ledger-store'));
});

const hostile = [
  '<script>alert(1)</script>',
  '"];n0->n1;[label="',
  '&amp;&#0;]]>',
  'W'.repeat(5000),
  'x'.repeat(60),
  'a-very-long-name-of-a-service-that-somebody-chose-on-a-friday-afternoon',
  'line\nbreak\u0000\u001b[31m',
  '\u202Egpj.exe\u2066',
  'Z\u0336\u0337\u0321\u031ba\u0338l\u0335g\u0336o\u0337'.repeat(20),
  '支付网关',
  '🚀🚀 rocket 👩‍👩‍👧',
  'שלום עולם',
  '\uD800 half',
  '',
  '   ',
];

test('names from files break nothing: no markup, no text outside its box, no empty box', async () => {
  const picture: Picture = {
    title: hostile.join(' '),
    takeaway: hostile[0] ?? '',
    nodes: hostile.map((name, n) =>
      node(`component:default/x${n}`, { name, owner: { ref: `group:default/${n}`, name }, shape: n % 2 ? 'api' : 'resource' }),
    ),
    edges: hostile.slice(1).map((_, n) => ({ from: `component:default/x${n}`, to: `component:default/x${n + 1}`, kind: 'depends' })),
  };
  const svg = await svgOf(picture);
  expect(svg).not.toMatch(/<script|\p{Cc}|\u202E|\p{Mn}/u);
  expect(svg.replace(/<(svg|\/svg|g|\/g|rect|path|text|\/text)\b[^<>]*>/g, '')).not.toMatch(/[<>]/);
  for (const { name, owner = '', width } of buildBoxes(picture, fonts)) {
    const room = width - 2 * inset + 0.01;
    expect(name.length).toBeGreaterThan(0);
    for (const line of name) expect(line !== '' && fonts.bold.width(line, nameSize) <= room).toBe(true);
    expect(owner !== '' && fonts.regular.width(owner, ownerSize) <= room).toBe(true);
  }
  const { width } = sizeOf(await createPictures(pool).draw({ type: 'picture', picture }));
  expect(width).toBeGreaterThan(1000);
});

test('a character that cannot be drawn is seen to be missing; a name of which nothing can is replaced by its ref', async () => {
  const nodes = [node('component:default/pay', { name: '支付网关' }), node('b', { name: 'rocket 🚀🚀' })];
  const shown = texts(await svgOf({ ...payments, nodes, edges: [] }));
  expect(shown).toEqual(expect.arrayContaining(['component:default/', 'pay', 'rocket □']));
});

test('an owner keeps their colour from picture to picture', async () => {
  const fill = (svg: string, name: string) =>
    new RegExp(`fill="(#\\w+)" stroke="(#\\w+)"[^>]*/>(?:<path[^>]*>)?<text[^>]*>${name}<`).exec(svg)?.slice(1);
  const alone = await svgOf({ ...payments, nodes: payments.nodes.slice(1, 2), edges: [] });
  expect(fill(alone, 'ledger-store')).toBeDefined();
  expect(fill(alone, 'ledger-store')).toEqual(fill(await svgOf(payments), 'ledger-store'));
});

test('many owners: each has a name in its boxes, and those that get no colour are grey', async () => {
  const nodes = Array.from({ length: 40 }, (_, n) => node(`service-${n}`, { owner: team(`number ${n}`) }));
  const shown = texts(await svgOf({ ...payments, nodes, edges: [] }));
  for (let n = 0; n < 40; n += 1) expect(shown).toContain(`Team number ${n}`);
  expect(shown).toContain('28 more owners');
});

test('the same content is drawn once and gives the same bytes in every thread', async () => {
  let runs = 0;
  const counting: WorkerPool = { ...pool, run: (...args) => ((runs += 1), pool.run(...args)) };
  const pictures = createPictures(counting);
  const [first, second] = await Promise.all([1, 2].map(() => pictures.draw({ type: 'picture', picture: payments })));
  expect(runs).toBe(1);
  expect(second).toBe(first);
  const other = createWorkerPool({ threads: 1 });
  const again = await createPictures(other).draw({ type: 'picture', picture: structuredClone(payments) });
  await other.close();
  expect(Buffer.from(again).equals(Buffer.from(first ?? []))).toBe(true);
});

test('what takes too long is told as that, and not remembered', async () => {
  let late = true;
  const failing: WorkerPool = {
    ...pool,
    run: (...args) => (late ? Promise.reject(new DeadlineExceeded('draw', 5000)) : pool.run(...args)),
  };
  const pictures = createPictures(failing);
  await expect(pictures.draw({ type: 'picture', picture: payments })).rejects.toMatchObject({ name: 'UserError', code: 'not-drawn' });
  late = false;
  sizeOf(await pictures.draw({ type: 'picture', picture: payments }));
});

test('a chart shows each number in words, and neither all nor nothing where it is not so', async () => {
  const chart = {
    title: 'The catalog in numbers',
    takeaway: '41,401 entities',
    bars: [
      { label: 'Owned', value: 41_400, of: 41_401 },
      { label: 'Dangling <b>', value: 3, of: 41_401 },
      { label: 'Described', value: 0, of: 0 },
      { label: 'M'.repeat(300), value: 10, of: 10 },
    ],
  };
  const svg = await drawSvg({ type: 'chart', chart });
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      '41,400 of 41,401 · over 99 %',
      '3 of 41,401 · under 1 %',
      '0 of 0',
      '10 of 10 · 100 %',
      'Dangling &#60;b&#62;',
    ]),
  );
  const bars = [...svg.matchAll(/<rect x="20" y="\d+" width="([\d.]+)"[^>]*fill="#1f6fb5"/g)].map((match) => Number(match[1]));
  expect(bars).toEqual([596, 3, 600]);
  expect(sizeOf(await createPictures(pool).draw({ type: 'chart', chart })).width).toBe(1280);
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const light = (colour: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [light(a), light(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test('every text can be read on what is behind it', () => {
  const nodes = Array.from({ length: 12 }, (_, n) => node(`service-${n}`, { owner: team(String(n)) }));
  const colours = [...ownerColours(nodes).values(), grey];
  expect(new Set(colours).size).toBe(13);
  for (const { strong, light } of colours) {
    expect(contrast(strong, light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(strong, paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink, light)).toBeGreaterThanOrEqual(12);
  }
  expect(contrast(dim, paper)).toBeGreaterThanOrEqual(4.5);
});
