/* A phone that does not read for a while, in a room where much is written: nobody else notices, the server does not pile
 * up frames for it, and when it reads again it has the same text as everybody. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/wait.mjs'

const FIELDS = ['decision', 'rationale']
const PAGE = '👍'.repeat(950)
const FLOOD_BYTES = 3 << 20 /* more than the kernel holds for one connection */
/* A sanitizer keeps freed memory for a while (`make SAN=...`): there the figure only shows that it ends somewhere. */
const GROWTH_BYTES = process.env.SAN ? 96 << 20 : FLOOD_BYTES
/* What may wait for one connection, and what lies around it. */
const GREED_BYTES = process.env.SAN ? 96 << 20 : 4 << 20
const NOTHING_YET = new Uint8Array([
  0, 0, 1, 0,
]) /* sync step 1 of someone who has nothing: the whole text is the answer */
const PATIENCE_MS = 30_000

describe('a phone that does not read', () => {
  let server
  let group
  let writers
  let sleeper
  let greedy

  before(async () => {
    server = await Server.demo({ name: 'slow' })
    const links = [...server.links.values()]
    const leader = links.find(({ roles, group: own }) => roles.includes('facilitator') && own)
    group = leader.group
    const facilitator = await Hub.enter(server, leader.seat)
    await facilitator.do('group_start', { group, minutes: 60 })
    await facilitator.close()
    const members = links
      .filter(({ roles, group: own }) => own === group && roles.includes('participant'))
      .map(({ seat }) => seat)
    const enter = async (seat) => (await Hub.enter(server, seat)).open(group)
    writers = await Promise.all(members.slice(0, 2).map(enter))
    sleeper = await enter(members[8])
    greedy = await enter(members[9])
  })

  after(async () => {
    for (const { hub } of [...writers, sleeper]) await hub.close()
    await server.end()
  })

  it('delays nobody, and catches up', async () => {
    let heard = 0
    writers[0].on('shown', (bytes) => {
      heard += bytes.length
    })
    const before = memoryOf(server.pid)
    sleeper.hub.pause()
    const flood = async (writer, i) => {
      while (heard < FLOOD_BYTES) await paste(writer, FIELDS[i])
    }
    await Promise.all(writers.map(flood))
    const grown = memoryOf(server.pid) - before
    assert.ok(grown < GROWTH_BYTES, `the server has not kept every frame: ${grown} bytes more`)
    sleeper.hub.resume()
    await until(
      () => FIELDS.every((field) => sleeper.text(field) === writers[0].text(field)),
      PATIENCE_MS,
      'the same text',
    )
    assert.equal(sleeper.hub.closed, null)
  })

  it('that asks for everything again and again is cut, and costs no more than its bound', async () => {
    for (const field of FIELDS) {
      await writers[0].change(field, [{ at: 0, remove: 0, insert: PAGE }])
      await writers[0].saved()
    }
    const { seat } = greedy.hub
    const isHere = () => writers[0].hub.present.some((one) => one.seat === seat)
    await until(isHere, PATIENCE_MS, 'it is here')
    const before = memoryOf(server.pid)
    greedy.hub.pause()
    let asked = 0
    let grown = 0
    /* Where it asks faster than it is read, its answers pile up; else its questions do, and it is silent for the server. */
    for (const end = performance.now() + 2 * PATIENCE_MS; isHere() && performance.now() < end; asked++) {
      await greedy.hub.session.pace.turn()
      greedy.sendBytes(NOTHING_YET)
      grown = Math.max(grown, memoryOf(server.pid) - before)
    }
    assert.ok(!isHere(), `it was cut, ${asked} asked`)
    assert.ok(asked > 50, `${asked} are no flood`)
    assert.ok(grown < GREED_BYTES, `${grown} bytes more for ${asked} answers`)
    console.log(`cut after ${asked} questions; the server had grown by ${grown >> 10} KiB at most`)
    greedy.hub.drop()
  })

  /* A page in, and out again. */
  async function paste(writer, field) {
    const { pace } = writer.hub.session
    await pace.turn()
    await writer.change(field, [{ at: 0, remove: 0, insert: PAGE }])
    await writer.saved()
    await pace.turn()
    await writer.change(field, [{ at: 0, remove: PAGE.length, insert: '' }])
    await writer.saved()
  }
})

/* Bytes of memory that the process has. */
function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
}
