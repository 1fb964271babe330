// Loaded before a script (`node --import`): ends this process in good order once the process that started it is gone. Without it a
// `kill -9` of npm or of the bootstrap would leave a server behind that nobody owns, holding its port and its data folder.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}
