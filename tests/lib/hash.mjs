/* hash.mjs - the print of a proposal's words that the chair's gavel carries: SHA-256 over, for each field in reading
 * order, its name, its length in UTF-8 bytes and its text, a newline after each. */
import { createHash } from 'node:crypto'

const FIELDS = ['title', 'decision', 'rationale']
const ACTION_FIELDS = ['what', 'who', 'when', 'measure']

export function wordsHash(actions, text) {
  const hash = createHash('sha256')
  for (const field of [...FIELDS, ...actions.flatMap((action) => ACTION_FIELDS.map((part) => `${action}/${part}`))]) {
    const words = text(field)
    hash.update(`${field}\n${Buffer.byteLength(words)}\n${words}\n`)
  }
  return hash.digest('hex')
}
