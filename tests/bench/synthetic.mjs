/* synthetic.mjs - workloads that no trace holds, made by real Yjs and always the same: many writers in one text, and
 * work that grows tenfold. Each maker gives `before` (or none), `updates`, the final `text`, and `edits` if they can be
 * replayed by one client. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { randomOf } from '../lib/random.mjs'
import { UpdateList } from './files.mjs'
import { sequential } from './makers.mjs'
import * as yjs from './peers/yjs.mjs'

const SEED = 20240607
const LETTERS = 'abcdefghijklmnopqrstuvwxyzåäö '
const TYPED = 2000
const STEM = 'A sentence that everybody has before them.'
const STEM_AT = 20
const ALONE = 7
const RANGES_CHECKED = 500

function documentOf(client, before) {
  const doc = new Y.Doc()
  doc.clientID = client
  if (before) Y.applyUpdate(doc, before)
  return doc
}

function distinctClients(random, count) {
  const clients = new Set()
  while (clients.size < count) clients.add(1 + random.below(2 ** 32 - 1))
  return [...clients]
}

function letters(random, count) {
  return Array.from({ length: count }, () => LETTERS[random.below(LETTERS.length)]).join('')
}

/* The updates of what is done, one by one. */
function heard(doc, work) {
  const updates = []
  const listener = (update) => updates.push(update)
  doc.on('update', listener)
  work(doc.getText('t'))
  doc.off('update', listener)
  return updates
}

/* What real Yjs reads when all has arrived. */
function result(before, updates) {
  const list = new UpdateList()
  const reader = documentOf(1, before)
  for (const update of updates) {
    list.add(update)
    Y.applyUpdate(reader, update)
  }
  return { before, updates: list, text: reader.getText('t').toString() }
}

/* One after another, each client a character or two at some place; then a new one types on in the middle. */
export function touched(clients) {
  const random = randomOf(SEED)
  const doc = documentOf(1)
  const text = doc.getText('t')
  for (const client of distinctClients(random, clients)) {
    doc.clientID = client
    text.insert(random.below(text.length + 1), letters(random, 1 + random.below(2)))
  }
  const before = Y.encodeStateAsUpdate(doc)
  const typist = documentOf(2 ** 31 + 5, before)
  const at = text.length >> 1
  const updates = heard(typist, (t) => {
    for (let i = 0; i < TYPED; i++) t.insert(at + i, letters(random, 1))
  })
  return result(before, updates)
}

function stem() {
  const doc = documentOf(ALONE)
  doc.getText('t').insert(0, STEM)
  return Y.encodeStateAsUpdate(doc)
}

/* All have the same before them, and each types on at the same place without hearing the others; of what they send,
 * the first of each arrives, then the second of each... */
export function atOnePlace(clients, characters) {
  const random = randomOf(SEED + clients)
  const before = stem()
  const written = distinctClients(random, clients).map((client) =>
    heard(documentOf(client, before), (t) => {
      for (let i = 0; i < characters; i++) t.insert(STEM_AT + i, letters(random, 1))
    }),
  )
  const turns = Array.from({ length: characters }, (_, i) => written.map((updates) => updates[i]))
  return result(before, turns.flat())
}

export function randomInserts(count) {
  const random = randomOf(SEED)
  const edits = Array.from({ length: count }, (_, i) => [random.below(i + 1), 0, letters(random, 1)])
  return { ...sequential(yjs, edits), edits }
}

/* An update with no structs, and a delete set of every second unit of one client's. */
function everySecondDeleted(client, ranges) {
  const out = encoding.createEncoder()
  for (const number of [0, 1, client, ranges]) encoding.writeVarUint(out, number)
  for (let i = 0; i < ranges; i++) {
    encoding.writeVarUint(out, 2 * i)
    encoding.writeVarUint(out, 1)
  }
  return encoding.toUint8Array(out)
}

/* Yjs itself would take minutes for the large ones; a small one must be what it sends. */
function checkAgainstYjs(before, ranges) {
  const [sent] = heard(documentOf(1, before), (t) =>
    t.doc.transact(() => {
      for (let i = 0; i < ranges; i++) t.delete(i, 1)
    }),
  )
  if (Buffer.compare(sent, everySecondDeleted(ALONE, ranges)) !== 0) throw new Error('Yjs writes other delete sets')
}

/* Every second character of a text, deleted in one transaction. */
export function deletes(ranges) {
  const doc = documentOf(ALONE)
  doc.getText('t').insert(0, 'ab'.repeat(ranges))
  const before = Y.encodeStateAsUpdate(doc)
  checkAgainstYjs(before, RANGES_CHECKED)
  const updates = new UpdateList()
  updates.add(everySecondDeleted(ALONE, ranges))
  return { before, updates, text: 'b'.repeat(ranges) }
}
