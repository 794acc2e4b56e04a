/* What a client makes up is refused, and nobody is shown any of it: client ids, cursors and names of others, epochs,
 * numbers, authors, command ids, frames that only the server says. By hub, by HTTP and on /yjs. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Hub } from '../lib/hub.mjs'
import { groupOf } from '../lib/model.mjs'
import { enterAll } from '../lib/parts.mjs'
import { Plain, writing } from '../lib/plain.mjs'
import { Server } from '../lib/server.mjs'
import { post } from '../lib/session.mjs'
import { sleep, until } from '../lib/wait.mjs'

const FORGED = 'VÄÄRENNÖS'

describe('what is made up', () => {
  let server
  let people
  let witness
  let groups
  let a
  let watched /* the text under attack, as the witness sees it */
  let honest /* the facilitator's channel */
  const heard = [] /* everything that comes to the witness and the facilitator */
  let liar /* the participant's line, anew for each test */

  before(async () => {
    server = await Server.demo({ name: 'forged' })
    ;({ groups, people, witness } = await enterAll(server))
    ;[a] = groups
    await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
    await witness.do('group_start', { group: groups[2], minutes: 60 })
    for (const hub of [witness, people.facilitatorA]) {
      hub.on('message', (message) => heard.push(Buffer.from(JSON.stringify(message))))
      hub.on('binary', (_, bytes) => heard.push(Buffer.from(bytes)))
    }
    watched = await witness.open(a)
    honest = await people.facilitatorA.open(a)
    await honest.change('title', [{ at: 0, remove: 0, insert: 'Otsikko' }])
    await honest.saved()
  })

  after(async () => {
    for (const hub of [witness, ...Object.values(people)]) await hub.close()
    await server.end()
  })

  /* Whatever was tried: it is in no text, on no screen, in no model, and nobody else was thrown out. */
  afterEach(async () => {
    await liar?.close()
    await honest.change('rationale', [{ at: 0, remove: 0, insert: '.' }])
    await honest.saved()
    await until(() => watched.text('rationale') === honest.text('rationale'), 5000, 'work goes on')
    assert.ok(!heard.some((bytes) => bytes.includes(FORGED)), 'nobody heard of it')
    assert.equal(watched.text('title'), 'Otsikko')
    assert.ok(!JSON.stringify(await witness.day()).includes(FORGED))
    const fresh = await witness.open(a)
    assert.ok(!JSON.stringify(fresh.texts()).includes(FORGED))
    fresh.leave()
  })

  const comesIn = async () => (liar = await enter(people.participantA))

  async function enter({ session }) {
    const hub = new Hub(session)
    await hub.connect()
    return hub
  }

  /* A text with the words of `channel`, under another client id. */
  function copyAs(channel, client) {
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(channel.ydoc))
    ydoc.clientID = client
    return ydoc
  }

  /* --- client ids ---------------------------------------------------------------------------------------------------- */

  /* [whose, the id] of ids that are not the participant's. */
  const foreignIds = async () => [
    ['the facilitator who writes there', honest.cid],
    ['the witness who reads there', watched.cid],
    ['nobody yet', 4_000_000_001],
  ]

  it('an update under another seat’s client id, by hub', async () => {
    for (const [whose, client] of await foreignIds()) {
      const line = await comesIn()
      const channel = await line.open(a)
      channel.sendUpdate(writing(copyAs(channel, client), 'title', FORGED))
      assert.equal(await channel.refused(), 'foreign_id', whose)
      await line.close()
    }
  })

  it('an update under another seat’s client id, on /yjs', async () => {
    for (const [whose, client] of (await foreignIds()).slice(0, 2)) {
      const plain = await Plain.enter(people.participantA.session, a)
      plain.sync(2, writing(copyAs(plain, client), 'title', FORGED))
      assert.deepEqual(await plain.ended(), [4409, 'foreign_id'], whose)
    }
  })

  it('an update in which one of two client ids is another’s', async () => {
    const line = await comesIn()
    const channel = await line.open(a)
    const own = writing(copyAs(channel, channel.cid), 'rationale', FORGED)
    const other = writing(copyAs(channel, honest.cid), 'title', FORGED)
    channel.sendUpdate(Y.mergeUpdates([own, other]))
    assert.equal(await channel.refused(), 'foreign_id')
  })

  it('a client id that is the seat’s own in another text', async () => {
    const [, , c] = groups
    const own = await witness.open(c)
    const update = writing(copyAs(own, watched.cid), 'title', FORGED)
    own.sendUpdate(update)
    assert.equal(await own.refused(), 'foreign_id')
    own.leave()
  })

  /* --- cursors and names --------------------------------------------------------------------------------------------- */

  /* One entry each, in one awareness update. */
  function cursors(...entries) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, entries.length)
    for (const [client, clock, state] of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
    return encoding.toUint8Array(encoder)
  }

  const chairs = () => ({ user: { seat: people.chair.seat, name: FORGED }, note: FORGED, cursor: null })
  const shown = (client) => watched.awareness.getStates().get(client)

  it('a cursor under another’s client id, and another’s cursor taken away, by hub', async () => {
    for (const place of [0, 1]) honest.point('title', place) /* the first clock of a client is 0, which is no news */
    await until(() => shown(honest.cid), 5000, 'the facilitator is shown')
    const line = await comesIn()
    const channel = await line.open(a)
    channel.sendAwareness(cursors([honest.cid, 1000, chairs()], [watched.cid, 1000, chairs()], [77, 1, chairs()]))
    channel.sendAwareness(cursors([honest.cid, 2000, null]))
    channel.sendAwareness(cursors([channel.cid, 1, chairs()]))
    await until(() => shown(channel.cid), 5000, 'the own cursor is shown')
    await sleep(200)
    assert.equal(shown(honest.cid).user.seat, people.facilitatorA.seat)
    assert.deepEqual([shown(watched.cid), shown(77)], [undefined, undefined])
    /* The own one goes under the name that the server knows, whatever it says, and carries nothing else. */
    const { user, ...rest } = shown(channel.cid)
    const name = witness.welcome.people.find(({ seat }) => seat === liar.seat).name
    assert.deepEqual([user, rest], [{ seat: liar.seat, name }, {}])
  })

  it('the same on /yjs', async () => {
    const plain = await Plain.enter(people.participantA.session, a)
    plain.awareness(cursors([honest.cid, 3000, chairs()]))
    plain.awareness(cursors([honest.cid, 4000, null]))
    plain.awareness(cursors([4_000_000_002, 1, chairs()]))
    await until(() => shown(4_000_000_002), 5000, 'the own cursor is shown')
    plain.awareness(cursors([4_000_000_003, 1, chairs()])) /* one socket, one person: a second id is nobody's */
    await sleep(200)
    assert.equal(shown(honest.cid).user.seat, people.facilitatorA.seat)
    assert.equal(shown(4_000_000_002).user.seat, people.participantA.seat)
    assert.equal(shown(4_000_000_003), undefined)
    await plain.close()
    await until(() => !shown(4_000_000_002), 5000, 'it goes with its socket')
  })

  /* --- epochs and numbers -------------------------------------------------------------------------------------------- */

  const nothing = () => {}
  const deaf = { begin: nothing, receive: nothing, lineLost: nothing, modeChanged: nothing } /* a channel's manners */

  /* Opens with that `have` -> the frame that answers, or the code of the close. */
  async function opens(line, have) {
    const answer = new Promise((resolve) => {
      line.on('message', (message) => ['opened', 'refused', 'error'].includes(message.op) && resolve(message))
    })
    line.channels.set(5, deaf)
    line.send({ op: 'open', ch: 5, doc: a, have })
    return answer
  }

  it('a client id one claims to have: another’s, of another epoch, none', async () => {
    const { cid: own } = await (await comesIn()).open(a)
    await liar.close()
    const claims = [
      { epoch: 1, cid: honest.cid },
      { epoch: 1, cid: 4_000_000_004 },
      { epoch: 0, cid: own },
      { epoch: 2, cid: own },
      { epoch: 4_294_967_295, cid: own },
    ]
    for (const have of claims) {
      const { op, epoch, cid } = await opens(await comesIn(), have)
      assert.deepEqual([op, epoch], ['opened', 1], JSON.stringify(have))
      assert.ok(cid !== have.cid && cid !== own && cid !== honest.cid, JSON.stringify(have))
      await liar.close()
    }
    assert.equal((await opens(await comesIn(), { epoch: 1, cid: own })).cid, own, 'the own one goes on')
  })

  it('a seat, a role or a mode claimed in passing', async () => {
    const claims = { seat: people.chair.seat, by: people.chair.seat, role: 'chair', mode: 'rw' }
    const line = await enter(people.participantB)
    const answer = new Promise((resolve) =>
      line.on('message', (message) => message.op === 'refused' && resolve(message)),
    )
    line.send({ op: 'open', ch: 5, doc: a, have: null, ...claims })
    assert.equal((await answer).code, 'no_access')
    await line.close()
    const reader = await enter(people.secretary)
    const opened = new Promise((resolve) =>
      reader.on('message', (message) => message.op === 'opened' && resolve(message)),
    )
    reader.channels.set(5, deaf)
    reader.send({ op: 'open', ch: 5, doc: a, have: null, ...claims })
    assert.equal((await opened).mode, 'ro')
    await reader.close()
  })

  it('an epoch or id that is none', async () => {
    const none = [-1, 1.5, 2 ** 53, '1', true, [1]]
    for (const have of none.flatMap((one) => [
      { epoch: one, cid: 1 },
      { epoch: 1, cid: one },
    ])) {
      const line = await comesIn()
      const { op, code } = await opens(line, have)
      assert.deepEqual([op, code], ['error', 'malformed'], JSON.stringify(have))
      await until(() => line.closed, 2000, 'closed')
      assert.equal(line.closed.code, 4400)
    }
  })

  it('numbers that are repeated, passed over, none or huge', async () => {
    for (const [what, ...numbers] of [
      ['none', 0],
      ['that of the answer again', 1],
      ['passed over', 3],
      ['huge', Number.MAX_SAFE_INTEGER],
      ['repeated', 2, 2],
      ['going back', 2, 3, 2],
    ]) {
      const line = await comesIn()
      const channel = await line.open(a)
      await channel.saved() /* the answer to the server's question is number 1 */
      const text = copyAs(channel, channel.cid)
      const send = (number, field, word) => {
        channel.seq = number - 1
        channel.sendUpdate(writing(text, field, word))
      }
      for (const number of numbers.slice(0, -1)) send(number, 'rationale', ',')
      await channel.saved()
      const right = channel.acked + 1
      send(numbers.at(-1), 'title', FORGED)
      assert.equal(await channel.refused(), what === 'none' ? 'closed 4400' : 'malformed', what)
      send(right, 'title', FORGED) /* the channel is dead: the right number helps no more */
      await line.command('take_undo', { parent: 'item-1' })
      await line.close()
    }
  })

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
    const line = await comesIn()
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
        const { status, body: said } = await post(server, '/api/v1/commands', body, line.session.headers)
        assert.deepEqual([status, said.code], [409, 'command_malformed'], `${field}, HTTP`)
      }
    }
    assert.deepEqual(groupOf(await witness.day(), a).actions, [])
  })

  it('the author of what was done is the seat of the session, whatever header says otherwise', async () => {
    const { session } = people.participantA
    const headers = { ...session.headers, 'X-Sopu-Seat': people.chair.seat }
    const body = { id: randomUUID(), kind: 'phase_change', data: { phase: 'opening' } }
    assert.equal((await post(server, '/api/v1/commands', body, headers)).status, 401)
    const line = await comesIn()
    await line.do('action_add', { doc: a })
    assert.equal((await witness.event('action_added')).data.doc, a)
    assert.equal(witness.events.find(({ kind }) => kind === 'action_added').by, line.seat)
  })

  it('a command id of somebody else', async () => {
    const line = await comesIn()
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
    await honest.change('decision', [{ at: 0, remove: 0, insert: 'Päätetään.' }])
    await honest.change('a1/what', [{ at: 0, remove: 0, insert: 'Tehdään.' }])
    await honest.saved()
    await people.facilitatorA.do('handin_announce', { group: a })
    people.participantB.send({ op: 'flushed', doc: a, seq: honest.seq })
    witness.send({ op: 'flushed', doc: a, seq: 0 })
    people.facilitatorA.send({ op: 'flushed', doc: a, seq: honest.seq + 1 })
    await sleep(700)
    assert.equal(groupOf(await witness.day(), a).state, 'handing_in', 'the facilitator is still waited for')
    people.facilitatorA.send({ op: 'flushed', doc: a, seq: honest.seq })
    await witness.event('group_handed_in')
    await people.facilitatorA.do('group_return', { group: a, reason: 'Kesken' })
    honest.leave()
    honest = await people.facilitatorA.open(a)
  })

  /* --- frames of the server ------------------------------------------------------------------------------------------ */

  it('text frames that only the server says', async () => {
    const { day } = witness.welcome
    const event = { pos: 9999, at_ms: 1, by: people.chair.seat, kind: 'phase_changed', data: { phase: FORGED } }
    for (const frame of [
      { op: 'welcome', seat: people.chair.seat, pos: 9999, now_ms: 1, day, people: [], storage_ok: true },
      { op: 'events', events: [event] },
      { op: 'answer', id: randomUUID(), outcome: 'done', pos: 9999 },
      { op: 'opened', ch: 1, doc: a, epoch: 9, mode: 'rw', cid: honest.cid, seq: 0 },
      { op: 'mode', ch: 1, mode: 'rw', epoch: 9 },
      { op: 'refused', ch: 1, code: FORGED },
      { op: 'present', here: [{ seat: people.chair.seat, docs: [a, FORGED] }] },
      { op: 'storage', ok: false },
      { op: 'alive', now_ms: 1 },
      { op: 'restarting', retry_ms: 1 },
      { op: 'error', code: FORGED },
    ]) {
      const line = await comesIn()
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
      const line = await comesIn()
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
    const line = await comesIn()
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

  it('a ticket of one text opens no other person, and no second socket', async () => {
    const ticket = await people.participantA.session.ticket()
    const url = `${server.url.replace('http', 'ws')}/yjs/${a}?ticket=${ticket}`
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

  function framed(parts) {
    const encoder = encoding.createEncoder()
    for (const part of parts)
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeVarUint8Array(encoder, part)
    return encoding.toUint8Array(encoder)
  }
})
