import { defineConfig } from 'vitest/config'

const everyProject = {
  globalSetup: ['test/support/global-setup.ts'],
  setupFiles: ['test/support/each-file.ts'],
  // Real processes and a real browser on a busy machine; a test that hangs still ends.
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // Files share what they import: loading the libraries again for each takes longer than most of the tests. Nothing is mocked.
  isolate: false,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...everyProject,
          name: 'tests',
          include: ['{src,scripts,test,bench}/**/*.test.{ts,tsx}'],
          exclude: ['test/stories/**'],
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...everyProject,
          name: 'stories',
          include: ['test/stories/*.story.test.ts'],
          pool: 'forks',
          // A browser waits for its server half of the time: two stories side by side.
          maxWorkers: 2,
          testTimeout: 120_000,
        },
      },
    ],
  },
})
