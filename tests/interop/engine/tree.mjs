/* tree.mjs - what a real Yjs type holds, in the form of server/crdt/types.h. */
import * as Y from 'yjs'

function number(value) {
  if (Object.is(value, -0)) return { $num: '-0' }
  return Number.isFinite(value) ? value : { $num: String(value) }
}

const object = (entries) => Object.fromEntries(entries.map(([key, value]) => [key, tree(value)]))
const attributes = (type) => object(Object.entries(type.getAttributes()))
const canonical = (value) =>
  JSON.stringify(value, (_, v) => (v?.constructor === Object ? Object.fromEntries(Object.entries(v).sort()) : v))

/* Where Yjs cuts its strings is nobody's business. */
function ops(delta) {
  const out = []
  for (const { insert, attributes: given } of delta) {
    const a = given && Object.keys(given).length > 0 ? object(Object.entries(given)) : undefined
    const last = out.at(-1)
    if (typeof insert !== 'string') out.push({ e: tree(insert), ...(a && { a }) })
    else if (last && 'i' in last && canonical(last.a) === canonical(a)) last.i += insert
    else out.push({ i: insert, ...(a && { a }) })
  }
  return out
}

export function tree(value) {
  if (value === undefined) return { $undefined: true }
  if (typeof value === 'number') return number(value)
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Y.XmlText) return { $t: 'xmltext', d: ops(value.toDelta()), a: attributes(value) }
  if (value instanceof Y.Text) return { $t: 'text', d: ops(value.toDelta()), a: attributes(value) }
  if (value instanceof Y.Array) return { $t: 'array', v: value.toArray().map(tree) }
  if (value instanceof Y.Map) return { $t: 'map', v: object([...value.entries()]) }
  if (value instanceof Y.XmlElement)
    return { $t: 'xmlelement', n: value.nodeName, a: attributes(value), v: value.toArray().map(tree) }
  if (value instanceof Y.XmlFragment) return { $t: 'xmlfragment', v: value.toArray().map(tree) }
  if (Array.isArray(value)) return value.map(tree)
  return object(Object.entries(value))
}
