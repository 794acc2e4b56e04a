// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Binding } from '../../src/editor/binding'
import { caretsIn, piecesOf } from '../../src/editor/carets'
import { Copy } from '../../src/net/copy'

let area: HTMLTextAreaElement
let copy: Copy
let other: Y.Doc
let binding: Binding

/* What the other one writes reaches this copy as the server would send it. */
function otherWrites(at: number, text: string, remove = 0): void {
  const before = Y.encodeStateVector(other)
  if (remove > 0) other.getText('decision').delete(at, remove)
  if (text !== '') other.getText('decision').insert(at, text)
  copy.applyRemote(Y.encodeStateAsUpdate(other, before))
}

/* The browser has put `value` into the field, with the caret at its place. */
function types(value: string, caret = value.length): void {
  area.value = value
  area.setSelectionRange(caret, caret)
  area.dispatchEvent(new InputEvent('input'))
}

const text = () => copy.field('decision').toString()

function bind(max = 100, isSingleLine = false): void {
  binding = new Binding(area, copy, 'decision', { max, isSingleLine, shown: () => undefined })
}

beforeEach(() => {
  vi.useFakeTimers()
  area = document.createElement('textarea')
  document.body.append(area)
  other = new Y.Doc()
  copy = new Copy(
    { seat: 'pa', name: 'Pia' },
    { changed: (update) => Y.applyUpdate(other, update), awareness: () => undefined },
  )
  area.focus()
})
afterEach(() => {
  binding.destroy()
  copy.destroy()
  area.remove()
  vi.useRealTimers()
})

describe('a field and its text', () => {
  test('what is typed goes into the text as the smallest change', () => {
    bind()
    types('Kunnat')
    types('Kunnat ja alue')
    expect(text()).toBe('Kunnat ja alue')
    expect(other.getText('decision').toString()).toBe('Kunnat ja alue')
  })

  test('what others write before the caret moves it along; after it, not', () => {
    bind()
    types('abc', 2)
    otherWrites(0, 'XX')
    expect([area.value, area.selectionStart]).toEqual(['XXabc', 4])
    otherWrites(5, 'YY')
    expect([area.value, area.selectionStart]).toEqual(['XXabcYY', 4])
  })

  test('carriage returns never enter; a title takes no line breaks', () => {
    bind()
    types('yksi\r\nkaksi')
    expect(text()).toBe('yksi\nkaksi')
    binding.destroy()
    copy.field('decision').delete(0, text().length)
    bind(100, true)
    types('yksi\nkaksi')
    expect([text(), area.value]).toEqual(['yksi kaksi', 'yksi kaksi'])
  })

  test('a full field takes what fits and shows what it took', () => {
    bind(5)
    types('123')
    types('12345678')
    expect([text(), area.value]).toEqual(['12345', '12345'])
    types('1234')
    expect(text()).toBe('1234')
  })
})

describe('while a word is being composed', () => {
  const compose = (value: string, caret: number) => {
    area.dispatchEvent(new Event('compositionupdate'))
    types(value, caret)
  }

  test('others wait, and come in when the word is finished', () => {
    bind()
    types('alku loppu', 5)
    area.dispatchEvent(new Event('compositionstart'))
    compose('alku keloppu', 7)
    otherWrites(0, 'XX')
    expect(area.value).toBe('alku keloppu')
    compose('alku kekkoloppu', 10)
    area.dispatchEvent(new Event('compositionend'))
    expect([area.value, text(), area.selectionStart]).toEqual(['XXalku kekkoloppu', 'XXalku kekkoloppu', 12])
  })

  test('but no longer than two seconds of rest', () => {
    bind()
    area.dispatchEvent(new Event('compositionstart'))
    compose('ke', 2)
    otherWrites(0, 'XX')
    expect(area.value).toBe('ke')
    vi.advanceTimersByTime(2100)
    expect(area.value).toContain('XX')
  })

  test('locking the text finishes the word first', () => {
    bind()
    area.dispatchEvent(new Event('compositionstart'))
    area.value = 'kesken' // the browser has not said so yet
    copy.settle()
    expect(text()).toBe('kesken')
  })
})

describe('undo', () => {
  test('takes back own words only', () => {
    bind()
    types('oma ')
    vi.advanceTimersByTime(1000)
    otherWrites(4, 'toisen ')
    const undo = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, cancelable: true })
    area.dispatchEvent(undo)
    expect(undo.defaultPrevented).toBe(true)
    expect(area.value).toBe('toisen ')
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, shiftKey: true }))
    expect(area.value).toBe('oma toisen ')
  })
})

describe('the others in a field', () => {
  test('are told where this person is, and when no more', () => {
    bind()
    types('abc', 1)
    expect(copy.awareness.getLocalState()).toMatchObject({ user: { seat: 'pa' }, cursor: { field: 'decision' } })
    area.blur()
    expect(copy.awareness.getLocalState()).toMatchObject({ cursor: null })
  })

  test('nonsense for a caret is no caret', () => {
    bind()
    types('abc')
    copy.awareness
      .getStates()
      .set(7, { user: { seat: 'x', name: 'X' }, cursor: { field: 'decision', anchor: 'a', head: { item: 5 } } })
    expect(caretsIn(copy, 'decision', 'pa')).toEqual([])
  })

  test('stand between the letters, and mark what they have selected', () => {
    bind()
    const caret = { client: 7, name: 'X', color: 2, from: 1, to: 3, head: 3 }
    expect(piecesOf('abcd', [caret])).toEqual([
      { kind: 'text', text: 'a', color: null },
      { kind: 'text', text: 'bc', color: 2 },
      { kind: 'caret', caret },
      { kind: 'text', text: 'd', color: null },
    ])
  })
})
