/* Nobody writes or points as somebody else: client ids of others, cursors and names of others, epochs and numbers that are
 * not so are refused, by hub and on /yjs, and nobody is shown any of it. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Plain, writing } from '../lib/plain.mjs'
import { copyAs, FORGED, Scene } from '../lib/scene.mjs'
import { sleep, until } from '../lib/wait.mjs'

describe('ids, cursors, epochs and numbers that are made up', () => {
  let scene
  let people
  let witness
  let a
  let watched /* the text, as the witness sees it */
  let honest /* the facilitator's channel */

  before(async () => {
    scene = await Scene.set('forged-ids')
    ;({ people, witness, a, watched, honest } = scene)
  })
  after(() => scene.end())
  afterEach(() => scene.unharmed())

  /* --- client ids ---------------------------------------------------------------------------------------------------- */

  /* [whose, the id] of ids that are not the participant's. */
  const foreignIds = async () => [
    ['the facilitator who writes there', honest.cid],
    ['the witness who reads there', watched.cid],
    ['nobody yet', 4_000_000_001],
  ]

  it('an update under another seat’s client id, by hub', async () => {
    for (const [whose, client] of await foreignIds()) {
      const line = await scene.comesIn()
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
    const line = await scene.comesIn()
    const channel = await line.open(a)
    const own = writing(copyAs(channel, channel.cid), 'rationale', FORGED)
    const other = writing(copyAs(channel, honest.cid), 'title', FORGED)
    channel.sendUpdate(Y.mergeUpdates([own, other]))
    assert.equal(await channel.refused(), 'foreign_id')
  })

  it('a client id that is the seat’s own in another text', async () => {
    const [, , c] = scene.groups
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
    const line = await scene.comesIn()
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
    const name = witness.welcome.people.find(({ seat }) => seat === scene.liar.seat).name
    assert.deepEqual([user, rest], [{ seat: scene.liar.seat, name }, {}])
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
    const { cid: own } = await (await scene.comesIn()).open(a)
    await scene.liar.close()
    const claims = [
      { epoch: 1, cid: honest.cid },
      { epoch: 1, cid: 4_000_000_004 },
      { epoch: 0, cid: own },
      { epoch: 2, cid: own },
      { epoch: 4_294_967_295, cid: own },
    ]
    for (const have of claims) {
      const { op, epoch, cid } = await opens(await scene.comesIn(), have)
      assert.deepEqual([op, epoch], ['opened', 1], JSON.stringify(have))
      assert.ok(cid !== have.cid && cid !== own && cid !== honest.cid, JSON.stringify(have))
      await scene.liar.close()
    }
    assert.equal((await opens(await scene.comesIn(), { epoch: 1, cid: own })).cid, own, 'the own one goes on')
  })

  it('a seat, a role or a mode claimed in passing', async () => {
    const claims = { seat: people.chair.seat, by: people.chair.seat, role: 'chair', mode: 'rw' }
    const line = await scene.enter(people.participantB)
    const answer = new Promise((resolve) =>
      line.on('message', (message) => message.op === 'refused' && resolve(message)),
    )
    line.send({ op: 'open', ch: 5, doc: a, have: null, ...claims })
    assert.equal((await answer).code, 'no_access')
    await line.close()
    const reader = await scene.enter(people.secretary)
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
      const line = await scene.comesIn()
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
      const line = await scene.comesIn()
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
})
