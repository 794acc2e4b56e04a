/* Who came without an invitation gets a seat at the door; who came in another's place takes the seat over. Names are on every
 * screen, in no record, and the minutes say who was a substitute. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { closedOf, decidingOf, Voices } from '../lib/meeting.mjs'
import { loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'
import { until } from '../lib/wait.mjs'

const pack = loadPack()
const { chair, secretary } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const [seat] = pack.workshop.groups[0].members
const { organisation } = pack.people.find(({ id }) => id === seat)

describe('seats at the door', () => {
  let server
  let voices
  let hub
  let guest

  before(async () => {
    server = await Server.of(pack, { name: 'seats' })
    voices = new Voices(server)
    hub = await Hub.enter(server, chair)
  })

  after(async () => {
    await hub?.close()
    await server.end()
  })

  const nameOf = (whose) => hub.names.get(whose)

  it('somebody new has a seat of their own, is present, and may be given a link', async () => {
    const known = new Set((await hub.day()).seats.map((one) => one.seat))
    await voices.do(secretary, 'seat_make', { organisation, group: pack.workshop.groups[0].id, name: 'Taimi Tulija' })
    const day = await hub.day()
    guest = day.seats.find((one) => !known.has(one.seat)).seat
    assert.ok(day.stays.some((stay) => stay.seat === guest && stay.to_ms === 0))
    await until(() => nameOf(guest) === 'Taimi Tulija', 2000, 'the name is told')
    const { headers } = await voices.sessionOf(secretary)
    const answer = await fetch(`${server.url}/api/v1/link`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ seat: guest }),
    })
    const { url } = await answer.json()
    server.links.set(guest, { seat: guest, url })
    const line = await Hub.enter(server, guest)
    assert.equal((await line.open(pack.workshop.groups[0].id)).mode, 'ro') /* the group has not begun */
    await line.close()
  })

  it('a substitute has the seat, its group and its rights, under another name', async () => {
    await voices.do(secretary, 'presence_set', { seat, here: true })
    await voices.do(secretary, 'seat_name', { seat, name: 'Siina Sijainen', substitute: true })
    await until(() => nameOf(seat) === 'Siina Sijainen', 2000, 'the name is told')
    assert.deepEqual((await hub.day()).substitutes, [seat])
    for (const name of ['', ' ', 'Kaksi\nriviä'])
      assert.equal((await voices.command(secretary, 'seat_name', { seat, name, substitute: true })).outcome, 'refused')
  })

  it('all of it is there after a kill, and the names are in no record', async () => {
    await server.kill()
    await server.restart()
    await hub.connect()
    assert.deepEqual([nameOf(seat), nameOf(guest)], ['Siina Sijainen', 'Taimi Tulija'])
    const query = `import sqlite3,sys
for (body,) in sqlite3.connect(sys.argv[1]).execute("SELECT body FROM log WHERE kind <> 2"): sys.stdout.buffer.write(body or b"")`
    const log = execFileSync('python3', ['-c', query, server.database], { maxBuffer: 1 << 28 })
    for (const name of ['Siina', 'Tulija']) assert.ok(!log.includes(name), name)
  })

  it('the minutes say who was a substitute', async () => {
    await decidingOf(server, pack, voices)
    await closedOf(hub)
    const { cookie } = await voices.sessionOf(secretary)
    const url = `${server.url}/api/v1/minutes?seat=${secretary}&format=json`
    const { minutes } = await (await fetch(url, { headers: { Cookie: cookie } })).json()
    const timesOf = (name) => minutes.presence.find((row) => row.name === name).times
    assert.match(timesOf('Siina Sijainen'), /^\d+\.\d\d–\d+\.\d\d, sijainen$/)
    assert.match(timesOf('Taimi Tulija'), /^\d+\.\d\d–\d+\.\d\d$/)
  })
})
