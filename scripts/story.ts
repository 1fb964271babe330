import { spawnSync } from 'node:child_process'
import path from 'node:path'

// `npm run story -- main-job`: one story in a real browser, leaving a picture of each step in docs/screenshots; what follows the
// name goes to Vitest, such as -t 'with the mouse'.

const root = path.dirname(import.meta.dirname)
const [name, ...vitest] = process.argv.slice(2)
if (!name) {
  console.error('usage: npm run story -- NAME, a file test/stories/NAME.story.test.ts')
  process.exit(2)
}
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--root',
    root,
    '--project',
    'stories',
    `test/stories/${name}.story.test.ts`,
    ...vitest,
  ],
  { stdio: 'inherit', env: { ...process.env, MPS_PICTURES: path.join(root, 'docs/screenshots') } },
)
process.exitCode = status ?? 1
