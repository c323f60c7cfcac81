/** Tasks for the pool's tests. */
export function loopForever(): never {
  for (;;);
}

export function double(n: number): number {
  return n * 2;
}

export function fail(): never {
  throw new RangeError('no');
}
