/* random.test.mjs - people with real Yjs and our engine among them: out of order, twice, late, and yet all have the
 * same at every rest. SEED=n repeats a round. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { randomOf, SEED } from '../../lib/random.mjs'
import { tree } from './tree.mjs'
import { act, documentOf, ROOTS } from './writers.mjs'
import { YDoc } from './ydoc.mjs'

const ROUNDS = 8
const OPS = 250
const REST_EVERY = 50
const WIDE_ID = 2 ** 45 + 7
const OUR_ID = 3

class Session {
  constructor(random) {
    this.random = random
    this.engine = new YDoc()
    this.other = new YDoc()
    this.people = [documentOf(1 + random.below(2 ** 32)), documentOf(WIDE_ID), documentOf(5)]
    this.boxes = [...this.people.map(() => []), []] // what has not been read yet; the engine's box is the last
    for (const [i, doc] of this.people.entries())
      doc.on('update', (update, origin) => {
        if (origin !== 'read') this.send(update, i)
      })
  }

  /* To everyone but the sender; some things arrive twice. */
  send(update, from) {
    for (const [i, box] of this.boxes.entries())
      if (i !== from) for (let n = this.random.below(10) === 0 ? 2 : 1; n > 0; n--) box.push(update)
  }

  async read(i, update) {
    if (i < this.people.length) Y.applyUpdate(this.people[i], update, 'read')
    else assert.equal(await this.engine.apply(update), 'ok')
  }

  /* Somebody reads one thing: mostly the next, now and then any. */
  async readOne() {
    const i = this.random.below(this.boxes.length)
    const box = this.boxes[i]
    if (box.length === 0) return
    const [update] = box.splice(this.random.below(4) === 0 ? this.random.below(box.length) : 0, 1)
    await this.read(i, update)
  }

  /* The engine types, too. It refuses places inside a surrogate pair. */
  async editOurs() {
    const text = await this.engine.string('text', 't')
    const at = this.random.below(text.length + 1)
    const update = await this.engine.edit({ op: 'insert', root: 't', at, text: 'oma ' })
    if (update) this.send(update, this.boxes.length - 1)
  }

  async rest() {
    while (this.boxes.some((box) => box.length > 0)) await this.readOne()
  }

  async compare(absent) {
    const vector = Y.decodeStateVector(await this.engine.vector())
    const state = await this.engine.state()
    const reader = documentOf(1)
    Y.applyUpdate(reader, state)
    /* Somebody who was away is brought up to date by the difference alone. */
    Y.applyUpdate(absent, await this.engine.state(Y.encodeStateVector(absent)), 'read')
    const docs = [...this.people, reader, absent]
    for (const doc of docs) assert.deepEqual(Y.decodeStateVector(Y.encodeStateVector(doc)), vector)
    for (const [root, kind] of Object.entries(ROOTS)) await this.compareRoot(root, kind, docs)
    await this.compareNormalForm(state)
  }

  async compareRoot(root, kind, docs) {
    const content = await this.engine.content(kind, root)
    const hasString = kind === 'text' || kind === 'xmlfragment'
    const string = hasString && (await this.engine.string(kind, root))
    for (const doc of docs) {
      const type = doc.share.get(root)
      assert.deepEqual(content, JSON.parse(JSON.stringify(tree(type))), root)
      if (hasString) assert.equal(string, type.toString())
    }
  }

  /* Yjs' own bytes, read by another engine, are the same document: byte for byte. */
  async compareNormalForm(state) {
    await this.other.ask('new 1')
    assert.equal(await this.other.apply(Y.encodeStateAsUpdate(this.people[0])), 'ok')
    assert.deepEqual(await this.other.state(), state)
  }

  end() {
    this.engine.end()
    this.other.end()
  }
}

async function round(seed) {
  const random = randomOf(seed)
  const session = new Session(random)
  const absent = documentOf(2)
  try {
    await session.engine.ask(`client ${OUR_ID}`)
    for (let op = 1; op <= OPS; op++) {
      if (random.below(20) === 0) await session.editOurs()
      else act(random.of(session.people), random)
      for (let reads = random.below(8); reads > 0; reads--) await session.readOne()
      if (op % REST_EVERY !== 0) continue
      await session.rest()
      await session.compare(absent)
    }
  } finally {
    session.end()
  }
}

for (let i = 0; i < ROUNDS; i++) test(`engine and Yjs hold the same (SEED=${SEED + i})`, () => round(SEED + i))
