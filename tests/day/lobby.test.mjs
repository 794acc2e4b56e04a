/* The way in by the code in the hall: who reads it waits in the lobby, where only those who may let people in know the
 * name; one tap makes a seat of it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { enterAll } from '../lib/parts.mjs'
import { Server } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { sleep, until } from '../lib/wait.mjs'

const WRONG_AT_ONCE = 30
const ASKED_AT_ONCE = 60
const KEEPERS = ['facilitatorA', 'facilitatorB', 'secretary', 'chair', 'organiser']

describe('the lobby', () => {
  let server
  let people
  let a
  let organisation

  before(async () => {
    server = await Server.demo({ name: 'lobby' })
    const all = await enterAll(server)
    people = all.people
    a = all.groups[0]
    organisation = people.wall.welcome.day.organisations[3].organisation
  })

  after(async () => {
    for (const hub of Object.values(people)) await hub.close()
    await server.end()
  })

  const codeFor = ({ session }) => post(server, '/api/v1/lobby/code', {}, session.headers)
  const theCode = async () => (await codeFor(people.facilitatorA)).body.code
  const ask = (body) => post(server, '/api/v1/lobby/ask', body)
  const open = (link) => post(server, '/api/v1/session', link)

  async function asked(name) {
    const answer = await ask({ code: await theCode(), name, organisation })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }

  async function waitingSeat(name) {
    const hub = people.secretary
    await until(() => hub.names.get([...hub.names].find(([, one]) => one === name)?.[0]), 5000, `${name} is announced`)
    return [...hub.names].find(([, one]) => one === name)[0]
  }

  async function entered(link) {
    const { status, body, cookie } = await open(link)
    assert.equal(status, 200)
    const hub = new Hub(new Session(server, body.seat, cookie))
    await hub.connect()
    return hub
  }

  it('the code hangs on the wall and is at hand for those who let people in; nobody else is told', async () => {
    for (const [part, hub] of Object.entries(people)) {
      const { status, body } = await codeFor(hub)
      const may = part === 'wall' || KEEPERS.includes(part)
      assert.deepEqual([part, status], [part, may ? 200 : 403])
      if (!may) assert.deepEqual(body, { code: 'not_allowed' })
      else assert.equal(body.url, `${server.url}/aula#${body.code}`)
    }
    assert.equal((await post(server, '/api/v1/lobby/code', {})).status, 401)
    assert.equal((await fetch(`${server.url}/aula`)).status, 200)
  })

  it('with the code one sees what meeting this is and whose, and nothing else', async () => {
    const { status, body } = await post(server, '/api/v1/lobby', { code: (await theCode()).toLowerCase() })
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body).sort(), ['organisations', 'title'])
    assert.deepEqual(Object.keys(body.organisations[0]).sort(), ['name', 'organisation'])
  })

  it('who waits has a link that opens nothing, and a name for those alone who may let them in', async () => {
    const link = await asked('  Maija Vieras ')
    const seat = await waitingSeat('Maija Vieras')
    const { status, body } = await open(link)
    assert.deepEqual([status, body], [403, { code: 'in_lobby', name: 'Maija Vieras' }])
    assert.deepEqual((await open({ ...link, secret: 'x' })).body, { code: 'link_unknown' })
    for (const [part, hub] of Object.entries(people)) {
      const isTold = KEEPERS.includes(part)
      assert.equal(hub.names.has(seat), isTold, `${part} knows the name`)
      const fresh = new Hub(hub.session)
      await fresh.connect()
      assert.equal(fresh.names.has(seat), isTold, `${part} knows the name on coming in`)
      await fresh.close()
    }
    assert.ok(!(await (await fetch(`${server.url}/agenda`)).text()).includes('Maija Vieras'))
    const waiting = (await people.secretary.day()).lobby.find((one) => one.seat === seat)
    assert.equal(waiting.organisation, organisation)

    /* One tap. */
    await people.facilitatorA.do('lobby_admit', { seat, group: a })
    const hub = await entered(link)
    assert.equal(hub.seat, seat)
    await until(() => people.participantB.names.get(seat) === 'Maija Vieras', 5000, 'everyone knows the name now')
    await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
    const text = await hub.open(a)
    assert.equal(text.mode, 'rw')
    await text.change('title', [{ at: 0, remove: 0, insert: 'Vieraan sanat' }])
    await text.saved()
    text.leave()
    await hub.close()
  })

  it('a facilitator lets people into the own group only, and nobody in twice', async () => {
    await asked('Matti Vieras')
    const seat = await waitingSeat('Matti Vieras')
    assert.equal((await people.facilitatorB.command('lobby_admit', { seat, group: a })).code, 'not_own_group')
    assert.equal((await people.participantA.command('lobby_admit', { seat, group: a })).code, 'not_allowed')
    await people.secretary.do('lobby_admit', { seat, group: a })
    assert.equal((await people.chair.command('lobby_admit', { seat, group: a })).code, 'not_in_lobby')
    assert.equal((await people.chair.command('lobby_refuse', { seat })).code, 'not_in_lobby')
  })

  it('who is not let in is told, and forgotten', async () => {
    const link = await asked('Ilkka Ilkeä')
    const seat = await waitingSeat('Ilkka Ilkeä')
    await people.facilitatorB.do('lobby_refuse', { seat })
    assert.deepEqual((await open(link)).body, { code: 'link_ended' })
    const fresh = new Hub(people.organiser.session)
    await fresh.connect()
    assert.ok(!fresh.names.has(seat))
    await fresh.close()
  })

  it('who waits still waits after a crash, and who was let in is in', async () => {
    const first = await asked('Eka Vieras')
    const second = await asked('Toka Vieras')
    await people.secretary.do('lobby_admit', { seat: await waitingSeat('Eka Vieras'), group: a })
    await server.kill()
    await server.verify()
    await server.restart()
    for (const hub of Object.values(people)) await hub.connect()
    assert.deepEqual((await open(second)).body, { code: 'in_lobby', name: 'Toka Vieras' })
    await (await entered(first)).close()
    await people.secretary.do('lobby_admit', { seat: await waitingSeat('Toka Vieras'), group: a })
    await (await entered(second)).close()
  })

  it('what is no name, no organisation or no request is refused with a code', async () => {
    const code = await theCode()
    const good = { code, name: 'Nimi', organisation }
    for (const [body, status, why] of [
      [{ ...good, name: '' }, 400, 'malformed'],
      [{ ...good, name: '   ' }, 400, 'malformed'],
      [{ ...good, name: 'a\nb' }, 400, 'malformed'],
      [{ ...good, name: 'a\u007fb' }, 400, 'malformed'],
      [{ ...good, name: 'x'.repeat(101) }, 400, 'malformed'],
      [{ ...good, name: 7 }, 400, 'malformed'],
      [{ ...good, more: 1 }, 400, 'malformed'],
      [{ code, name: 'Nimi' }, 400, 'malformed'],
      [[], 400, 'malformed'],
      ['{', 400, 'malformed'],
      [{ ...good, organisation: 'nobody' }, 409, 'no_such_organisation'],
      [{ ...good, organisation: 'x'.repeat(5000) }, 409, 'no_such_organisation'],
    ]) {
      const answer = await ask(body)
      assert.deepEqual([answer.status, answer.body], [status, { code: why }], JSON.stringify(body))
    }
    const longest = await asked('ä'.repeat(100))
    assert.equal((await open(longest)).body.name, 'ä'.repeat(100))
  })

  it('sixty may ask at once, and no more than sixty wait', async () => {
    const code = await theCode()
    const answers = []
    for (let i = 0; i < ASKED_AT_ONCE + 5; i++) answers.push(await ask({ code, name: `Vieras ${i}`, organisation }))
    const refused = answers.filter(({ status }) => status !== 200)
    assert.ok(refused.length > 0)
    for (const { status, body } of refused) {
      const why = status === 429 ? 'rate' : 'lobby_full'
      assert.deepEqual([status, body], [status === 429 ? 429 : 409, { code: why }])
    }
    assert.ok((await people.secretary.day()).lobby.length <= 60)
  })

  it('guessing stops at thirty wrong codes, whoever guesses, and keeps nobody with a link out', async () => {
    let looked = 0
    let answer
    do answer = await post(server, '/api/v1/lobby', { code: 'AAAAA0' })
    while (answer.status === 403 && ++looked < 2 * WRONG_AT_ONCE)
    assert.deepEqual([answer.status, answer.body], [429, { code: 'rate' }])
    assert.ok(looked >= WRONG_AT_ONCE && looked <= WRONG_AT_ONCE + 5, `${looked} were looked at`)
    const code = await theCode()
    assert.equal(
      (await post(server, '/api/v1/lobby', { code })).status,
      429,
      'a right one is not told from a wrong one',
    )
    assert.equal((await Session.of(server, people.participantA.seat)).seat, people.participantA.seat)
    await sleep(2100)
    assert.equal((await post(server, '/api/v1/lobby', { code })).status, 200)
  })
})
