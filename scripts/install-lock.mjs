import { createHash } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

/**
 * Runs the work while no other process installs into the same folder; a second one waits. The lock is a listening socket and not a
 * file, because the system takes a socket back however its owner ends.
 */
export async function withInstallLock(root, work) {
  const address = lockAddress(root)
  let reported = false
  for (;;) {
    const held = await listen(address)
    if (held) {
      try {
        return await work()
      } finally {
        held.release()
      }
    }
    if (!reported) console.error('mps-express: another process is installing here; waiting for it …')
    reported = true
    await untilReleased(address)
  }
}

function lockAddress(root) {
  const name = `mps-express-install-${createHash('sha256').update(fs.realpathSync(root)).digest('hex').slice(0, 16)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`)
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const waiting = new Set()
    const server = net.createServer((socket) => waiting.add(socket.on('error', () => {})))
    server.on('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(address, () => resolve({ release: () => release(server, waiting) }))
  })
}

function release(server, waiting) {
  server.close()
  for (const socket of waiting) socket.destroy()
}

/** Resolves when the holder lets go or dies, which ends the connection to it. */
function untilReleased(address) {
  return new Promise((resolve) => {
    const socket = net.connect(address)
    socket.on('error', (error) => {
      // Only where the address is a file: nobody listens on it any more, its owner was killed.
      if (error.code === 'ECONNREFUSED' && address.startsWith('/')) fs.rmSync(address, { force: true })
    })
    socket.on('close', () => resolve())
    socket.resume()
  })
}
