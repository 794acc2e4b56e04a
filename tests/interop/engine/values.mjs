/* values.mjs - values of every kind that Yjs carries, at random. */
import * as Y from 'yjs'

export const WORDS = [
  'lapset',
  'ja ',
  'äänestys',
  '\n',
  '😀',
  'x',
  '👩‍👧',
  'Åbo ',
  '€',
  'pöytäkirja ',
  '𝄞𝄞',
  '\u0000',
  '\uFEFFa',
]
export const KEYS = ['tila', 'vastuu', '7', 'ä', '😀', '']
const MARKS = [
  { bold: true },
  { bold: null },
  { em: {} },
  { em: null },
  { color: 'red' },
  { color: '#ä"<' },
  { color: null },
  { link: { href: '/x', n: [1.5, null] }, bold: true },
]
const NUMBERS = [
  0,
  -0,
  1,
  -7,
  63,
  64,
  1.5,
  0.1,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 40,
  1e300,
  Number.NaN,
  -Infinity,
]
const PLAIN = [null, undefined, true, false, '', 'ä😀', 10n ** 15n, -1n, ...NUMBERS]

/* A new object each time: Yjs writes into what it is given. */
export const marks = (random) => ({ ...random.of(MARKS) })

/* Long enough, now and then, to need a two-byte length. */
export const words = (random) => (random.oneIn(30) ? random.of(WORDS).repeat(40) : random.of(WORDS))

export function plain(random, depth = 0) {
  if (depth > 2 || !random.oneIn(4)) return random.of(PLAIN)
  if (random.oneIn(3)) return new Uint8Array([0, 255, random.below(256)])
  if (random.oneIn(2)) return Array.from({ length: random.below(4) }, () => plain(random, depth + 1))
  const entries = Array.from({ length: random.below(3) }, () => [random.of(KEYS), plain(random, depth + 1)])
  return Object.fromEntries([...entries, [String(random.below(3)), 'x']])
}

/* A document inside the document: its content is not here, only its name and options. */
function subdocument(random) {
  const guid = `liite-${random.below(2 ** 32)}`
  const options = [{}, { meta: { otsikko: 'Liite' } }, { autoLoad: true }, { gc: false, meta: plain(random) ?? null }]
  return new Y.Doc({ guid, ...random.of(options) })
}

function text(random, Kind = Y.Text) {
  const made = new Kind()
  made.insert(0, random.of(WORDS), random.oneIn(3) ? marks(random) : undefined)
  return made
}

export function xmlNode(random, depth = 0) {
  if (random.oneIn(2)) return text(random, Y.XmlText)
  const element = new Y.XmlElement(random.of(['p', 'Em', 'ul-ä']))
  if (depth < 2)
    element.insert(
      0,
      Array.from({ length: random.below(3) }, () => xmlNode(random, depth + 1)),
    )
  if (random.oneIn(2)) element.setAttribute(random.of(KEYS), random.of(WORDS))
  return element
}

/* Y.Array takes these two only inside something. */
const inArray = (it) => (it === undefined || typeof it === 'bigint' ? [it] : it)

/* A shared type that is not in a document yet, with something in it. */
export function nested(random, depth = 0) {
  const inside = () => (depth < 2 && random.oneIn(3) ? nested(random, depth + 1) : plain(random))
  const kinds = [
    () => text(random),
    () => Y.Array.from(Array.from({ length: random.below(4) }, () => inArray(inside()))),
    () => new Y.Map(Array.from({ length: random.below(3) }, () => [random.of(KEYS), inside()])),
    () => xmlNode(random),
    () => new Y.XmlFragment(),
  ]
  return random.of(kinds)()
}

export function value(random) {
  if (random.oneIn(40)) return subdocument(random)
  return random.oneIn(4) ? nested(random) : plain(random)
}

export const element = (random) => inArray(value(random))
