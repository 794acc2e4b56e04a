/* kill -9 in the moment of the gavel, and of an election: what a screen has shown or the chair was told is so afterwards,
 * whole; what was not, is not, or was done in the last moment; and the same command asked again happens once. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { wordsHash } from '../lib/hash.mjs'
import { Hub } from '../lib/hub.mjs'
import { decidingOf, proposalOf, Voices } from '../lib/meeting.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'
import { sleep } from '../lib/wait.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 12)
const LATEST_MS = 5 /* most are on the disk by then */
const pack = loadPack()
const { chair, minutes_checkers, vote_counters } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers

describe(`kill -9 at the gavel and in an election (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  const seen = { done: 0, unknown: 0, kept: 0 }
  let server
  let hub
  let screen

  before(async () => {
    server = await Server.demo({ name: 'kill-meeting' })
    await decidingOf(server, pack, new Voices(server))
    hub = await Hub.enter(server, chair)
    screen = await Hub.enter(server, minutes_checkers[0])
  })

  after(async () => {
    await hub.close()
    await screen.close()
    await server.end()
  })

  /* The command, and a kill within the next moments. -> whether it stands in the log afterwards; asked again it does. */
  async function killedIn(kind, data, isDone) {
    const id = randomUUID()
    const shown = screen.events.length
    const asked = hub.command(kind, data, id)
    await sleep(random.below(LATEST_MS))
    await server.kill()
    const answer = await asked
    const wasShown = screen.events.slice(shown).some((event) => event.kind === kind.replace(/(e?)$/, 'ed'))
    await server.verify()
    await server.restart()
    await hub.connect()
    await screen.connect()
    const isKept = await isDone()
    if (answer.outcome === 'done' || wasShown) assert.ok(isKept, `${kind} was told, and is so`)
    const again = await hub.session.command(kind, data, id)
    assert.deepEqual([again.status, again.body.outcome], [200, 'done'], JSON.stringify(again.body))
    if (answer.outcome === 'done') assert.equal(again.body.pos, answer.pos, 'a command answered once happens once')
    assert.ok(await isDone())
    seen[answer.outcome]++
    seen.kept += isKept && answer.outcome !== 'done'
  }

  for (let round = 1; round <= ROUNDS; round++)
    it(`round ${round}: a decision is made with its words, or not at all`, async () => {
      const { item, doc, actions, state } = proposalOf(await hub.day(), 'a')
      if (state !== 'in_hand') await hub.do('item_open', { item })
      const channel = await hub.open(doc)
      await channel.change('decision', [{ at: 0, remove: 0, insert: `${round}. ` }])
      await channel.saved()
      const hash = wordsHash(actions, (field) => channel.text(field))
      channel.leave()
      const decided = async () => {
        const now = proposalOf(await hub.day(), 'a')
        assert.ok(['decided', 'in_hand'].includes(now.state), now.state)
        return now.state === 'decided'
      }
      await killedIn('item_decide', { item, outcome: 'as_amended', hash }, decided)
      const onDisk = await server.verify()
      assert.equal(
        wordsHash(actions, (field) => onDisk.get(doc).fields[field] ?? ''),
        hash,
        'the words are those that the chair saw',
      )
      await hub.do('item_reopen', { item, reason: 'Uudelleen' })
    })

  for (let round = 1; round <= ROUNDS; round++)
    it(`round ${round}: an election gives all offices, or none`, async () => {
      const turned = (seats) => (round % 2 ? seats : [...seats].reverse())
      const [examiner, other] = turned(minutes_checkers)
      const [counter] = turned(vote_counters)
      const officers = [
        { post: 'examiner', seat: examiner },
        { post: 'examiner', seat: other },
        { post: 'counter', seat: counter },
      ]
      const before = (await hub.day()).officers
      const elected = async () => {
        const now = (await hub.day()).officers
        const isNew = officers.every(({ post, seat }) => now.some((one) => one.post === post && one.seat === seat))
        if (!isNew) assert.deepEqual(now, before, 'all or nothing')
        return isNew && now.filter(({ post }) => post === 'counter').length === 1
      }
      await killedIn('officers_elect', { item: 'item-4', officers }, elected)
    })

  it('was killed before and after the answer', () => {
    console.log(
      `killed after the answer ${seen.done}, before it ${seen.unknown}, of which done all the same ${seen.kept}`,
    )
    assert.ok(seen.done > 0 && seen.unknown > 0)
  })
})
