import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { textHash } from '../../src/view/decide/hash'

test('the print is the SHA-256 of names, lengths in bytes and texts', () => {
  const texts: Record<string, string> = { title: 'Järjestöfoorumi', decision: 'Perustetaan.\n', 'a1/what': '👍 Kokous' }
  const canonical =
    'title\n17\nJärjestöfoorumi\ndecision\n13\nPerustetaan.\n\nrationale\n0\n\n' +
    'a1/what\n11\n👍 Kokous\na1/who\n0\n\na1/when\n0\n\na1/measure\n0\n\n'
  expect(
    textHash(
      ['title', 'decision', 'rationale', 'a1/what', 'a1/who', 'a1/when', 'a1/measure'],
      (field) => texts[field] ?? '',
    ),
  ).toBe(createHash('sha256').update(canonical).digest('hex'))
})

test('a text that looks like two fields has another print', () => {
  const one = textHash(['title', 'decision'], (field) => (field === 'title' ? 'a\ndecision\n1\nb' : ''))
  const two = textHash(['title', 'decision'], (field) => ({ title: 'a', decision: 'b' })[field] ?? '')
  expect(one).not.toBe(two)
})
