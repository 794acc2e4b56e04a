/* writers.mjs - people with real Yjs documents who write at random into every kind of type. */
import * as Y from 'yjs'

export const ROOTS = { t: 'text', a: 'array', m: 'map', x: 'xmlfragment' }
const WORDS = ['lapset', 'ja ', 'äänestys', '\n', '😀', 'x', '👩‍👧', 'Åbo ', '€', 'pöytäkirja ']
const KEYS = ['tila', 'vastuu', '7', 'ä']
const MARKS = [{ bold: true }, { bold: null }, { em: {} }, { color: 'red' }]

export function documentOf(id) {
  const doc = new Y.Doc()
  doc.clientID = id
  doc.getText('t')
  doc.getArray('a')
  doc.getMap('m')
  doc.getXmlFragment('x')
  return doc
}

function value(random) {
  const plain = [0, -0, 1.5, 0.1, -7, 2 ** 40, null, true, 'ä😀', new Uint8Array([0, 255])]
  const kinds = [
    () => random.of(plain),
    () => ({ b: [1, { c: null }, undefined, 10n ** 15n], 2: 'x' }),
    () => new Y.Text(random.of(WORDS)),
    () => new Y.Array(),
    () => new Y.Map([[random.of(KEYS), random.below(9)]]),
  ]
  return random.of([kinds[0], kinds[0], ...kinds])()
}

/* The place, or the one before it if that is inside a surrogate pair: Yjs splits a pair also for a format that then
 * changes nothing, and tells nobody. (Inserts and deletes do go there: they tell.) */
function outsidePair(text, at) {
  const units = text.toDelta().map(({ insert }) => (typeof insert === 'string' ? insert : '.'))
  return /[\uDC00-\uDFFF]/.test(units.join('').charAt(at)) ? at - 1 : at
}

function formatText(text, from, to, random) {
  const [start, end] = [outsidePair(text, from), outsidePair(text, to)]
  text.format(start, end - start, random.of(MARKS))
}

function writeText(text, random) {
  const at = random.below(text.length + 1)
  const len = Math.min(1 + random.below(6), text.length - at)
  const chance = random.below(10)
  if (chance < 6) text.insert(at, random.of(WORDS))
  else if (chance < 8 && len > 0) text.delete(at, len)
  else if (chance < 9 && len > 0) formatText(text, at, at + len, random)
  else text.insertEmbed(at, { image: random.below(9) })
}

function writeArray(array, random) {
  const at = random.below(array.length + 1)
  if (at < array.length && random.below(3) === 0) array.delete(at, Math.min(2, array.length - at))
  else
    array.insert(
      at,
      Array.from({ length: 1 + random.below(3) }, () => value(random)),
    )
}

function writeMap(map, random) {
  if (random.below(4) === 0) map.delete(random.of(KEYS))
  else map.set(random.of(KEYS), value(random))
}

function writeXml(fragment, random) {
  const at = random.below(fragment.length + 1)
  const child = at < fragment.length ? fragment.get(at) : undefined
  if (child instanceof Y.XmlElement && random.below(2) === 0) writeXml(child, random)
  else if (child instanceof Y.XmlText && random.below(2) === 0) writeText(child, random)
  else if (child && random.below(3) === 0) fragment.delete(at, 1)
  else fragment.insert(at, [random.below(2) === 0 ? new Y.XmlElement(random.of(['p', 'Em'])) : new Y.XmlText('a')])
  if (fragment instanceof Y.XmlElement && random.below(3) === 0)
    fragment.setAttribute(random.of(KEYS), random.of(['1', 'ä']))
}

function write(type, random) {
  const inside = type instanceof Y.Array ? type.toArray() : type instanceof Y.Map ? [...type.values()] : []
  const nested = inside.filter((value) => value instanceof Y.AbstractType)
  if (nested.length > 0 && random.below(2) === 0) write(random.of(nested), random)
  else if (type instanceof Y.Text) writeText(type, random)
  else if (type instanceof Y.Array) writeArray(type, random)
  else if (type instanceof Y.Map) writeMap(type, random)
  else writeXml(type, random)
}

/* One person does something. */
export function act(doc, random) {
  const root = doc.share.get(random.of(['t', 't', 't', ...Object.keys(ROOTS)]))
  doc.transact(() => {
    for (let i = random.below(3); i >= 0; i--) write(root, random)
  })
}
