// Adds to package-lock.json the builds for other platforms that some package names as optional but the registry in use does not offer.
// npm leaves them out of the lock file and `npm ci` then refuses it as out of step. Run it after a change of the dependencies:
// `node scripts/complete-lock.mjs`; with `--check` it only reports (exit code 1) what is missing.
import fs from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(fs.readFileSync(file, 'utf8'))

/** Where Node would look for a package that `from` depends on, nearest folder first. */
function isLocked(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true
    if (!folder) return false
  }
}

/** Names of such packages end in what they are for: linux-x64-musl, android-arm-eabi, win32-ia32-msvc. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = words.find((word) => ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'].includes(word))
  const cpu = words.find((word) => ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'].includes(word))
  if (!os || !cpu) throw new Error(`cannot determine the platform of ${name}`)
  const libc = os === 'linux' && words.some((word) => word.startsWith('musl')) ? 'musl' : undefined
  return { cpu: [cpu], ...(libc && { libc: [libc] }), optional: true, os: [os] }
}

const missing = {}
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, from, name)) continue
    missing[`node_modules/${name}`] = { version, ...(entry.dev && { dev: true }), ...platformOf(name) }
  }
}

const names = Object.keys(missing)
if (process.argv.includes('--check')) {
  if (names.length > 0) console.error(`package-lock.json lacks ${names.join(', ')}: run node scripts/complete-lock.mjs`)
  process.exitCode = names.length > 0 ? 1 : 0
} else if (names.length > 0) {
  const { '': project, ...others } = { ...lock.packages, ...missing }
  const sorted = Object.keys(others).sort((a, b) => a.localeCompare(b, 'en'))
  lock.packages = { '': project, ...Object.fromEntries(sorted.map((name) => [name, others[name]])) }
  fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.error(`added ${names.length} packages`)
}
