import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

// `npm run story -- main-job`: one story in a real browser, leaving a picture of each step in docs/screenshots; what follows the
// name goes to Vitest, such as -t 'with the mouse'.

const root = path.dirname(import.meta.dirname)
const [name, ...vitest] = process.argv.slice(2)
const stories = path.join(root, 'test/stories')
const files = fs.readdirSync(stories).filter((file) => file.endsWith('.story.test.ts'))
// A story has a file of its own, or stands with others in one that starts a server for all of them.
const own = files.find((file) => file === `${name}.story.test.ts`)
const shared = files.find((file) => {
  const text = fs.readFileSync(path.join(stories, file), 'utf8')
  return text.includes(`('${name}'`) || text.includes(`('${name},`)
})
const file = own ?? shared
if (!name || !file) {
  console.error('usage: npm run story -- NAME, a file test/stories/NAME.story.test.ts or a story in one of them')
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
    `test/stories/${file}`,
    ...(own ? [] : ['-t', `^${name}`]),
    ...vitest,
  ],
  { stdio: 'inherit', env: { ...process.env, MPS_PICTURES: path.join(root, 'docs/screenshots') } },
)
process.exitCode = status ?? 1
