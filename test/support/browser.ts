import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from '../../scripts/find-browser.ts'

// A browser of its own, that talks to nobody but the pages it is sent to, also as root and without a graphics card.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts headless Chromium (or Chrome, or Edge); the caller closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: flags })
}
