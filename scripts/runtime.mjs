import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Unusable } from './unusable.mjs'

const NEEDED = 24

/** Finds a Node of version 24 or newer: the pinned one in node_modules, the one that runs us, or one on PATH. */
export function findRuntime(root) {
  const windows = process.platform === 'win32'
  const file = windows ? 'node.exe' : 'node'
  // npm 10 does not link this one into node_modules/.bin, so it is looked up in its own folder.
  const packaged = path.join(root, 'node_modules', `node-${windows ? 'win' : process.platform}-${process.arch}`, 'bin', file)
  const onPath = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, file))
  const tried = new Map()
  for (const candidate of [packaged, process.execPath, ...onPath]) {
    if (tried.has(candidate) || !fs.existsSync(candidate)) continue
    tried.set(candidate, versionOf(candidate))
    if (Number(tried.get(candidate)?.split('.')[0]) >= NEEDED) return candidate
  }
  const found = [...tried].map(([candidate, version]) => `${candidate} ${version ? `is ${version}` : 'does not run'}`).join(', ')
  throw new Unusable(
    `Node.js ${NEEDED} or newer is needed and none is packaged for ${process.platform}-${process.arch} (found: ${found}); install it from https://nodejs.org and try again`,
  )
}

function versionOf(node) {
  const asked = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return asked.status === 0 ? asked.stdout.trim().replace(/^v/, '') : undefined
}

/** Whether this Linux uses musl instead of glibc, as the Node that runs us shows. */
export function onMusl() {
  if (process.platform !== 'linux') return false
  process.report.excludeNetwork = true
  return !process.report.getReport().header.glibcVersionRuntime
}
