// Ends this process in good order once the process that started it is gone. Without it a `kill -9` of npm or of the bootstrap would
// leave a server behind that nobody owns, holding its port and its data folder. Loaded before a script (`node --import`), and by the
// bootstrap itself when npm runs it.
import fs from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const shell = shellOfNpm()

/** npm starts a script through a shell that some systems keep between the two; then it is the shell's parent that counts. */
function shellOfNpm() {
  if (!process.env.npm_lifecycle_event || process.platform !== 'linux') return undefined
  try {
    return fs.readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim() === 'sh' ? process.ppid : undefined
  } catch {
    return undefined
  }
}

function starters() {
  if (!shell) return `${process.ppid}`
  try {
    // pid (name) state parent …
    return `${process.ppid} ${fs.readFileSync(`/proc/${shell}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]}`
  } catch {
    return 'gone'
  }
}

if (isMainThread) {
  const started = starters()
  const watch = setInterval(() => {
    if (starters() === started) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}
