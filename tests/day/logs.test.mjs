/* Logs hold ids only. Everything in this day that is somebody's - names, texts, reasons, secrets, tokens, what people send
 * by mistake - is a canary, and none of it sings in what the server says on its standard output and error. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { CANARY, canaryPack, holds } from '../lib/canary.mjs'
import { Hub } from '../lib/hub.mjs'
import { Voices } from '../lib/meeting.mjs'
import { Server } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { Stock } from '../lib/stock.mjs'
import { until } from '../lib/wait.mjs'

describe('what the server says', () => {
  it('holds ids, and nothing that is somebody’s', async () => {
    const pack = canaryPack()
    const [{ id: group, facilitator, group_secretary: writer }] = pack.workshop.groups
    const server = await Server.of(pack, { name: 'logs' })
    const secrets = []
    try {
      secrets.push(...(await everythingGoesWrong(server, group, facilitator, writer)))
    } finally {
      await server.end()
    }
    const said = await until(() => ended(server.log), 5000, 'the last line of the log')
    assert.ok(said.includes(`socket_opened seat=${writer}`), 'it says who came, by id')
    assert.ok(said.includes('socket_closed'))
    assert.deepEqual(holds(said, [CANARY, 'lintunen', ...secrets]), [])
    assert.ok(secrets.length >= 8 && secrets.every((secret) => secret.length >= 16))
  })
})

function ended(log) {
  const said = readFileSync(log)
  return said.includes('stopped') && said
}

/* Right and wrong things by every door. -> the secrets that were used */
async function everythingGoesWrong(server, group, facilitator, writer) {
  const leader = await Hub.enter(server, facilitator)
  await leader.do('group_start', { group, minutes: 90 })
  await leader.do('action_add', { doc: group })
  await leader.do('group_pause', { group, reason: 'talk', note: `${CANARY} kertoo` })
  await leader.do('group_resume', { group })
  const hub = await Hub.enter(server, writer)
  const text = await hub.open(group)
  text.point('title', 0)
  for (const field of ['title', 'decision', 'a1/what', 'a1/who']) await text.type(field, `${CANARY}n sanat`)
  await text.saved()
  await refusals(hub)
  leader.on('events', (events) => {
    if (events.some(({ kind }) => kind === 'handin_announced')) hub.send({ op: 'flushed', doc: group, seq: text.seq })
  })
  await leader.do('handin_announce', { group })
  await leader.event('group_handed_in')
  await text.change('title', [{ at: 0, remove: 0, insert: `${CANARY} myöhässä ` }])
  assert.equal(await text.refused(), 'late')
  await atTheMeeting(server, group, writer)
  const tickets = await malformed(server, group, writer)
  await requests(server)
  const sessions = [hub.session, leader.session].map(({ cookie }) => cookie.split('=')[1])
  const links = [writer, facilitator].map((seat) => server.links.get(seat).url.split('.').at(-1))
  await post(server, '/api/v1/sign-out', {}, hub.session.headers)
  await until(() => hub.closed, 5000, 'signed out')
  await leader.close()
  return [...sessions, ...links, ...tickets]
}

/* Motions, ballots and minutes; right ones, and wrong ones. */
async function atTheMeeting(server, group, mover) {
  const voices = new Voices(server)
  const { officers } = (await (await Hub.enter(server, 'wall')).welcome).day
  const [chair, secretary] = ['chair', 'secretary'].map((post) => officers.find((one) => one.post === post).seat)
  const hub = await Hub.enter(server, secretary)
  await voices.do(chair, 'phase_change', { phase: 'merging' })
  await voices.do(secretary, 'proposals_take', { parent: 'item-9', take: [{ group, code: 'a' }] })
  await voices.do(chair, 'phase_change', { phase: 'deciding' })
  const { item } = (await hub.day()).items.find(({ kind }) => kind === 'proposal')
  await voices.do(chair, 'item_open', { item })
  await voices.do(mover, 'presence_set', { seat: mover, here: true })
  const said = { item, seat: mover, text: `${CANARY} ehdottaa` }
  await voices.do(mover, 'amendment_make', { ...said, field: 'decision', seconder: '' })
  await voices.command(mover, 'amendment_make', { ...said, field: CANARY, seconder: CANARY })
  await voices.do(mover, 'statement_make', { ...said, kind: 'statement' })
  await voices.command(mover, 'statement_make', { ...said, kind: 'dissent' })
  const asked = { item, amendment: '', question: `${CANARY}?`, yes_text: CANARY, no_text: `ei ${CANARY}` }
  await voices.do(chair, 'vote_open', { ...asked, method: 'ballot', secret: true })
  await voices.command(mover, 'ballot_cast', { vote: 'vote-1', seat: mover, choice: CANARY })
  await voices.command(mover, 'ballot_cast', { vote: CANARY, seat: mover, choice: 'yes' })
  await voices.command(chair, 'ballot_cast', { vote: 'vote-1', seat: mover, choice: 'no' })
  await voices.do(mover, 'ballot_cast', { vote: 'vote-1', seat: mover, choice: 'no' })
  await voices.do(chair, 'vote_cancel', { vote: 'vote-1', reason: CANARY })
  const minutes = await hub.open('minutes')
  await minutes.type('item-4/handling', `${CANARY} valittiin`)
  await minutes.saved()
  await minutes.change(`${CANARY}/handling`, [{ at: 0, remove: 0, insert: CANARY }])
  await minutes.refused()
  await voices.command(secretary, 'minutes_send', { hash: CANARY })
  await hub.close()
}

