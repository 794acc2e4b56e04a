/* kill -9 at random moments while six people type and one presses buttons. What was acknowledged is there afterwards,
 * what was shown to anyone is there, commands happened once, and the log replays to the texts that people have. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { seatsWith } from '../lib/model.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'
import { assertHolds, assertNothingIsLost, comeBack, Presser, Writer } from '../lib/writers.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 30)
const PATIENCE_MS = 30_000

describe(`kill -9 under typing (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  let server
  let group
  let writers
  let presser

  before(async () => {
    server = await Server.demo({ name: 'kill' })
    const [facilitator] = [...server.links.values()]
      .filter(({ roles, group: own }) => roles.includes('facilitator') && own)
      .map(({ seat }) => seat)
    presser = await Presser.enter(server, facilitator)
    const { day } = presser.hub.welcome
    group = day.seats.find(({ seat }) => seat === facilitator).group
    presser.group = group
    await presser.hub.do('group_start', { group, minutes: 90 })
    await presser.hub.do('action_add', { doc: group })
    const members = seatsWith(day, 'participant').filter((seat) =>
      day.seats.some((one) => one.seat === seat && one.group === group),
    )
    writers = await Promise.all(members.slice(0, 6).map((seat) => Writer.enter(server, seat, group, random)))
  })

  after(async () => {
    for (const { hub } of [...writers, presser]) await hub.close()
    await server.end()
  })

  for (let round = 1; round <= ROUNDS; round++) {
    it(`round ${round}: nothing acknowledged is lost, nothing shown is taken back`, () => playRound())
  }

  async function playRound() {
    const typing = [...writers.map((writer) => writer.write()), presser.press()]
    await sleep(50 + random.below(450))
    await server.kill()
    for (const one of writers) one.stop()
    presser.stop()
    await Promise.all(typing)
    const onDisk = await server.verify()
    await server.restart()

    const text = await assertNothingIsLost(server, group, writers, presser)
    for (const [field, words] of Object.entries(onDisk.get(group).fields))
      assert.equal(text.text(field), words, `${field}: the log replays to what is served`)
    await goOn()
  }

  async function goOn() {
    await comeBack(writers)
    const [first] = writers
    await until(
      () => writers.every(({ channel }) => isSame(channel, first.channel)),
      PATIENCE_MS,
      'everyone has the same text',
    )
  }

  it('SIGTERM under typing: everyone is told, closed with 1012, and nothing saved is lost', async () => {
    const typing = writers.map((writer) => writer.write())
    const told = []
    for (const { hub } of writers) hub.on('message', ({ op, retry_ms }) => op === 'restarting' && told.push(retry_ms))
    await sleep(300)
    const { code, ms } = await server.stop()
    for (const one of writers) one.stop()
    await Promise.all(typing)
    assert.equal(code, 0)
    assert.ok(ms < 3000, `${ms} ms`)
    await until(() => writers.every(({ hub }) => hub.closed), 5000, 'all lines are closed')
    for (const { hub } of writers) assert.equal(hub.closed.code, 1012)
    assert.equal(told.length, writers.length, 'everyone was told when to come back')
    await server.restart()
    const fresh = await Hub.enter(server, writers[0].hub.seat)
    const text = await fresh.open(group)
    for (const { saved, kept, hub } of writers)
      assertHolds(text.ydoc, [...kept, ...saved], `what ${hub.seat} was ever told is saved`)
    await fresh.close()
    await goOn()
  })
})

function isSame(a, b) {
  return JSON.stringify(Object.entries(a.texts()).sort()) === JSON.stringify(Object.entries(b.texts()).sort())
}
