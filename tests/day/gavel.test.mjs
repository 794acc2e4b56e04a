/* The gavel against a keystroke that leaves at the same moment: what is decided is, to the letter, what the chair saw, or the
 * chair is told that the words have changed. RACES=10000 by hand. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { wordsHash } from '../lib/hash.mjs'
import { Hub } from '../lib/hub.mjs'
import { decidingOf, proposalOf, Voices } from '../lib/meeting.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'

const RACES = Number(process.env.RACES ?? 80)
const RACES_A_DAY = 80 /* each leaves a decision in the day, which everyone is told */
const APART_MS = 5
const PAUSE_MS = 70 /* a seat says at most sixty things a second */
const pack = loadPack()
const { chair, secretary, minutes_checkers } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers

describe(`the gavel and a keystroke (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  const seen = { before: 0, after: 0, changed: 0 }

  for (let first = 0; first < RACES; first += RACES_A_DAY)
    it(`${Math.min(RACES_A_DAY, RACES - first)} races from ${first} on`, () =>
      playDay(Math.min(RACES_A_DAY, RACES - first)))

  async function playDay(races) {
    const server = await Server.demo({ name: 'gavel' })
    const hubs = []
    try {
      await decidingOf(server, pack, new Voices(server))
      for (const seat of [chair, secretary, minutes_checkers[0]]) hubs.push(await Hub.enter(server, seat))
      await hubs[0].do('item_open', { item: proposalOf(await hubs[0].day(), 'a').item })
      for (let race = 0; race < races; race++) await play(...hubs)
    } finally {
      for (const hub of hubs) await hub.close()
      await server.end()
    }
  }

  async function play(desk, writer, hall) {
    const { item, doc, actions } = proposalOf(desk.welcome.day, 'a')
    const [channel, pen] = [await desk.open(doc), await writer.open(doc)]
    const hashNow = (text) => wordsHash(actions, (field) => text.text(field))
    const letter = (text) => pen.change('decision', [{ at: 0, remove: 1, insert: text }])
    await letter('A')
    await pen.saved()
    const typed = sleep(random.below(APART_MS)).then(() => letter('BCDEFG'[random.below(6)]))
    await sleep(random.below(APART_MS))
    const looked = hashNow(channel)
    let hash = looked
    let answer = await gavel(desk, item, hash)
    if (answer.outcome !== 'done') {
      assert.equal(answer.code, 'text_changed')
      seen.changed++
      await until(() => hashNow(channel) !== looked, 3000, 'the chair sees the letter')
      hash = hashNow(channel)
      answer = await gavel(desk, item, hash)
    }
    assert.equal(answer.outcome, 'done', answer.code)
    await typed
    const { data } = await desk.event('item_decided', (one) => one.hash === hash)
    const said = new Map(data.fields.map(({ field, text }) => [field, text]))
    assert.equal(
      wordsHash(actions, (field) => said.get(field)),
      hash,
      'what was decided is what the chair saw',
    )
    const shown = await hall.open(doc)
    assert.equal(hashNow(shown), hash, 'and what everyone reads')
    seen[said.get('decision').startsWith('A') ? 'before' : 'after']++
    for (const one of [channel, pen, shown]) one.leave()
    await sleep(PAUSE_MS)
    await desk.do('item_reopen', { item, reason: 'Uudelleen' })
  }

  const gavel = (desk, item, hash) => desk.command('item_decide', { item, outcome: 'as_amended', hash })

  it('fell before the letter, after it, and into it', () => {
    console.log(
      `decided without the letter ${seen.before}, with it ${seen.after}; told that it had come ${seen.changed}`,
    )
    assert.ok(seen.before > 0 && seen.after > 0)
  })
})
