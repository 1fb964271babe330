import { beforeEach, describe, expect, it } from 'vitest'
import { dismissFlash, flash, shownFlashes } from './flash.ts'

const contents = () => shownFlashes().map(({ content }) => content)

describe('messages above the page', () => {
  beforeEach(() => dismissFlash())

  it('stand newest first, until they are dismissed', () => {
    flash({ type: 'error', content: 'first' })
    const second = flash({ type: 'error', content: 'second' })
    expect(contents()).toEqual(['second', 'first'])
    dismissFlash(second)
    expect(contents()).toEqual(['first'])
  })

  it('replace the message under the same id', () => {
    flash({ type: 'in-progress', content: 'half done' }, 'task')
    flash({ type: 'success', content: 'done' }, 'task')
    expect(contents()).toEqual(['done'])
  })

  it('take the place of successes that lead nowhere, and of nothing else', () => {
    flash({ type: 'success', content: 'saved' })
    flash({ type: 'success', content: 'started', link: { text: 'Task 1', href: '/' } })
    flash({ type: 'error', content: 'failed' })
    expect(contents()).toEqual(['failed', 'started'])
  })
})
