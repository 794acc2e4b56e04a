/* tree.mjs - what a real Yjs type holds, in the form of server/crdt/types.h; with sorted keys, so that the same content
 * is the same string. */
import * as Y from 'yjs'

function number(value) {
  if (Object.is(value, -0)) return { $num: '-0' }
  return Number.isFinite(value) ? value : { $num: String(value) }
}

const byKey = ([a], [b]) => (a < b ? -1 : 1)
const object = (entries) => Object.fromEntries(entries.map(([key, value]) => [key, tree(value)]).sort(byKey))
const attributes = (type) => object(Object.entries(type.getAttributes()))

function options(doc) {
  return object([
    ...(doc.gc ? [] : [['gc', false]]),
    ...(doc.autoLoad ? [['autoLoad', true]] : []),
    ...(doc.meta === null ? [] : [['meta', doc.meta]]),
  ])
}

/* Where Yjs cuts its strings is nobody's business. */
function ops(delta) {
  const out = []
  let marks // of the last op
  for (const { insert, attributes: given } of delta) {
    const a = given && Object.keys(given).length > 0 ? object(Object.entries(given)) : undefined
    const before = marks
    marks = JSON.stringify(a)
    if (typeof insert !== 'string') out.push({ ...(a && { a }), e: tree(insert) })
    else if (out.length > 0 && 'i' in out.at(-1) && before === marks) out.at(-1).i += insert
    else out.push({ ...(a && { a }), i: insert })
  }
  return out
}

function type(value) {
  if (value instanceof Y.XmlText) return { $t: 'xmltext', a: attributes(value), d: ops(value.toDelta()) }
  if (value instanceof Y.Text) return { $t: 'text', a: attributes(value), d: ops(value.toDelta()) }
  if (value instanceof Y.Array) return { $t: 'array', v: value.toArray().map(tree) }
  if (value instanceof Y.Map) return { $t: 'map', v: object([...value.entries()]) }
  if (value instanceof Y.XmlElement)
    return { $t: 'xmlelement', a: attributes(value), n: value.nodeName, v: value.toArray().map(tree) }
  return { $t: 'xmlfragment', v: value.toArray().map(tree) }
}

export function tree(value) {
  if (value === undefined) return { $undefined: true }
  if (typeof value === 'number') return number(value)
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Y.AbstractType) return type(value)
  if (value instanceof Y.Doc) return { $t: 'doc', guid: value.guid, opts: options(value) }
  if (Array.isArray(value)) return value.map(tree)
  return object(Object.entries(value))
}

/* The engine's tree, its keys sorted likewise. */
export function sorted(value) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).map(([key, inside]) => [key, sorted(inside)])
  return Object.fromEntries(entries.sort(byKey))
}
