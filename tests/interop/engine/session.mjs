/* session.mjs - one random session: some people, our engine between them, and a rest every some dozens of operations,
 * when everybody must hold the same. All chances come from the seed, and answers of the engine are read at fixed
 * places: the same seed is the same session, however fast the machine is. */
import * as Y from 'yjs'
import { compare } from './compare.mjs'
import { crowd } from './crowd.mjs'
import { Hub } from './hub.mjs'
import { Person } from './person.mjs'
import { erase } from './writers.mjs'
import { randomOf } from '../../lib/random.mjs'

const OPS_LEAST = 200
const OPS_MOST = 700
const REST_EVERY = 100

/* Does the unit stand left of the other one, or is it the same? */
function isBefore(doc, id, other) {
  const first = Y.getItem(doc.store, id)
  let item = Y.getItem(doc.store, other)
  if (first === item) return id.clock <= other.clock
  do item = item.left
  while (item && item !== first)
  return Boolean(item)
}

/* Yjs' undo now and then says that an item stands right of one unit and left of that same unit, or of one before it.
 * Where it lands depends on whether the run of these had been cut when it arrived: real Yjs documents end up different,
 * too. */
function isTwisted(doc, update) {
  return Y.decodeUpdate(update).structs.some(
    ({ origin, rightOrigin }) => origin && rightOrigin && isBefore(doc, rightOrigin, origin),
  )
}

