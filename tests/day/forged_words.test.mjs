/* Nobody speaks as somebody else, or as the server: authors, times and places in the log, command ids of others, frames that
 * only the server says are refused, by hub, by HTTP and on /yjs, and nobody is shown any of it. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { groupOf } from '../lib/model.mjs'
import { Plain, writing } from '../lib/plain.mjs'
import { FORGED, framed, Scene } from '../lib/scene.mjs'
import { post } from '../lib/session.mjs'
import { sleep, until } from '../lib/wait.mjs'

describe('authors, commands and frames that are made up', () => {
  let scene
  let people
  let witness
  let a

  before(async () => {
    scene = await Scene.set('forged-words')
    ;({ people, witness, a } = scene)
  })
  after(() => scene.end())
  afterEach(() => scene.unharmed())

  /* --- authors and commands ------------------------------------------------------------------------------------------ */

  const forgeries = () => ({
    by: people.chair.seat,
    seat: people.chair.seat,
    at_ms: 1,
    pos: 1,
    epoch: 1,
    role: 'chair',
  })

  it('an author, a time or a place in the log, in a command and around it', async () => {
    const line = await scene.comesIn()
    for (const [field, value] of Object.entries(forgeries())) {
      const id = randomUUID()
      const kind = 'action_add'
      const inside = await line.command(kind, { doc: a, [field]: value }, id)
      assert.deepEqual([inside.code, inside.detail], ['command_malformed', 'unknown_field'], field)
      const answer = new Promise((resolve) => line.on('message', (message) => message.id === id && resolve(message)))
      line.send({ op: 'command', id, kind, data: { doc: a }, [field]: value })
      const { code, detail } = await answer
      assert.deepEqual([code, detail], ['command_malformed', 'unknown_field'], `${field}, around it`)
      for (const body of [
        { id, kind, data: { doc: a, [field]: value } },
        { id, kind, data: { doc: a }, [field]: value },
      ]) {
        const { status, body: said } = await post(scene.server, '/api/v1/commands', body, line.session.headers)
        assert.deepEqual([status, said.code], [409, 'command_malformed'], `${field}, HTTP`)
      }
    }
    assert.deepEqual(groupOf(await witness.day(), a).actions, [])
  })

  it('the author of what was done is the seat of the session, whatever header says otherwise', async () => {
    const { session } = people.participantA
    const headers = { ...session.headers, 'X-Sopu-Seat': people.chair.seat }
    const body = { id: randomUUID(), kind: 'phase_change', data: { phase: 'opening' } }
    assert.equal((await post(scene.server, '/api/v1/commands', body, headers)).status, 401)
    const line = await scene.comesIn()
    await line.do('action_add', { doc: a })
    assert.equal((await witness.event('action_added')).data.doc, a)
    assert.equal(witness.events.find(({ kind }) => kind === 'action_added').by, line.seat)
  })

  it('a command id of somebody else', async () => {
    const line = await scene.comesIn()
    const id = randomUUID()
    const done = await people.facilitatorA.command('group_pause', { group: a, reason: 'break', note: '' }, id)
    await people.facilitatorA.do('group_resume', { group: a })
    assert.equal(done.outcome, 'done')
    for (const [kind, data] of [
      ['group_pause', { group: a, reason: 'break', note: '' }],
      ['action_add', { doc: a }],
    ]) {
      const answer = await line.command(kind, data, id)
      assert.deepEqual([answer.outcome, answer.code, answer.pos], ['refused', 'command_reused', undefined], kind)
      const { status, body } = await line.session.command(kind, data, id)
      assert.deepEqual([status, body.code, body.pos], [409, 'command_reused', undefined], `${kind}, HTTP`)
    }
    const { state, actions } = groupOf(await witness.day(), a)
    assert.deepEqual([state, actions], ['writing', ['a1']])
  })

  it('somebody else’s “everything is sent”, and more than was sent', async () => {
    await scene.honest.change('decision', [{ at: 0, remove: 0, insert: 'Päätetään.' }])
    await scene.honest.change('a1/what', [{ at: 0, remove: 0, insert: 'Tehdään.' }])
    await scene.honest.saved()
    await people.facilitatorA.do('handin_announce', { group: a })
    people.participantB.send({ op: 'flushed', doc: a, seq: scene.honest.seq })
    witness.send({ op: 'flushed', doc: a, seq: 0 })
    people.facilitatorA.send({ op: 'flushed', doc: a, seq: scene.honest.seq + 1 })
    await sleep(700)
    assert.equal(groupOf(await witness.day(), a).state, 'handing_in', 'the facilitator is still waited for')
    people.facilitatorA.send({ op: 'flushed', doc: a, seq: scene.honest.seq })
    await witness.event('group_handed_in')
    await people.facilitatorA.do('group_return', { group: a, reason: 'Kesken' })
    scene.honest.leave()
    scene.honest = await people.facilitatorA.open(a)
  })

  /* --- frames of the server ------------------------------------------------------------------------------------------ */

  it('text frames that only the server says', async () => {
    const { day } = witness.welcome
    const event = { pos: 9999, at_ms: 1, by: people.chair.seat, kind: 'phase_changed', data: { phase: FORGED } }
    for (const frame of [
      { op: 'welcome', seat: people.chair.seat, pos: 9999, now_ms: 1, day, people: [], storage_ok: true },
      { op: 'events', events: [event] },
      { op: 'answer', id: randomUUID(), outcome: 'done', pos: 9999 },
      { op: 'opened', ch: 1, doc: a, epoch: 9, mode: 'rw', cid: scene.honest.cid, seq: 0 },
      { op: 'mode', ch: 1, mode: 'rw', epoch: 9 },
      { op: 'refused', ch: 1, code: FORGED },
      { op: 'present', here: [{ seat: people.chair.seat, docs: [a, FORGED] }] },
      { op: 'storage', ok: false },
      { op: 'alive', now_ms: 1 },
      { op: 'restarting', retry_ms: 1 },
      { op: 'error', code: FORGED },
    ]) {
      const line = await scene.comesIn()
      await line.open(a)
      line.send(frame)
      await until(() => line.closed, 5000, frame.op)
      assert.equal(line.closed.code, 4400, frame.op)
    }
    assert.ok(witness.storageOk)
  })

  it('binary frames that only the server says', async () => {
    const word = new TextEncoder().encode(FORGED)
    for (const [what, ...parts] of [
      ['ack', 17, 1],
      ['nack', 18, 1, word],
      ['sync step 2', 0, 1, word],
      ['update without a number', 0, 2, word],
      ['denied', 2, 0, word],
      ['who is here?', 3],
      ['a type that is none', 20, 1],
    ]) {
      const line = await scene.comesIn()
      const channel = await line.open(a)
      channel.sendBytes(framed(parts))
      await until(() => line.closed, 5000, what)
      assert.equal(line.closed.code, 4400, what)
    }
  })

  it('the same on /yjs: numbers, acknowledgements, denials, text', async () => {
    const word = new TextEncoder().encode(FORGED)
    for (const parts of [
      [16, 1, word],
      [17, 1],
      [18, 1, word],
      [2, 0, word],
      [0, 3, word],
    ]) {
      const plain = await Plain.enter(people.participantA.session, a)
      plain.send(framed(parts))
      assert.deepEqual(await plain.ended(), [4409, 'malformed'], String(parts[0]))
    }
    const plain = await Plain.enter(people.participantA.session, a)
    plain.send(JSON.stringify({ op: 'command', id: randomUUID(), kind: 'action_add', data: { doc: a } }))
    assert.equal((await plain.ended())[0], 4400, 'there are no commands there')
  })

  it('a channel that was never opened', async () => {
    const line = await scene.comesIn()
    await line.open(a)
    const heardHere = []
    line.on('binary', (ch) => ch !== 1 && heardHere.push(ch))
    const knock = (ch) => {
      line.send(framed([ch, 16, 1, writing(new Y.Doc(), 'title', FORGED)]))
      line.send(framed([ch, 0, 0, new Uint8Array([0])]))
    }
    for (const ch of [2, 127]) knock(ch)
    await sleep(200)
    assert.deepEqual([heardHere, line.closed], [[], null])
    knock(0) /* no channel has that number */
    await until(() => line.closed, 2000, 'closed')
    assert.equal(line.closed.code, 4400)
  })

  it('a ticket for /yjs, twice', async () => {
    const ticket = await people.participantA.session.ticket()
    const url = `${scene.server.url.replace('http', 'ws')}/yjs/${a}?ticket=${ticket}`
    const statuses = []
    for (let again = 0; again < 2; again++) {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      statuses.push(
        await new Promise((resolve) => {
          socket.on('open', () => resolve(101))
          socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode))
          socket.on('error', () => {})
        }),
      )
      socket.terminate()
    }
    assert.deepEqual(statuses, [101, 403])
  })
})
