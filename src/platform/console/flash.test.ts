import { beforeEach, describe, expect, it } from 'vitest'
import { dismissFlash, dismissRead, flash, shownFlashes } from './flash.ts'

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

  it('that are successes which lead nowhere go when the reader goes on; one that was shown on leaving is yet to be read', () => {
    flash({ type: 'error', content: 'failed' })
    flash({ type: 'success', content: 'saved' })
    const [saved] = shownFlashes()
    dismissRead(saved!.at)
    expect(contents()).toEqual(['saved', 'failed'])
    dismissRead(saved!.at + 1)
    expect(contents()).toEqual(['failed'])
  })
})
