import { parentPort, workerData } from 'node:worker_threads'

// The thread's side of OffThread: loads the module once, and calls its functions one after another.

interface Call {
  name: string
  args: readonly unknown[]
}

const loaded = import(String(workerData)) as Promise<Record<string, (...args: readonly unknown[]) => unknown>>

parentPort!.on('message', async ({ name, args }: Call) => {
  try {
    const module = await loaded
    parentPort!.postMessage({ result: await module[name]!(...args) })
  } catch (error) {
    parentPort!.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
