// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { atRest, type Gavel, keyMeaning, moved, outcomesFor } from '../../src/view/decide/gavel'

const chosen: Gavel = { step: 'choosing', outcome: 'as_proposed', changed: false }
const confirming: Gavel = { step: 'confirming', outcome: 'as_proposed', hash: 'h1' }

describe('the gavel', () => {
  test('takes two presses', () => {
    const once = moved(chosen, { kind: 'press', hash: 'h1' })
    expect(once).toEqual(confirming)
    expect(moved(once, { kind: 'press', hash: 'h1' })).toEqual({ ...confirming, step: 'sending' })
  })

  test('does nothing before an outcome is chosen', () => {
    expect(moved(atRest, { kind: 'press', hash: 'h1' })).toBe(atRest)
  })

  test('steps back, and forgets the print it had taken', () => {
    expect(moved(confirming, { kind: 'back' })).toEqual(chosen)
  })

  test('asks again when the text changes under the chair', () => {
    const after = moved(confirming, { kind: 'text', hash: 'h2', allowed: ['as_amended', 'returned'] })
    expect(after).toEqual({ step: 'choosing', outcome: 'as_amended', changed: true })
  })

  test('keeps the choice of returning while the text changes', () => {
    const returning: Gavel = { step: 'choosing', outcome: 'returned', changed: false }
    expect(moved(returning, { kind: 'text', hash: 'h2', allowed: ['as_amended', 'returned'] })).toBe(returning)
  })

  test('is not moved while the decision is on its way', () => {
    const sending: Gavel = { step: 'sending', outcome: 'as_proposed', hash: 'h1' }
    for (const move of [
      { kind: 'back' },
      { kind: 'press', hash: 'h1' },
      { kind: 'text', hash: 'h2', allowed: [] },
    ] as const)
      expect(moved(sending, move)).toBe(sending)
    expect(moved(sending, { kind: 'answered' })).toBe(atRest)
  })

  test('offers "as proposed" only for the proposal, "as amended" only for another text', () => {
    expect(outcomesFor(true)).toEqual(['as_proposed', 'returned'])
    expect(outcomesFor(false)).toEqual(['as_amended', 'returned'])
  })
})

describe('a key', () => {
  const pressed = (key: string, on: Element = document.body, init: KeyboardEventInit = {}) => {
    let meaning: ReturnType<typeof keyMeaning> = null
    const listen = (event: KeyboardEvent) => {
      meaning = keyMeaning(event)
    }
    document.addEventListener('keydown', listen, { once: true })
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }))
    return meaning
  }
  const within = (tag: string) => document.body.appendChild(document.createElement(tag))

  test('of a presenter moves between the items', () => {
    expect(['PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft'].map((key) => pressed(key))).toEqual([
      'next',
      'previous',
      'next',
      'previous',
    ])
  })

  test('means nothing while somebody writes or a dialog is open', () => {
    for (const tag of ['textarea', 'input', 'select', 'dialog'])
      expect(['PageDown', 'Enter', 'Escape'].map((key) => pressed(key, within(tag)))).toEqual([null, null, null])
  })

  test('Enter belongs to the button that has the focus', () => {
    expect(pressed('Enter', within('button'))).toBeNull()
    expect(pressed('PageDown', within('button'))).toBe('next')
  })

  test('up and down choose among the outcomes, and scroll elsewhere', () => {
    const group = within('div')
    group.dataset.outcomes = ''
    expect(pressed('ArrowDown', group)).toBe('next_outcome')
    expect(pressed('ArrowDown')).toBeNull()
  })

  test('held down is one press', () => {
    expect(pressed('Enter')).toBe('press')
    expect(pressed('Enter', document.body, { repeat: true })).toBeNull()
  })

  test('with Ctrl or Alt is the browser’s', () => {
    expect(pressed('ArrowLeft', document.body, { altKey: true })).toBeNull()
    expect(pressed('p', document.body)).toBeNull()
  })
})
