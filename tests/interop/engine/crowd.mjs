/* crowd.mjs - many who come at once, write at one place and go. Hardly anyone has heard of the others, so that all of
 * them, and whatever stands there by then, have to find an order. */
import * as Y from 'yjs'
import { KEYS, plain, words, xmlNode } from './values.mjs'
import { documentOf } from './writers.mjs'

const within = (at, { length }) => Math.min(at, length)

/* One of the ways to write at a place; all of the crowd take the same one. */
function wayOf(random) {
  const at = random.of([0, 0, 1, 5, 1000])
  const key = random.of(KEYS)
  return random.of([
    (doc) => doc.getText('t').insert(within(at, doc.getText('t')), words(random)),
    (doc) => doc.getText('t').insert(within(at, doc.getText('t')), '😀x', { bold: true }),
    (doc) => doc.getArray('a').insert(within(at, doc.getArray('a')), [random.below(9), [plain(random)]]),
    (doc) => doc.getXmlFragment('x').insert(within(at, doc.getXmlFragment('x')), [xmlNode(random)]),
    (doc) => doc.getMap('m').set(key, plain(random)),
  ])
}

/* What they wrote, each after the other: at one place, again and again, is backwards. */
export function crowd(state, ids, gc, random) {
  const write = wayOf(random)
  const written = []
  for (const id of ids) {
    const doc = documentOf(id, gc)
    Y.applyUpdate(doc, state)
    for (let heard = random.oneIn(4) ? random.below(4) : 0; heard > 0 && written.length > 0; heard--)
      Y.applyUpdate(doc, random.of(written))
    const before = Y.encodeStateVector(doc)
    for (let n = random.oneIn(3) ? 1 + random.below(8) : 1; n > 0; n--) write(doc)
    written.push(Y.encodeStateAsUpdate(doc, before))
  }
  return written
}
