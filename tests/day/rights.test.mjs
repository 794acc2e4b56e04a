/* Who may see and do what, over real sockets: each role at each document and each command, as the table of rights says
 * (domain: P participant, F facilitator of the own group, S secretary, C chair, A organiser, J wall, O observer). What is
 * not allowed is refused with a code, and nothing of it arrives. Rights move with an election, on the open line. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import WebSocket from 'ws'
import { Hub } from '../lib/hub.mjs'
import { Server } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { Stock } from '../lib/stock.mjs'
import { sleep, until } from '../lib/wait.mjs'

const CANARY = 'KANARIALINTU'

describe('rights', () => {
  let server
  let people /* name of the part played -> Hub */
  let a
  let b

  before(async () => {
    server = await Server.demo({ name: 'rights' })
    const wall = await Hub.enter(server, 'wall')
    const { day } = wall.welcome
    const officer = (post) => day.officers.find((one) => one.post === post).seat
    const officers = day.officers.map(({ seat }) => seat)
    /* Roles add up on a seat: here each part is to be played by somebody with no other role. */
    ;[a, b] = day.seats.filter(({ roles }) => roles.join() === 'facilitator').map(({ group }) => group)
    const seat = (role, group) =>
      day.seats.find(
        (one) =>
          one.roles.includes(role) && !officers.includes(one.seat) && (group === undefined || one.group === group),
      ).seat
    const plain = (group) => day.seats.find((one) => one.group === group && one.roles.join() === 'participant').seat
    const seats = {
      participantA: plain(a),
      participantB: plain(b),
      facilitatorA: seat('facilitator', a),
      facilitatorB: seat('facilitator', b),
      secretary: officer('secretary'),
      chair: officer('chair'),
      organiser: day.seats.find((one) => one.roles.includes('organiser') && !one.roles.includes('facilitator')).seat,
      opener: seat('opener'),
      observer: 'observer',
    }
    people = { wall }
    for (const [part, who] of Object.entries(seats)) people[part] = await Hub.enter(server, who)
  })

  after(async () => {
    for (const hub of Object.values(people)) await hub.close()
    await server.end()
  })

  /* Which commands each part may give; * the rest of the world may not. All are tried where the rules refuse them anyway
   * (a group that has not begun), so that nothing changes. */
  const chairOrOrganiser = ['chair', 'organiser']
  const leaders = ['facilitatorA', ...chairOrOrganiser]
  const merging = ['facilitatorA', 'facilitatorB', 'secretary', 'chair', 'organiser']
  const own = ['participantA', 'facilitatorA', 'secretary', 'chair']
  const commands = () => [
    ['phase_change', { phase: 'closed' }, chairOrOrganiser],
    ['officer_elect', { post: 'chair', seat: 'wall', item: 'item-4' }, ['chair', 'secretary']],
    ['group_start', { group: a, minutes: 0 }, leaders],
    ['group_pause', { group: a, reason: 'break', note: '' }, leaders],
    ['group_resume', { group: a }, leaders],
    ['clock_set', { group: a, ends_ms: 0 }, leaders],
    ['action_add', { doc: a }, ['participantA', 'facilitatorA']],
    ['action_remove', { doc: a, action: 'a1' }, ['participantA', 'facilitatorA']],
    ['action_move', { doc: a, action: 'a1', to: 0 }, ['participantA', 'facilitatorA']],
    ['handin_announce', { group: a }, leaders],
    ['handin_complete', { group: a }, []],
    ['group_return', { group: a, reason: 'x' }, leaders],
    ['proposals_take', { parent: 'item-9', take: [] }, merging],
    ['take_undo', { parent: 'item-9' }, merging],
    ['item_open', { item: 'block-1' }, ['chair', 'secretary']],
    ['item_close', { item: 'item-9' }, ['chair', 'secretary']],
    ['item_postpone', { item: 'item-9', reason: ' ' }, ['chair']],
    ['item_decide', { item: 'item-9', outcome: 'as_proposed', hash: '0' }, ['chair']],
    ['item_reopen', { item: 'item-9', reason: 'x' }, ['chair']],
    ['officers_elect', { item: 'item-4', officers: [] }, ['chair', 'secretary']],
    ['floor_ask', { seat: people.participantA.seat, speech: 'speech' }, own],
    ['floor_withdraw', { seat: people.participantA.seat }, own],
    ['floor_give', { seat: people.participantA.seat }, ['secretary', 'chair']],
    ['floor_end', { seat: people.participantA.seat }, ['participantA', 'secretary', 'chair']],
    ['lobby_ask', { organisation: 'nobody' }, []],
    ['lobby_admit', { seat: 'guest-9', group: a }, ['facilitatorA', 'secretary', ...chairOrOrganiser]],
    ['lobby_refuse', { seat: 'guest-9' }, merging],
    [
      'presence_set',
      { seat: people.participantA.seat, here: false },
      ['participantA', 'facilitatorA', 'secretary', ...chairOrOrganiser],
    ],
  ]

  it('each command is refused to every part that may not give it, and only to those', async () => {
    for (const [kind, data, allowed] of commands()) {
      for (const [part, hub] of Object.entries(people)) {
        const answer = await hub.command(kind, data)
        const isDenied = answer.outcome === 'refused' && ['not_allowed', 'not_own_group'].includes(answer.code)
        assert.equal(answer.outcome, 'refused', `${kind} by ${part}`)
        assert.equal(isDenied, !allowed.includes(part), `${kind} by ${part}: ${answer.code}`)
      }
    }
  })

  it('the same over HTTP', async () => {
    for (const [kind, data, allowed] of commands()) {
      for (const part of ['participantB', 'wall', 'chair']) {
        const { status, body } = await people[part].session.command(kind, data)
        assert.equal(status, 409, `${kind} by ${part}`)
        assert.equal(
          ['not_allowed', 'not_own_group'].includes(body.code),
          !allowed.includes(part),
          `${kind} by ${part}: ${body.code}`,
        )
      }
    }
  })

  it('only its members write in a group; secretary, chair and organiser read; others see nothing', async () => {
    await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
    await people.facilitatorA.do('action_add', { doc: a })
    const modes = { participantA: 'rw', facilitatorA: 'rw', secretary: 'ro', chair: 'ro', organiser: 'ro' }
    for (const [part, hub] of Object.entries(people))
      assert.equal(await modeFor(hub, a), modes[part] ?? 'refused', `${part} at ${a}`)
  })

  it('no word of a draft reaches those who may not see it, by any way', async () => {
    const strangers = ['participantB', 'facilitatorB', 'wall', 'observer', 'opener'].map((part) => people[part])
    const heard = strangers.map(listen)
    const writer = await people.participantA.open(a)
    for (const [field, text] of [
      ['title', CANARY],
      ['decision', CANARY],
      ['a1/what', CANARY],
    ])
      await writer.change(field, [{ at: 0, remove: 0, insert: text }])
    await writer.saved()
    for (const hub of strangers) {
      hub.send({ op: 'late', doc: a })
      hub.send({ op: 'flushed', doc: a, seq: 1 })
      hub.send(new Uint8Array([9, 0, 0, 1, 0])) /* sync step 1 on a channel that was never opened */
    }
    await sleep(300)
    for (const [i, bytes] of heard.entries())
      assert.ok(!Buffer.concat(bytes).includes(CANARY), `${strangers[i].seat} heard of the draft`)
    for (const hub of strangers.filter(({ closed }) => closed)) await hub.connect()
    for (const hub of strangers) assert.ok(!JSON.stringify(await hub.day()).includes(CANARY))
    const stock = await Stock.enter(server, people.participantB.seat, a)
    assert.deepEqual([stock.text('title'), stock.closes], ['', [4403]])
    await stock.close()
    writer.leave()
    const page = await (await fetch(`${server.url}/agenda`)).text()
    assert.ok(!page.includes(CANARY))
  })

  it('a reader who writes is refused, and nobody sees it', async () => {
    const witness = await people.participantA.open(a)
    for (const part of ['secretary', 'chair', 'organiser']) {
      const channel = await people[part].open(a)
      await channel.change('title', [{ at: 0, remove: 0, insert: 'VÄÄRIN' }])
      assert.equal(await channel.refused(), 'read_only', part)
      channel.leave()
    }
    await witness.change('rationale', [{ at: 0, remove: 0, insert: 'x' }])
    await witness.saved()
    assert.ok(!witness.text('title').includes('VÄÄRIN'))
    witness.leave()
  })

  it('nobody appears as somebody else', async () => {
    const witness = await people.facilitatorA.open(a)
    const liar = await people.participantA.open(a)
    const awareness = new Awareness(liar.ydoc)
    awareness.setLocalState({
      user: { seat: people.chair.seat, name: 'Puheenjohtaja' },
      cursor: { field: 'title', anchor: null, head: null },
    })
    const heard = listen(people.facilitatorA)
    liar.sendAwareness(encodeAwarenessUpdate(awareness, [liar.ydoc.clientID]))
    awareness.destroy()
    await until(() => Buffer.concat(heard).includes(people.participantA.seat), 5000, 'the cursor is seen')
    assert.ok(!Buffer.concat(heard).includes('Puheenjohtaja'))
    witness.leave()
    liar.leave()
  })

  it('an election moves the rights on the open lines', async () => {
    const { chair, opener, organiser } = people
    const draft = await chair.open(a)
    await chair.do('officer_elect', { post: 'chair', seat: opener.seat, item: 'item-4' })
    assert.equal((await chair.command('phase_change', { phase: 'closed' })).code, 'not_allowed')
    assert.equal((await opener.command('phase_change', { phase: 'closed' })).code, 'phase_order')
    const heard = listen(chair)
    const writer = await people.participantA.open(a)
    await writer.change('title', [{ at: 0, remove: 0, insert: `${CANARY}2` }])
    await writer.saved()
    await sleep(300)
    assert.ok(!Buffer.concat(heard).includes(`${CANARY}2`), 'the former chair sees no more of the draft')
    assert.equal(draft.text('title').includes(`${CANARY}2`), false)
    assert.equal(await modeFor(opener, a), 'ro')
    await opener.do('officer_elect', { post: 'chair', seat: chair.seat, item: 'item-4' })
    assert.equal((await chair.command('phase_change', { phase: 'closed' })).code, 'phase_order')
    assert.equal((await opener.command('phase_change', { phase: 'closed' })).code, 'not_allowed')
    assert.equal((await organiser.command('phase_change', { phase: 'closed' })).code, 'phase_order')
    writer.leave()
  })

  it('after the hand-in other groups read it, and its members write no more', async () => {
    const writer = await people.participantA.open(a)
    await writer.change('decision', [{ at: 0, remove: 0, insert: 'Päätetään. ' }])
    await writer.saved()
    await people.facilitatorA.do('handin_announce', { group: a })
    await people.facilitatorA.event('group_handed_in')
    const modes = { wall: 'refused' }
    for (const [part, hub] of Object.entries(people))
      assert.equal(await modeFor(hub, a), modes[part] ?? 'ro', `${part} at ${a} after the hand-in`)
  })

  it('an agenda text: polished by those who merge, then by secretary and chair alone', async () => {
    await people.chair.do('phase_change', { phase: 'merging' })
    await people.secretary.do('proposals_take', { parent: 'item-9', take: [{ group: a, code: 'a' }] })
    const item = (await people.chair.day()).items.find(({ parent, code }) => parent === 'item-9' && code === 'a')
    for (const [part, hub] of Object.entries(people)) {
      assert.equal(await modeFor(hub, item.doc), merging.includes(part) ? 'rw' : 'ro', `${part} while merging`)
    }
    await people.chair.do('phase_change', { phase: 'deciding' })
    for (const [part, hub] of Object.entries(people)) {
      assert.equal(
        await modeFor(hub, item.doc),
        ['chair', 'secretary'].includes(part) ? 'rw' : 'ro',
        `${part} while deciding`,
      )
    }
  })

  it('a ticket lets one socket in, once', async () => {
    const ticket = await people.observer.session.ticket()
    assert.equal(await upgrade(`/ws?ticket=${ticket}`), 101)
    assert.equal(await upgrade(`/ws?ticket=${ticket}`), 403)
    for (const path of [
      '/ws',
      '/ws?ticket=',
      '/ws?ticket=aaaaaaaaaaaaaaaaaaaaaaaaaa',
      `/yjs/${a}`,
      `/yjs/${a}?ticket=x`,
    ]) {
      assert.equal(await upgrade(path), 403, path)
    }
  })

  it('a foreign page gets no socket', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `${server.url}.evil.example`,
      server.url.replace('127.0.0.1', '127.0.0.1.evil.example'),
    ]) {
      const ticket = await people.observer.session.ticket()
      assert.equal(await upgrade(`/ws?ticket=${ticket}`, { Origin: origin }), 403, origin)
    }
    const ticket = await people.observer.session.ticket()
    assert.equal(await upgrade(`/ws?ticket=${ticket}`, { Origin: server.url }), 101)
  })

  it('signing out ends the session and its open lines', async () => {
    const hub = await Hub.enter(server, people.observer.seat)
    const { status } = await post(server, '/api/v1/sign-out', {}, hub.session.headers)
    assert.equal(status, 204)
    await until(() => hub.closed, 2000, 'the line is cut')
    await assert.rejects(hub.session.ticket(), /401/)
  })

  it("one person's cookie is no other person's", async () => {
    const own = people.participantA.session
    const answer = await post(server, '/api/v1/ticket', {}, { 'X-Sopu-Seat': people.chair.seat, Cookie: own.cookie })
    assert.deepEqual([answer.status, answer.body], [401, { code: 'session' }])
    const renamed = own.cookie.replace(/^[^=]*/, `sopu_${people.chair.seat}`)
    assert.equal(
      (await post(server, '/api/v1/ticket', {}, { 'X-Sopu-Seat': people.chair.seat, Cookie: renamed })).status,
      401,
    )
    assert.equal((await Session.of(server, own.seat)).seat, own.seat)
  })

  async function upgrade(path, headers = {}) {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers, perMessageDeflate: false })
    const status = await new Promise((resolve) => {
      socket.on('open', () => resolve(101))
      socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode))
      socket.on('error', (error) => resolve(error.message))
    })
    socket.terminate()
    return status
  }
})

/* rw, ro, or refused (with a code). */
async function modeFor(hub, doc) {
  try {
    const channel = await hub.open(doc)
    const { mode } = channel
    channel.leave()
    return mode
  } catch (error) {
    assert.match(error.code ?? '', /^[a-z_]+$/, `a code, not "${error.message}"`)
    return 'refused'
  }
}

/* Everything that arrives on a line from now on, as bytes. */
function listen(hub) {
  const heard = []
  hub.on('message', (message) => heard.push(Buffer.from(JSON.stringify(message))))
  hub.on('binary', (_, bytes) => heard.push(Buffer.from(bytes)))
  return heard
}
