/* The next round, made of this one: a year later, the same people and agenda, and what was agreed under the item that looks
 * back; imported, it is a day of its own. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { closedOf, decidingOf, Voices } from '../lib/meeting.mjs'
import { loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'

const pack = loadPack()
const session = pack.sessions.find(({ id }) => id === pack.workshop.session)
const { chair, secretary } = session.officers

describe('the next round', () => {
  let server
  let next
  let voices
  let hub
  let made

  before(async () => {
    server = await Server.of(pack, { name: 'next-round' })
    voices = new Voices(server)
    hub = await Hub.enter(server, chair)
  })

  after(async () => {
    await hub?.close()
    await server.end()
    await next?.end()
  })

  async function ask(seat) {
    const { cookie } = await voices.sessionOf(seat)
    return fetch(`${server.url}/api/v1/next-round?seat=${seat}`, { headers: { Cookie: cookie } })
  }

  it('is made when the meeting has closed, by who leads or organises it', async () => {
    await decidingOf(server, pack, voices)
    const early = await ask(secretary)
    assert.deepEqual([early.status, await early.json()], [409, { code: 'wrong_phase' }])
    await closedOf(hub)
    const stranger = await ask(pack.workshop.groups[0].members[0])
    assert.deepEqual([stranger.status, await stranger.json()], [403, { code: 'not_allowed' }])
    assert.equal((await fetch(`${server.url}/api/v1/next-round?seat=${secretary}`)).status, 401)
    const answer = await ask(secretary)
    assert.match(answer.headers.get('content-disposition'), /attachment; filename="sopu-2025.json"/)
    made = await answer.json()
  })

  it('becomes a day by import, with the same agenda, people and groups', async () => {
    next = await Server.of(made, { name: 'next-round-day', flags: ['--opening'] })
    const old = await hub.day()
    const other = await Hub.enter(next, chair)
    const day = await other.day()
    await other.close()
    const line = ({ code, kind, title, verbatim }) => ({ code, kind, title, verbatim })
    assert.deepEqual(day.items.map(line), old.items.filter(({ kind }) => kind !== 'proposal').map(line))
    assert.equal(day.starts_ms - old.starts_ms, 364 * 24 * 3_600_000)
    assert.deepEqual(day.organisations, old.organisations)
    const rolesOf = ({ seat, organisation, roles, group }) => [seat, organisation, [...roles].sort(), group ?? '']
    assert.deepEqual(day.seats.map(rolesOf).sort(), old.seats.map(rolesOf).sort())
    assert.deepEqual(
      day.groups.map(({ letter, theme, question }) => [letter, theme, question]),
      old.groups.map(({ letter, theme, question }) => [letter, theme, question]),
    )
    assert.equal(next.links.get(chair).name, server.links.get(chair).name)
  })

  it('looks back on every action of this year, and on what is still open of earlier ones', async () => {
    const other = await Hub.enter(next, chair)
    const { earlier, items } = await other.day()
    await other.close()
    const item = items.find(({ code }) => code === '5 §').item
    const open = pack.previous_rounds[0].decisions.filter(({ status }) => status === 'in_progress')
    assert.deepEqual(
      earlier.filter(({ year }) => year === 2023).map(({ text }) => text),
      open.map(({ text }) => text),
    )
    const wanted = pack.merge.items.flatMap(({ source_group }) => {
      const { final } = pack.workshop.groups.find(({ id }) => id === source_group)
      return [1, 2, 3].map((n) => ({
        item,
        year: 2024,
        text: final[`a${n}.what`],
        owner: final[`a${n}.who`],
        state: 'not_started',
        status: final[`a${n}.when`],
      }))
    })
    assert.deepEqual(
      earlier.filter(({ year }) => year === 2024),
      wanted,
    )
  })
})
