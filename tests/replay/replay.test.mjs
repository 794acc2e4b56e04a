/* The pack's edits against bare Yjs documents, one for each author: what the server is measured with is right itself. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as Y from 'yjs'
import { changesOf, fieldsOf, loadPack, placeOf, playEdits } from '../lib/replay.mjs'
import { changeText } from '../lib/text.mjs'

/* A table without a network: updates go straight into the other documents, at once or when the authors meet. */
class BareTable {
  constructor(initial) {
    this.docs = new Map()
    this.held = new Map()
    this.first = this.#newDoc('the table')
    for (const [field, text] of Object.entries(initial)) this.first.getText(field).insert(0, text)
  }

  #newDoc(who) {
    const doc = new Y.Doc()
    if (this.first) Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.first))
    doc.on('update', (update, origin) => {
      if (origin === this) return
      if (this.held.has(who)) this.held.get(who).push(update)
      else this.#share(update, doc)
    })
    this.docs.set(who, doc)
    return doc
  }

  #share(update, from) {
    for (const [who, doc] of this.docs) if (doc !== from && !this.held.has(who)) Y.applyUpdate(doc, update, this)
  }

  hand(who) {
    const doc = this.docs.get(who) ?? this.#newDoc(who)
    return {
      text: (field) => doc.getText(field).toString(),
      change: (field, changes, typed) => changeText(doc.getText(field), changes, typed && this.typed),
    }
  }

  action() {}

  apart(authors) {
    for (const who of authors) this.held.set(who, [])
  }

  /* Each hears of what the others did, in another order than they did it. */
  meet(authors) {
    const held = this.held
    this.held = new Map()
    for (const who of [...authors].reverse())
      for (const update of held.get(who)) this.#share(update, this.docs.get(who))
  }

  settle(field) {
    return [...this.docs.values()].map((doc) => doc.getText(field).toString())
  }

  texts() {
    return [...this.docs.values()].map((doc) =>
      Object.fromEntries([...doc.share.keys()].map((field) => [field, doc.getText(field).toString()])),
    )
  }
}

async function playAndCompare(edits, initial, final, typed) {
  const table = new BareTable(initial)
  table.typed = typed
  await playEdits(edits, table)
  const expected = fieldsOf(final)
  for (const texts of table.texts())
    for (const [field, text] of Object.entries(expected)) assert.equal(texts[field] ?? '', text, field)
}

const pack = loadPack()
const how = [
  ['letter by letter', true],
  ['in whole strings', false],
]

describe('the pack against bare Yjs', () => {
  for (const [manner, typed] of how) {
    for (const group of pack.workshop.groups) {
      it(`${group.id}, ${manner}: every result and the final text`, () =>
        playAndCompare(group.edits, fieldsOf(group.initial), group.final, typed))
    }
    for (const [i, item] of pack.merge.items.entries()) {
      const before = fieldsOf(pack.workshop.groups.find((group) => group.id === item.source_group).final)
      it(`merging ${item.item}, ${manner}: every result and the final text`, () =>
        playAndCompare(item.edits, before, item.final, typed))
      const decided = pack.decisions.items[i]
      it(`deciding ${item.item}, ${manner}: every result and the decided text`, () =>
        playAndCompare(decided.edits, fieldsOf(item.final), decided.final, typed))
    }
  }

  it('holds as many edits and bursts as its README says', () => {
    const all = [...pack.workshop.groups, ...pack.merge.items, ...pack.decisions.items].flatMap((part) => part.edits)
    assert.equal(all.filter((edit) => edit.concurrent).length, 17)
    assert.equal(all.length, 157)
  })
})

describe('anchors become UTF-16 positions', () => {
  it('an emoji counts two', () => assert.equal(placeOf('🙏 ja', 'ja'), 3))
  it('an anchor that is twice there is refused', () => assert.throws(() => placeOf('ja ja', 'ja')))
  it('an undo brings back what was before', () => {
    assert.deepEqual(changesOf({ op: 'undo' }, 'ab', 'aXb'), [{ at: 1, remove: 0, insert: 'X' }])
    assert.deepEqual(changesOf({ op: 'undo' }, '', 'teksti'), [{ at: 0, remove: 0, insert: 'teksti' }])
  })
  it('a range to null goes to the end', () => {
    assert.deepEqual(changesOf({ op: 'replace_range', from: 'b', to: null, text: 'x' }, 'abc'), [
      { at: 1, remove: 2, insert: 'x' },
    ])
  })
})
