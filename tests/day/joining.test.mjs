/* Everybody's way in: all phones of a venue have one address, some people type wrongly, machines open links before people
 * do, phones are lost. What lets in is kept nowhere in clear. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { crowdedPack } from '../lib/crowd.mjs'
import { Hub } from '../lib/hub.mjs'
import { OUTPUT, Server } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { Stock } from '../lib/stock.mjs'
import { sleep, until } from '../lib/wait.mjs'

const PEOPLE = 200
const WITHIN_MS = 60_000
const SCANNERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; Safelinks) AppleWebKit/537.36',
  'BarracudaCentral/1.0',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'facebookexternalhit/1.1',
  'WhatsApp/2.23.20.0',
  'Microsoft Office/16.0 (Microsoft Outlook 16.0.16026; Pro)',
  'curl/8.5.0',
]

describe('joining', { timeout: 180_000 }, () => {
  let server
  let crowd

  before(async () => {
    crowd = crowdedPack(PEOPLE)
    server = await Server.of(crowd.pack, { name: 'joining' })
  })

  after(() => server.end())

  const linkOf = (seat) => server.links.get(seat).url.split('#')[1].split('.')

  it('200 phones behind one address are in within a minute, one in ten after a wrong letter', async () => {
    const began = performance.now()
    const before = processorOf(server.pid)
    const took = []
    const come = async (seat, i) => {
      await sleep((i * WITHIN_MS) / 3 / PEOPLE) /* all of them in a third of the time there is */
      const start = performance.now()
      const [id, secret] = linkOf(seat)
      const wrong = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a')
      for (const path of ['/l', '/assets/none.js']) await (await fetch(server.url + path)).arrayBuffer()
      for (let slip = 0; i % 10 === 0 && slip < 3; slip++) {
        const { status, body } = await post(server, '/api/v1/session', { id, secret: wrong })
        assert.deepEqual([status, body.code], [403, 'link_unknown'])
      }
      const hub = await Hub.enter(server, seat)
      took.push(performance.now() - start)
      return hub
    }
    const hubs = await Promise.all(crowd.seats.map(come))
    const all = performance.now() - began
    assert.ok(all < WITHIN_MS, `${all} ms`)
    await until(() => hubs[0].present.length === PEOPLE, 10_000, 'all of them are here')
    for (const hub of hubs) assert.equal(hub.closed, null)
    took.sort((a, b) => a - b)
    const [half, last] = [took[PEOPLE >> 1], took.at(-1)].map((ms) => ms.toFixed(0))
    const used = processorOf(server.pid) - before
    console.log(
      `${PEOPLE} in after ${(all / 1000).toFixed(1)} s; half took ${half} ms, the slowest ${last}; the server worked ${used} ms`,
    )
    for (const hub of hubs) await hub.close()
  })

  it('the program has no way to learn an address, so nothing can be counted by it', { skip: isStatic() }, () => {
    const binary = `/proc/${server.pid}/exe`
    const used = execFileSync('nm', ['-D', '--undefined-only', binary], { encoding: 'utf8' })
    assert.ok(/\blws_create_context\b/.test(used))
    assert.ok(!/getpeername|lws_get_peer|accept4?@/.test(used), used)
    assert.ok(!/x-forwarded-for|x-real-ip/i.test(readFileSync(binary, 'latin1')))
  })

  it('machines that open a link before its person do not use it up', async () => {
    const seat = crowd.seats[0]
    const [id, secret] = linkOf(seat)
    for (const agent of SCANNERS)
      for (const method of ['HEAD', 'GET', 'GET'])
        for (const path of ['/l', `/l?url=${id}`]) {
          const answer = await fetch(server.url + path, { method, headers: { 'User-Agent': agent } })
          assert.equal(answer.status, 200)
          assert.equal(answer.headers.get('set-cookie'), null)
          assert.ok(!(await answer.text()).includes(secret))
        }
    /* Some run the page's script as well, and so sign in: twice, as previewers do. */
    for (let i = 0; i < 2; i++) assert.equal((await post(server, '/api/v1/session', { id, secret })).status, 200)
    const person = await Hub.enter(server, seat)
    assert.equal(person.welcome.seat, seat)
    await person.close()
  })

  it('a lost phone is out within a second, and its person in again by a new link', async () => {
    const { day } = await entered('wall')
    const officer = (post) => day.officers.find((one) => one.post === post).seat
    const organiser = day.seats.find(({ roles }) => roles.includes('organiser')).seat
    const seat = crowd.seats[1]
    const first = linkOf(seat)
    const facilitator = await Hub.enter(server, crowd.facilitator)
    await facilitator.do('group_start', { group: crowd.group, minutes: 60 })
    for (const by of [organiser, officer('secretary')]) {
      const who = await Session.of(server, by)
      const old = linkOf(seat)
      const phone = await Hub.enter(server, seat)
      const stock = await Stock.enter(server, seat, crowd.group)
      const unused = await phone.session.ticket()
      const other = await Hub.enter(server, crowd.seats[2])
      const stockCut = new Promise((resolve) => stock.provider.once('connection-close', resolve))
      const phoneCut = new Promise((resolve) => phone.once('close', resolve))
      const began = performance.now()
      const { status, body } = await post(server, '/api/v1/link', { seat }, who.headers)
      assert.equal(status, 200)
      assert.equal(await phoneCut, 4401)
      assert.equal((await stockCut).code, 4401)
      const took = performance.now() - began
      assert.ok(took < 1000, `${took} ms`)
      console.log(`two sockets of a lost phone cut after ${took.toFixed(0)} ms`)
      await stock.close()

      const [id, secret] = old
      const again = await post(server, '/api/v1/session', { id, secret })
      assert.deepEqual([again.status, again.body.code], [403, 'link_ended'])
      assert.equal((await post(server, '/api/v1/ticket', {}, phone.session.headers)).status, 401)
      assert.equal((await fetch(`${server.url}/ws?ticket=${unused}`)).status, 404)
      assert.equal(other.closed, null)
      await other.close()

      assert.equal(body.seat, seat)
      server.links.get(seat).url = body.url
      await (await Hub.enter(server, seat)).close()
    }
    await facilitator.close()
    await server.stop()
    await server.restart()
    await (await Hub.enter(server, seat)).close()
    const [id, secret] = first
    const { status, body } = await post(server, '/api/v1/session', { id, secret })
    assert.deepEqual([status, body.code], [403, 'link_ended'], 'it is known for what it is after a restart as well')
  })

  it('nobody else gives links, and only to seats that are there', async () => {
    const { day } = await entered('wall')
    const organiser = await Session.of(server, day.seats.find(({ roles }) => roles.includes('organiser')).seat)
    const isPlain = (one, role) => one.roles.join() === role
    const others = ['participant', 'facilitator', 'observer'].map(
      (role) => day.seats.find((one) => isPlain(one, role)).seat,
    )
    for (const seat of [...others, 'wall', day.officers.find((one) => one.post === 'chair').seat]) {
      const who = await Session.of(server, seat)
      const { status, body } = await post(server, '/api/v1/link', { seat: crowd.seats[4] }, who.headers)
      assert.deepEqual([status, body.code], [403, 'not_allowed'], seat)
    }
    const ask = async (body) => {
      const answer = await post(server, '/api/v1/link', body, organiser.headers)
      return [answer.status, answer.body.code]
    }
    assert.deepEqual(await ask({ seat: 'nobody' }), [404, 'no_such_seat'])
    for (const wrong of ['', '{}', '[]', { seat: 1 }, { seat: crowd.seats[4], more: 1 }])
      assert.deepEqual(await ask(wrong), [400, 'malformed'], JSON.stringify(wrong))
    assert.equal((await post(server, '/api/v1/link', { seat: crowd.seats[4] })).status, 401)
    await (await Hub.enter(server, crowd.seats[4])).close()
  })

  it('what lets people in is nowhere on the disk, and in no log', async () => {
    const secrets = []
    for (const seat of crowd.seats.slice(5, 9)) {
      const session = await Session.of(server, seat)
      const used = await Hub.enter(server, seat)
      secrets.push(linkOf(seat)[1], session.cookie.split('=')[1], used.session.cookie.split('=')[1])
      secrets.push(await session.ticket()) /* unused */
      const ticket = await session.ticket()
      assert.equal((await fetch(`${server.url}/ws?ticket=${ticket}`)).status, 404)
      secrets.push(ticket)
      await used.close()
      if (seat === crowd.seats[5]) await post(server, '/api/v1/sign-out', {}, session.headers)
    }
    assert.ok(
      secrets.every((secret) => /^([a-z2-7]{26}|[a-z2-7]{52})$/.test(secret)),
      secrets.join(),
    )
    const look = (names) => {
      for (const name of names) {
        const bytes = readFileSync(name)
        assert.ok(bytes.length > 0, name)
        for (const secret of secrets) assert.ok(!bytes.includes(secret), `${name} holds ${secret}`)
      }
    }
    const log = join(OUTPUT, 'server-joining.log')
    look([server.database, `${server.database}-wal`, log])
    await server.stop()
    look([server.database, log])
    await server.restart()
  })

  async function entered(seat) {
    const hub = await Hub.enter(server, seat)
    await hub.close()
    return hub.welcome
  }
})

/* Milliseconds of processor that a process has used. */
function processorOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/* A sanitizer brings its own copies of such functions. */
function isStatic() {
  return process.env.SAN ? 'a sanitizer wraps what asks for addresses' : false
}
