import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
]

const usualPlaces: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [`${folder}\\Google\\Chrome\\Application\\chrome.exe`, `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`]),
}

/**
 * The path of a Chromium, Chrome or Edge that runs: `CHROME_PATH`, one on PATH, one in the usual places. On Debian root gets Debian's
 * `chromium` installed; anywhere else it throws and says what to install.
 */
export function findBrowser(): string {
  const found = lookForBrowser()
  if (found) return found
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(
      'no browser was found: install Chromium, Chrome or Edge (on Debian: apt-get install chromium), or set CHROME_PATH to one',
    )
  }
  installChromium()
  const installed = lookForBrowser()
  if (!installed) throw new Error('chromium was installed and does not run: try `chromium --version`')
  return installed
}

function lookForBrowser(): string | undefined {
  const { CHROME_PATH: wanted, PATH = '' } = process.env
  if (wanted) {
    if (!runs(wanted)) throw new Error(`CHROME_PATH names ${wanted}, which does not run`)
    return wanted
  }
  const ending = process.platform === 'win32' ? '.exe' : ''
  const onPath = PATH.split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name + ending)))
  return [...onPath, ...(usualPlaces[process.platform] ?? [])].find(runs)
}

// Ubuntu, for one, has a `chromium-browser` that only advises to install something else.
function runs(file: string): boolean {
  if (!fs.existsSync(file)) return false
  return process.platform === 'win32' || spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function isDebian(): boolean {
  return fs.existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(fs.readFileSync('/etc/os-release', 'utf8'))
}

function installChromium(): void {
  console.error("mps-express: installing Debian's chromium for the stories in a browser; this takes about a minute …")
  const options = { stdio: 'pipe', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 * 1024 * 1024 } as const
  const patient = ['-o', 'DPkg::Lock::Timeout=180']
  execFileSync('apt-get', [...patient, 'update'], options)
  execFileSync('apt-get', [...patient, 'install', '--yes', '--no-install-recommends', 'chromium'], options)
}

if (import.meta.main) console.log(findBrowser())