async function refusals(hub) {
  assert.equal((await hub.command('item_reopen', { item: 'item-1', reason: CANARY })).outcome, 'refused')
  assert.equal((await hub.command(CANARY, { [CANARY]: CANARY })).code, 'command_unknown')
  assert.equal((await hub.command('group_start', { group: CANARY, minutes: 90 })).outcome, 'refused')
  assert.equal((await hub.session.command('group_start', { group: CANARY, minutes: CANARY })).status, 409)
}

/* Each on a line of its own: the server closes it. */
async function malformed(server, group, seat) {
  const wrongs = [
    (hub) => hub.sendText(`{"op":"${CANARY}"}`),
    (hub) => hub.sendText(`{"op":"command", ${CANARY}`),
    (hub) => hub.send(new Uint8Array([200, 200, ...Buffer.from(CANARY)])),
    async (hub) => (await hub.open(group)).sendUpdate(new Uint8Array(Buffer.from(CANARY))),
    async (hub) => (await hub.open(group)).sendAwareness(new Uint8Array(Buffer.from(CANARY))),
    async (hub) => hub.open(CANARY).catch(() => hub.drop()),
  ]
  const tickets = []
  for (const wrong of wrongs) {
    const hub = new Hub(await sessionKeeping(tickets, server, seat))
    await hub.connect()
    await wrong(hub)
    await until(() => hub.closed || hub.channels.get(1)?.nack, 2000, 'told that it was wrong').catch(() => {})
    await hub.close()
  }
  const stock = await Stock.enter(server, seat, group)
  await stock.close()
  return tickets
}

/* A session whose tickets are told. */
async function sessionKeeping(tickets, server, seat) {
  const session = await Session.of(server, seat)
  const fresh = session.ticket.bind(session)
  session.ticket = async () => {
    tickets.push(await fresh())
    return tickets.at(-1)
  }
  return session
}

async function requests(server) {
  const [id] = server.links.values().next().value.url.split('#')[1].split('.')
  assert.equal((await post(server, '/api/v1/session', { id, secret: `${CANARY}secretsecretsecret` })).status, 403)
  await post(server, '/api/v1/session', `{"id":"${CANARY}`)
  await post(server, '/api/v1/ticket', {}, { 'X-Sopu-Seat': CANARY, Cookie: `sopu_${CANARY}=${CANARY}` })
  for (const path of [CANARY, `p/${CANARY}`, `agenda?language=${CANARY}`, `ws?ticket=${CANARY}`])
    await fetch(`${server.url}/${path}`)
  const upgrade = (path, more = '') =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`
  const raws = [
    upgrade(`/ws?ticket=${CANARY}`),
    upgrade(`/yjs/${CANARY}?ticket=${CANARY}`),
    upgrade('/ws?ticket=x', `Sec-WebSocket-Protocol: ${CANARY}\r\n`),
    upgrade('/ws?ticket=x', `Origin: https://${CANARY}.example\r\n`),
    upgrade('/ws?ticket=x', `X-Long: ${CANARY.repeat(4000)}\r\n`).replace('websocket', CANARY),
    `${CANARY.toUpperCase()} / HTTP/1.1\r\n\r\n`,
    `GET /${CANARY.repeat(3000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${CANARY}\r\n\r\n${CANARY}`,
    `${CANARY}\0\r\n\r\n`,
  ]
  for (const raw of raws) await sendRaw(server.port, raw)
}

function sendRaw(port, bytes) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', () => {})
    socket.on('error', () => {})
    socket.setTimeout(500, () => socket.destroy())
    socket.on('close', resolve)
  })
}
