import { describe, expect, test } from 'vitest'
import { cut, shifted, splice } from '../src/editor/splice'

const applied = (before: string, s: ReturnType<typeof splice>) =>
  s === null ? before : before.slice(0, s.at) + s.insert + before.slice(s.at + s.remove)

describe('what was typed', () => {
  test('nothing typed is no change', () => expect(splice('sopu', 'sopu', 2)).toBeNull())

  test('of two equal letters, the caret tells which one is new', () => {
    expect(splice('aa', 'aaa', 1)).toEqual({ at: 0, remove: 0, insert: 'a' })
    expect(splice('aa', 'aaa', 3)).toEqual({ at: 2, remove: 0, insert: 'a' })
  })

  test('a letter deleted among equal ones is the one at the caret', () => {
    expect(splice('aaa', 'aa', 1)).toEqual({ at: 1, remove: 1, insert: '' })
  })

  test('a replaced word touches only what differs', () => {
    expect(splice('kunnat ja alue', 'kunnat sekä alue', 11)).toEqual({ at: 7, remove: 2, insert: 'sekä' })
  })

  test('a change behind the caret is found too', () => {
    expect(applied('yksi kaksi', splice('yksi kaksi', 'yksi kolme', 0))).toBe('yksi kolme')
  })

  test('a pair of surrogates is never cut in two', () => {
    const change = splice('😀', '😁', 2)
    expect(change).toEqual({ at: 0, remove: 2, insert: '😁' })
    expect(splice('a😀', 'a🐀', 3)?.at).toBe(1)
  })

  test('any two texts: the change leads from one to the other and cuts no pair', () => {
    const letters = ['a', 'b', '😀', '😁', '🐀', ' ', '\n']
    let seed = 7
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff
      return seed % n
    }
    const text = () => Array.from({ length: random(8) }, () => letters[random(letters.length)]).join('')
    for (let i = 0; i < 3000; i++) {
      const [before, after] = [text(), text()]
      const change = splice(before, after, random(after.length + 1))
      expect(applied(before, change)).toBe(after)
      if (change !== null) expect(change.insert).not.toMatch(/\p{Surrogate}/u)
    }
  })
})

describe('a caret among the others', () => {
  test('moves with what is written before it and stays with what comes after', () => {
    expect(shifted(5, { at: 2, remove: 0, insert: 'xx' })).toBe(7)
    expect(shifted(5, { at: 7, remove: 0, insert: 'xx' })).toBe(5)
  })
  test('stays where it is when someone writes exactly there', () =>
    expect(shifted(5, { at: 5, remove: 0, insert: 'xx' })).toBe(5))
  test('falls to the edge of what was deleted around it', () =>
    expect(shifted(5, { at: 3, remove: 4, insert: '' })).toBe(3))
})

test('what does not fit is cut, never in half a letter', () => {
  expect(cut('ab😀', 3)).toBe('ab')
  expect(cut('ab😀', 4)).toBe('ab😀')
  expect(cut('ab', 0)).toBe('')
})
