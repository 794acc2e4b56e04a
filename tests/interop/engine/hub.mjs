/* hub.mjs - our engine between the people. It answers each update with what there is to broadcast; a second document
 * lives by these increments alone, a third by many of them merged. */
import { KEYS, plain, words } from './values.mjs'
import { tree } from './tree.mjs'
import { outsidePair } from './writers.mjs'
import { YDoc } from './ydoc.mjs'

const isEmpty = (update) => update.length === 2 // 00 00

/* The children that all sessions use, one after the other. */
export class Engines {
  main = new YDoc()
  follower = new YDoc()
  merger = new YDoc()
  other = new YDoc()

  begin(gc) {
    return Promise.all([this.main, this.follower, this.merger, this.other].map((doc) => doc.begin(gc)))
  }

  end() {
    for (const doc of [this.main, this.follower, this.merger, this.other]) doc.end()
  }
}

export class Hub {
  arrived = [] // every update in order of arrival, and our own
  increments = [] // since the last rest
  #answers = []
  #merged = []

  constructor(engines, random) {
    this.engines = engines
    this.random = random
  }

  take(update) {
    this.#expect(this.#push(update))
    return update
  }

  takeMerged(updates) {
    this.#expect(
      this.engines.merger.merge(updates).then((merged) => {
        this.#merged.push(merged)
        return this.#push(merged)
      }),
    )
  }

  #expect(answer) {
    answer.catch(() => {}) // heard by settle()
    this.#answers.push(answer)
  }

  async #push(update) {
    this.arrived.push(update)
    return this.#spread(await this.engines.main.push(update))
  }

  async #spread(increment) {
    this.increments.push(increment)
    await this.engines.follower.apply(increment)
    return increment
  }

  /* What is to be broadcast since last time, and what became of updates that were merged here. */
  async settle() {
    const increments = await Promise.all(this.#answers.splice(0))
    return { increments: increments.filter((increment) => !isEmpty(increment)), merged: this.#merged.splice(0) }
  }

  /* Our own hand in the document, one edit or several at once; the update goes to everyone. */
  async edit() {
    const update = this.random.oneIn(2) ? await this.engines.main.edit(await this.#step()) : await this.#editMuch()
    this.arrived.push(update)
    await this.#spread(update)
    return update
  }

  async #editMuch() {
    const { main } = this.engines
    await main.open()
    for (let n = 1 + this.random.below(4); n > 0; n--) await main.write(await this.#step())
    return main.commit()
  }

  #step() {
    const { random } = this
    if (random.oneIn(2)) return this.#textStep()
    if (random.oneIn(2)) return this.#arrayStep()
    const key = random.of(KEYS)
    if (random.oneIn(4)) return { op: 'unset', root: 'm', key }
    if (random.oneIn(3)) return { op: 'settext', root: 'm', key, text: words(random) }
    return { op: 'set', root: 'm', key, value: tree(plain(random)) }
  }

  /* The engine refuses places inside a surrogate pair. */
  async #textStep() {
    const { random } = this
    const { d } = await this.engines.main.content('text', 't')
    const units = d.map(({ i }) => i ?? '.').join('')
    const at = outsidePair(units, random.below(units.length + 1))
    if (random.oneIn(3)) {
      const end = outsidePair(units, Math.min(at + random.below(12), units.length))
      return { op: 'delete', root: 't', at, len: Math.max(end - at, 0) }
    }
    return { op: 'insert', root: 't', at, text: words(random) }
  }

  async #arrayStep() {
    const { random } = this
    const { v } = await this.engines.main.content('array', 'a')
    const at = random.below(v.length + 1)
    if (random.oneIn(3)) return { op: 'remove', root: 'a', at, len: Math.min(1 + random.below(2), v.length - at) }
    const values = Array.from({ length: 1 + random.below(3) }, () => tree(plain(random)))
    return { op: 'put', root: 'a', at, values }
  }
}
