import { beforeEach } from 'vitest'
import { forgetTests, noteTest } from './database.ts'

forgetTests()
beforeEach(({ task }) => noteTest(task))
