/* writers.mjs - random edits of a real Yjs document, in every kind of type and several levels deep. */
import * as Y from 'yjs'
import { element, KEYS, marks, nested, plain, value, words, xmlNode } from './values.mjs'

export const ROOTS = { t: 'text', a: 'array', m: 'map', x: 'xmlfragment' }
const TEXT_LONG = 500
const LIST_LONG = 40

export function documentOf(id, gc = true) {
  const doc = new Y.Doc({ gc, guid: 'asiakirja' })
  doc.clientID = id
  doc.getText('t')
  doc.getArray('a')
  doc.getMap('m')
  doc.getXmlFragment('x')
  return doc
}

/* Mostly where others are, too: what stands between two people at one place is the hard part. */
function place(length, random) {
  if (random.oneIn(3)) return random.below(length + 1)
  return random.of([0, Math.min(2, length), length >> 1, length])
}

/* The text, a dot for whatever else takes a place. */
export function unitsOf(ops) {
  return ops.map(({ insert }) => (typeof insert === 'string' ? insert : '.')).join('')
}

/* The place, or the one before it if that is inside a surrogate pair. */
export const outsidePair = (units, at) => (/[\uDC00-\uDFFF]/.test(units.charAt(at)) ? at - 1 : at)

/* Not inside a surrogate pair: Yjs splits a pair also for a format that then changes nothing, and tells nobody.
 * (Inserts and deletes do go there: they tell.) */
function formatText(text, from, to, random) {
  const units = unitsOf(text.toDelta())
  const [start, end] = [outsidePair(units, from), outsidePair(units, to)]
  text.format(start, end - start, marks(random))
}

function embed(text, at, random) {
  const thing = random.oneIn(3) ? nested(random) : { image: random.below(9), alt: random.of([null, 'ä😀', [1.5]]) }
  text.insertEmbed(at, thing, random.oneIn(2) ? marks(random) : {})
}

function writeText(text, random) {
  const at = place(text.length, random)
  const isLong = text.length > TEXT_LONG
  const len = Math.min(1 + random.below(isLong ? TEXT_LONG : 8), text.length - at)
  const chance = random.below(20)
  if (len > 0 && (isLong || chance < 5)) text.delete(at, len)
  else if (len > 0 && chance < 8) formatText(text, at, at + len, random)
  else if (chance === 8) embed(text, at, random)
  else if (chance === 9) text.setAttribute(random.of(KEYS), plain(random))
  else if (chance === 10) text.removeAttribute(random.of(KEYS))
  else if (chance < 13) text.insert(at, words(random), marks(random))
  else text.insert(at, words(random))
}

function writeArray(array, random) {
  const at = place(array.length, random)
  const isLong = array.length > LIST_LONG
  const values = () => Array.from({ length: 1 + random.below(3) }, () => element(random))
  if (at < array.length && (isLong || random.oneIn(3)))
    array.delete(at, Math.min(1 + random.below(isLong ? LIST_LONG : 3), array.length - at))
  else if (random.oneIn(3)) array.push(values())
  else array.insert(at, values())
}

function writeMap(map, random) {
  if (random.oneIn(60)) map.clear()
  else if (random.oneIn(4)) map.delete(random.of(KEYS))
  else map.set(random.of(KEYS), value(random))
}

function writeXml(fragment, random) {
  const at = place(fragment.length, random)
  const isLong = fragment.length > LIST_LONG
  const isElement = fragment instanceof Y.XmlElement
  if (isElement && random.oneIn(4)) fragment.setAttribute(random.of(KEYS), plain(random))
  else if (isElement && random.oneIn(8)) fragment.removeAttribute(random.of(KEYS))
  else if (at < fragment.length && (isLong || random.oneIn(3)))
    fragment.delete(at, Math.min(1 + random.below(isLong ? LIST_LONG : 2), fragment.length - at))
  else fragment.insert(at, [xmlNode(random)])
}

function typesInside(type) {
  if (type instanceof Y.Text) return []
  const inside = type instanceof Y.Map ? [...type.values()] : type.toArray()
  return inside.filter((value) => value instanceof Y.AbstractType)
}

function write(type, random) {
  const inside = typesInside(type)
  if (inside.length > 0 && !random.oneIn(3)) write(random.of(inside), random)
  else if (type instanceof Y.Text) writeText(type, random)
  else if (type instanceof Y.Array) writeArray(type, random)
  else if (type instanceof Y.Map) writeMap(type, random)
  else writeXml(type, random)
}

/* One person does something, in one transaction. */
export function act(doc, random) {
  doc.transact(() => {
    for (let i = random.below(4); i >= 0; i--)
      write(doc.share.get(random.of(['t', 't', ...Object.keys(ROOTS)])), random)
  }, 'own')
}

/* A transaction that only deletes. */
export function erase(doc, random) {
  const type = doc.share.get(random.of(['t', 'a', 'x']))
  if (type.length > 0) doc.transact(() => type.delete(random.below(type.length), 1), 'own')
}