export class Session {
  constructor(seed, engines, counts, steps = Infinity) {
    this.seed = seed
    this.random = randomOf(seed)
    this.counts = counts
    this.gc = !this.random.oneIn(6)
    this.engines = engines
    this.hub = new Hub(engines, this.random)
    this.ids = new Set()
    this.ownId = this.#newId()
    this.hasNeighbours = this.random.oneIn(2) // the first two hear each other at once: one browser, two windows
    this.isTwisted = false // by Yjs: nothing can be said any more
    this.pace = 1 + this.random.below(3) // of the lines
    this.hasCrowds = this.random.oneIn(3)
    const most = this.random.oneIn(4) ? 18 : 4
    this.people = Array.from({ length: 3 + this.random.below(most) }, () => this.#newPerson())
    this.ops = 0
    this.limit = Math.min(OPS_LEAST + this.random.below(OPS_MOST - OPS_LEAST), steps)
  }

  /* 32 bits as Yjs draws them today, 53 as it may one day, and small ones. */
  #newId() {
    const { random } = this
    const id = random.of([
      () => random.below(2 ** 32),
      () => random.below(2 ** 32),
      () => random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 32),
      () => random.below(300),
    ])()
    if (this.ids.has(id)) return this.#newId()
    this.ids.add(id)
    return id
  }

  /* Some keep what was deleted although all others forget it. */
  #newPerson() {
    const person = new Person(this.#newId(), this.gc && !this.random.oneIn(8), this.random)
    person.doc.on('update', (update, origin) => {
      if (origin instanceof Y.UndoManager) this.isTwisted ||= isTwisted(person.doc, update)
      if (origin !== 'line') this.#neighbourOf(this.people.indexOf(person))?.in.push(update)
    })
    return person
  }

  #neighbourOf(i) {
    return this.hasNeighbours && i >= 0 && i < 2 ? this.people[1 - i] : undefined
  }

  async run() {
    await this.engines.begin(this.gc)
    await this.engines.main.beClient(this.ownId)
    let restAt = 0
    while (this.ops < this.limit) {
      restAt = this.ops + 20 + this.random.below(REST_EVERY - 20)
      while (this.ops < Math.min(restAt, this.limit)) await this.#batch()
      await this.#rest()
      if (this.random.oneIn(3)) await this.#afterthought()
      if (this.isTwisted) break
      await compare(this)
      this.counts.rests++
    }
    if (this.isTwisted) this.counts.twisted++
  }

  /* Some steps without waiting for the engine; then what it has answered goes out. */
  async #batch() {
    const meetings = []
    if (this.random.oneIn(4)) await this.#editOurs()
    for (let n = 1 + this.random.below(12); n > 0 && this.ops < this.limit; n--) {
      this.#happen()
      for (let carries = this.random.below(this.pace * this.people.length); carries > 0; carries--) this.#carry(true)
      const back = this.random.oneIn(8) && this.people.find((person) => person.isOnline && person.hasLost)
      if (back) meetings.push(this.#meeting(back))
    }
    await this.#settle(meetings)
  }

  async #editOurs() {
    const update = await this.hub.edit()
    for (const person of this.people) person.hear(update)
    this.ops++
    this.counts.ours++
  }

  #happen() {
    const { random } = this
    const i = random.below(this.people.length)
    const person = this.people[i]
    if (random.oneIn(60)) this.#reload(i)
    else if (this.hasCrowds && random.oneIn(80)) this.#crowd(person)
    else if (person.isOnline && random.oneIn(40)) person.goOffline()
    else if (!person.isOnline && random.oneIn(6)) person.goOnline()
    else {
      const counted = person.act()
      if (counted) this.counts[counted]++
      this.ops++
    }
  }

  /* Every reload is a new client. What the old one had not sent yet is gone, unless somebody could miss it. */
  #reload(i) {
    const old = this.people[i]
    if (!old.isInOrder || this.#neighbourOf(i) || this.random.oneIn(2))
      this.#send(old, [Y.encodeStateAsUpdate(old.doc)])
    this.people[i] = this.#newPerson()
    this.people[i].lose()
    this.counts.reloads++
  }

  /* They start from what one person has, and their updates arrive in any order. */
  #crowd(person) {
    const ids = Array.from({ length: 10 + this.random.below(70) }, () => this.#newId())
    const state = Y.encodeStateAsUpdate(person.doc)
    const written = crowd(state, ids, person.doc.gc, this.random)
    this.#send(person, [state])
    while (written.length > 0) this.#send(undefined, written.splice(this.random.below(written.length), 1))
    this.ops += ids.length
    this.counts.crowds++
  }

  #carry(mayLose) {
    const person = this.random.of(this.people)
    if (this.random.oneIn(2)) person.read(mayLose)
    else this.#send(person, person.send(mayLose))
  }

  /* Several are merged on the way, by Yjs or by our engine. */
  #send(from, updates) {
    if (updates.length === 0) return
    this.counts.updates++
    if (updates.length > 1 && this.random.oneIn(2)) this.hub.takeMerged(updates)
    else this.#tell(this.hub.take(updates.length > 1 ? Y.mergeUpdates(updates) : updates[0]), from)
  }

  #tell(update, from) {
    for (const person of this.people) if (person !== from && person.reads !== 'increments') person.hear(update)
  }

  /* The answers are read when this batch is settled. */
  #meeting(person) {
    const { main } = this.engines
    return Promise.all([person, main.state(person.ask()), main.vector()])
  }

  async #settle(meetings) {
    const met = await Promise.all(meetings)
    const { merged, increments } = await this.hub.settle()
    for (const update of merged) this.#tell(update)
    for (const increment of increments)
      for (const person of this.people) if (person.reads !== 'originals') person.hear(increment)
    for (const [person, difference, vector] of met) person.meet(difference, vector)
  }

  /* Everything arrives. What waited at the hub while somebody asked it, who hears no increments, is asked for again. */
  async #rest() {
    for (const person of this.people) person.goOnline()
    await this.#quieten()
    for (const person of this.people) if (person.mayLack) person.lose()
    await this.#quieten()
    for (const person of this.people) if (person.lookAgain()) this.counts.stuck++
    await this.#quieten()
    for (const person of this.people) person.rest()
  }

  /* Deletes bring no structs: a state that was written out before is old nevertheless. */
  async #afterthought() {
    await this.engines.main.state()
    erase(this.random.of(this.people).doc, this.random)
    await this.#quieten()
    this.ops++
  }

  /* Until nobody has anything to say. */
  async #quieten() {
    while (this.people.some((person) => person.hasLost || person.in.length > 0 || person.out.length > 0)) {
      const meetings = this.people.filter((person) => person.hasLost).map((person) => this.#meeting(person))
      for (const person of this.people)
        while (person.in.length > 0 || person.out.length > 0) {
          person.read(false)
          this.#send(person, person.send(false))
        }
      await this.#settle(meetings)
    }
  }
}
