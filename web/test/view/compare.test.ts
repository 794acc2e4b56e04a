import { expect, test } from 'vitest'
import { compare, type Side } from '../../src/view/ui/compare'

const side = (actions: string[], texts: Record<string, string>): Side => ({
  actions,
  text: (field) => texts[field] ?? '',
})
const proposed = side(['x', 'y'], {
  title: 'Foorumi',
  decision: 'Perustetaan.',
  'x/what': 'Kokous',
  'x/who': 'Kunnat',
  'y/what': 'Kysely',
})

test('an unchanged proposal shows each field once, without the title above it', () => {
  expect(compare(proposed, proposed).map((g) => [g.kind, g.number, g.pairs.map((p) => p.part)])).toEqual([
    ['decision', 0, ['decision']],
    ['action', 1, ['what', 'who']],
    ['action', 2, ['what']],
  ])
})

test('an action that was taken away stands against nothing, though its words are still in the text', () => {
  const now = side(['y'], { title: 'Foorumi', decision: 'Perustetaan.', 'x/what': 'Kokous', 'y/what': 'Kysely' })
  const gone = compare(proposed, now).find((g) => g.key === 'x')
  expect(gone?.pairs[0]).toEqual({ field: 'x/what', part: 'what', before: 'Kokous', after: '' })
  expect(compare(proposed, now).map((g) => g.key)).toEqual(['decision', 'y', 'x'])
})

test('a changed title is shown', () => {
  expect(compare(proposed, side([], { title: 'Foorumit' }))[0]).toMatchObject({
    kind: 'title',
    pairs: [{ before: 'Foorumi', after: 'Foorumit' }],
  })
})
