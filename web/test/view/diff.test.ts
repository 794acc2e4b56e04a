import { describe, expect, test } from 'vitest'
import { isChanged, type Piece, wordDiff } from '../../src/view/ui/diff'

const before = (pieces: readonly Piece[]) =>
  pieces
    .filter((p) => p.kind !== 'added')
    .map((p) => p.text)
    .join('')
const after = (pieces: readonly Piece[]) =>
  pieces
    .filter((p) => p.kind !== 'removed')
    .map((p) => p.text)
    .join('')

describe('a word diff', () => {
  test('leaves an equal text alone', () => {
    expect(wordDiff('Perustetaan foorumi.', 'Perustetaan foorumi.')).toEqual([
      { kind: 'same', text: 'Perustetaan foorumi.' },
    ])
    expect(wordDiff('', '')).toEqual([])
  })

  test('names a word that came', () => {
    expect(wordDiff('Avustukset haetaan.', 'Avustukset haetaan yhdessä.')).toEqual([
      { kind: 'same', text: 'Avustukset haetaan' },
      { kind: 'added', text: ' yhdessä' },
      { kind: 'same', text: '.' },
    ])
  })

  test('keeps the year when only the mark after it changes', () => {
    expect(wordDiff('vuonna 2025,', 'vuonna 2025.')).toEqual([
      { kind: 'same', text: 'vuonna 2025' },
      { kind: 'removed', text: ',' },
      { kind: 'added', text: '.' },
    ])
  })

  test('reads words changed side by side as one change', () => {
    expect(wordDiff('viiden arkipäivän kuluessa', 'kymmenen päivän kuluessa')).toEqual([
      { kind: 'removed', text: 'viiden arkipäivän' },
      { kind: 'added', text: 'kymmenen päivän' },
      { kind: 'same', text: ' kuluessa' },
    ])
  })

  test('does not take half a letter or half a surrogate pair', () => {
    const pieces = wordDiff('Öljy 👍 å', 'Åkerlund 👎 å')
    expect(before(pieces)).toBe('Öljy 👍 å')
    expect(after(pieces)).toBe('Åkerlund 👎 å')
    expect(pieces.every((p) => !/[\ud800-\udfff]/u.test(p.text))).toBe(true)
  })

  test('gives both texts back, whatever they are', () => {
    let seed = 612
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    const parts = ['kunta', 'ja', ' ', '\n', '.', 'järjestö', '  ', '2025', '–', 'ääni']
    const text = () => Array.from({ length: random(40) }, () => parts[random(parts.length)]).join('')
    for (let round = 0; round < 500; round++) {
      const [a, b] = [text(), text()]
      const pieces = wordDiff(a, b)
      expect(before(pieces)).toBe(a)
      expect(after(pieces)).toBe(b)
      expect(isChanged(pieces)).toBe(a !== b)
      for (const [i, piece] of pieces.entries()) expect(piece.kind).not.toBe(pieces[i + 1]?.kind)
    }
  })
})
