/* writers.mjs - people who type and press buttons while something breaks, and who remember what they were told: what is
 * saved, and what they were shown. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import * as Y from 'yjs'
import { Hub } from './hub.mjs'
import { groupOf } from './model.mjs'
import { sleep, until } from './wait.mjs'

const PATIENCE_MS = 30_000

const FIELDS = ['title', 'decision', 'rationale', 'a1/what', 'a1/who']
const WORDS = ['kunnat ', 'järjestöt ', 'yhdessä ', '👍 ', '31.3.2025 ', 'ääkköset – ', 'hyvinvointi ']
const LONGEST = { title: 120, decision: 1200, rationale: 1200, 'a1/what': 400, 'a1/who': 400 }

/* Types in one document, on and on, until told to stop or the line breaks. */
export class Writer {
  static async enter(server, seat, doc, random) {
    const hub = await Hub.enter(server, seat)
    return new Writer(hub, await hub.open(doc), random)
  }

  constructor(hub, channel, random) {
    this.hub = hub
    this.channel = channel
    this.random = random
    this.forget()
    this.kept = [] /* of earlier rounds */
    channel.on('saved', (update) => this.saved.push(update))
    channel.on('shown', (update) => this.shown.push(update))
  }

  async write() {
    this.isWriting = true
    while (this.isWriting && this.hub.isOpen) {
      await this.#change()
      await sleep(this.random.below(6))
    }
  }

  stop() {
    this.isWriting = false
  }

  /* A new round begins: what has been found on disk once is looked for again only at the end. */
  forget() {
    this.kept?.push(...this.saved)
    this.saved = []
    this.shown = []
  }

  async #change() {
    const field = this.random.of(FIELDS)
    const length = this.channel.text(field).length
    if (this.channel.isLive) this.channel.point(field, length)
    if (length > LONGEST[field] || (length > 10 && this.random.below(5) === 0)) {
      const remove = 1 + this.random.below(Math.min(length, length > LONGEST[field] ? length : 8))
      await this.channel.change(field, [{ at: this.random.below(length - remove + 1), remove, insert: '' }])
    } else {
      await this.channel.change(
        field,
        [{ at: this.random.below(length + 1), remove: 0, insert: this.random.of(WORDS) }],
        true,
      )
    }
  }
}

/* Sets a group's clock again and again, each time to another moment. */
export class Presser {
  static async enter(server, seat, group) {
    return new Presser(await Hub.enter(server, seat), group)
  }

  constructor(hub, group) {
    this.hub = hub
    this.group = group
    this.pressed = [] /* { id, data, answer } */
  }

  async press() {
    this.isPressing = true
    while (this.isPressing && this.hub.isOpen) {
      const data = { group: this.group, ends_ms: Date.now() + 3600_000 + this.pressed.length }
      const wish = { id: randomUUID(), data, answer: { outcome: 'unknown' } }
      this.pressed.push(wish)
      wish.answer = await this.hub.command('clock_set', data, wish.id)
      await sleep(15)
    }
  }

  stop() {
    this.isPressing = false
  }

  /* After a crash: the same wishes with the same ids. What was answered is answered the same; what was unknown is done
   * now or was done then, once. */
  async pressAgain() {
    for (const wish of this.pressed) {
      const { status, body } = await this.hub.session.command('clock_set', wish.data, wish.id)
      assert.deepEqual([status, body.outcome], [200, 'done'], `${JSON.stringify(wish.data)} asked again`)
      if (wish.answer.outcome === 'done')
        assert.equal(body.pos, wish.answer.pos, 'a command answered once happens once')
      wish.answer = body
    }
    const last = this.pressed.reduce((a, b) => (a.answer.pos > b.answer.pos ? a : b))
    this.pressed = []
    return last.data.ends_ms
  }
}

/* The server has come back after a crash: what anybody was told is saved is there, nothing shown is taken back, each command
 * happened once. Gives the text as somebody new sees it. */
export async function assertNothingIsLost(server, group, writers, presser) {
  const fresh = await Hub.enter(server, writers[0].hub.seat)
  const text = await fresh.open(group)
  for (const { saved, shown, hub } of writers) {
    assertHolds(text.ydoc, saved, `what ${hub.seat} was told is saved`)
    assertHolds(text.ydoc, shown, `what ${hub.seat} was shown`)
  }
  for (const writer of writers) writer.forget()
  await presser.hub.connect()
  const endsMs = await presser.pressAgain()
  assert.equal(groupOf(await fresh.day(), group).ends_ms, endsMs, 'the clock stands where the last command put it')
  await fresh.close()
  return text
}

/* Everyone goes on with what they have; what was unsent is sent now. */
export async function comeBack(writers) {
  await Promise.all(
    writers.map(async ({ hub, channel }) => {
      await hub.connect()
      assert.deepEqual(await hub.reopen(), [])
      await until(() => channel.synced, PATIENCE_MS, 'synced')
      await channel.saved()
    }),
  )
}

/* Does the text hold everything of these updates? */
export function assertHolds(ydoc, updates, what) {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc))
  const news = []
  copy.on('update', (update) => news.push(update))
  for (const update of updates) Y.applyUpdate(copy, update)
  assert.equal(copy.store.pendingStructs, null, `${what}: nothing hangs`)
  assert.deepEqual(news, [], `${what}: is in the text already`)
  copy.destroy()
}
