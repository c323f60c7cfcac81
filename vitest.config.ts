import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // PGlite boots once for each worker; more workers than cores only wait for each other.
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    // Generous, because a busy machine is no bug: tests that are about time state their own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
