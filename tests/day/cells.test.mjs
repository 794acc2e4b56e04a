/* Every cell of the tables of rights over real sockets: each part of the day at each command and each text, in each phase
 * and each state a group or an agenda text can be in. The day is walked once; at every station of it everything that the
 * tables deny is tried by hub, by HTTP and on /yjs, and refused with the right code; what they allow is tried where it
 * does no harm. Nothing is another afterwards. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as encoding from 'lib0/encoding'
import { wordsHash } from '../lib/hash.mjs'
import { groupOf } from '../lib/model.mjs'
import { enterAll } from '../lib/parts.mjs'
import { Plain, writing } from '../lib/plain.mjs'
import { accessTo, denial, MINUTES, seesLateEdits } from '../lib/rights.mjs'
import { Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'

const DENIALS = ['not_allowed', 'not_own_group', 'wrong_phase']
const FORBIDDEN = 'VÄÄRIN'
const PHASES = ['opening', 'workshop', 'merging', 'deciding', 'closed']
const LINE_CHANNEL = 99 /* never opened */

describe('every cell of the tables', () => {
  let server
  let people
  let witness /* an organiser who leads group c: sees every text */
  let groups
  let a
  let b
  const open = new Map() /* the witness's texts: doc -> Channel */
  const tried = { 'hub denied': 0, 'http denied': 0, 'yjs denied': 0, allowed: 0, 'left to the walk': 0 }

  before(async () => {
    server = await Server.demo({ name: 'cells' })
    ;({ groups, people, witness } = await enterAll(server))
    ;[a, b] = groups
  })

  after(async () => {
    for (const hub of [witness, ...Object.values(people)]) await hub.close()
    await server.end()
  })

  const textOf = (doc) => (field) => open.get(doc).text(field)
  const itemsOf = (day) => day.items.filter(({ kind }) => kind === 'proposal')
  const docsOf = (day) => [...groups, ...itemsOf(day).map(({ doc }) => doc)]
  const textsOf = (day) => [...docsOf(day), MINUTES]
  /* Of each text, a field that is tried in vain and one that takes a point. */
  const fieldOf = (doc) => (doc === MINUTES ? 'item-4/handling' : 'title')
  const otherOf = (doc) => (doc === MINUTES ? 'item-4/decision' : 'rationale')
  const witnessOf = (doc) => (doc === MINUTES ? people.secretary : witness)

  /* What a person does on the way to the next station. */
  async function write(part, doc, words) {
    const channel = await people[part].open(doc)
    for (const [field, text] of Object.entries(words)) await channel.change(field, [{ at: 0, remove: 0, insert: text }])
    await channel.saved()
    return channel
  }

  async function decide(item) {
    const hash = wordsHash(item.actions, textOf(item.doc))
    await people.chair.do('item_decide', { item: item.item, outcome: 'returned', hash })
  }

  const agendaItem = async (code) => itemsOf(await witness.day()).find((item) => item.code === code)

  const vote = {
    amendment: '',
    question: 'Koe?',
    yes_text: 'Esitys',
    no_text: 'Muutos',
    method: 'ballot',
    secret: true,
  }

  const stations = [
    [
      'the opening',
      async () => {
        const officers = [{ post: 'examiner', seat: people.participantC.seat }]
        await people.chair.do('officers_elect', { item: 'item-4', officers })
        await people.chair.do('phase_change', { phase: 'opening' })
      },
    ],
    ['the workshop, before anyone begins', () => people.organiser.do('phase_change', { phase: 'workshop' })],
    [
      'a group writes',
      async () => {
        await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
        await people.participantA.do('action_add', { doc: a })
        await write('participantA', a, { title: 'Luonnos', decision: 'Päätetään.' })
        await witness.do('group_start', { group: groups[2], minutes: 60 })
      },
    ],
    ['a group pauses', () => people.facilitatorA.do('group_pause', { group: a, reason: 'break', note: '' })],
    [
      'a group is handing in',
      async () => {
        await people.facilitatorA.do('group_resume', { group: a })
        /* Who has it open and does not answer is waited for: as long as that, the group is handing in. */
        const channel = await write('participantA', a, { 'a1/what': 'Tehdään.' })
        await people.facilitatorA.do('handin_announce', { group: a })
        return async () => {
          assert.equal(groupOf(await witness.day(), a).state, 'handing_in', 'the station was passed in time')
          channel.leave()
          await witness.event('group_handed_in', ({ group }) => group === a)
        }
      },
      /* It lasts five seconds: what is about this group alone is tried, the rest was at the stations before. */
      ({ group, doc }) => group === a || doc === a,
    ],
    ['a group has handed in', () => {}],
    [
      'merging, while another group still writes',
      async () => {
        await people.facilitatorB.do('group_start', { group: b, minutes: 60 })
        await people.participantB.do('action_add', { doc: b })
        await people.organiser.do('phase_change', { phase: 'merging' })
      },
    ],
    [
      'merging, the proposals on the agenda',
      async () => {
        const channel = await write('facilitatorB', b, { title: 'B', decision: 'Sovitaan.', 'a1/what': 'Kootaan.' })
        channel.leave()
        await people.facilitatorB.do('handin_announce', { group: b })
        await witness.event('group_handed_in', ({ group }) => group === b)
        const take = [
          { group: a, code: 'a' },
          { group: b, code: 'b' },
        ]
        await people.secretary.do('proposals_take', { parent: 'item-9', take })
      },
    ],
    ['back in the workshop', () => people.chair.do('phase_change', { phase: 'workshop' })],
    [
      'deciding, nothing in hand',
      async () => {
        await people.organiser.do('phase_change', { phase: 'merging' })
        await people.chair.do('phase_change', { phase: 'deciding' })
      },
    ],
    [
      'a proposal in hand, moved, voted on',
      async () => {
        const { item } = await agendaItem('a')
        const [mover, counter] = [people.participantA.seat, people.participantB.seat]
        await people.secretary.do('item_open', { item })
        await people.chair.do('officers_elect', { item: 'item-4', officers: [{ post: 'counter', seat: counter }] })
        const said = { item, seat: mover, text: 'Toisin.' }
        await people.secretary.do('amendment_make', { ...said, field: 'decision', seconder: counter })
        await people.participantA.do('statement_make', { ...said, kind: 'statement' })
        await people.participantB.do('presence_set', { seat: counter, here: true })
        await people.chair.do('vote_open', { ...vote, item })
        await people.participantB.do('presence_set', { seat: counter, here: false })
      },
    ],
    [
      'one decided, one not',
      async () => {
        const item = await agendaItem('a')
        await people.chair.do('vote_cancel', { vote: 'vote-1', reason: 'Koe' })
        await people.participantA.do('amendment_withdraw', { amendment: 'amendment-1' })
        await decide(item)
      },
    ],
    [
      'one reopened',
      async () => people.chair.do('item_reopen', { item: (await agendaItem('a')).item, reason: 'Virhe' }),
    ],
    [
      'closed, a group unfinished',
      async () => {
        await decide(await agendaItem('a'))
        await people.chair.do('item_open', { item: (await agendaItem('b')).item })
        await decide(await agendaItem('b'))
        await people.chair.do('phase_change', { phase: 'closed' })
      },
    ],
    [
      'closed, the minutes before the examiner',
      async () => people.secretary.do('minutes_send', { hash: await seal() }),
    ],
    [
      'closed, the minutes signed',
      async () => {
        const { hash } = (await witness.day()).minutes
        await people.participantC.do('minutes_approve', { hash })
        await people.chair.do('minutes_sign', { hash })
      },
    ],
    ['closed, the minutes corrected', async () => people.secretary.do('minutes_correct', { reason: 'Kirjoitusvirhe' })],
  ]

  /* What two minutes that say the same have in common. */
  async function seal() {
    const { session, seat } = people.secretary
    const url = `${server.url}/api/v1/minutes?seat=${seat}&format=json`
    return (await (await fetch(url, { headers: { Cookie: session.cookie } })).json()).seal
  }

  for (const [station, walk, isTried = () => true] of stations) {
    it(station, async () => {
      const pass = await walk()
      const day = await witness.day()
      for (const doc of textsOf(day)) if (!open.has(doc)) open.set(doc, await witnessOf(doc).open(doc))
      await each((hub) => writeWhereAllowed(hub, day))
      const was = await everything()
      await each((hub) => tryTexts(hub, day, isTried))
      await each((hub) => tryCommands(hub, day, isTried))
      assert.deepEqual(await everything(), was, 'nothing has changed')
      if (typeof pass === 'function') await pass()
      await each((hub) => tryLate(hub, day))
    })
  }

  it('all of it was tried', (t) => {
    t.diagnostic(JSON.stringify(tried))
    for (const channel of open.values())
      for (const text of Object.values(channel.texts())) assert.ok(!text.includes(FORBIDDEN))
    assert.ok(tried['hub denied'] > 5000 && tried['http denied'] > 5000 && tried['yjs denied'] > 400)
  })

  const each = (what) => Promise.all(Object.values(people).map(what))

  /* The day, but for the late edits that this test makes, and all words. */
  async function everything() {
    await witness.command('take_undo', { parent: 'item-1' }) /* refused; when that is on disk, so is all before it */
    await sleep(50)
    const day = await witness.day()
    const words = [...open].map(([doc, channel]) => [doc, Object.entries(channel.texts()).filter(([, text]) => text)])
    return { day: { ...day, groups: day.groups.map((group) => ({ ...group, late: [] })) }, words }
  }

  /* --- commands ------------------------------------------------------------------------------------------------------ */

  /* [kind, data that would do something, the same made harmless or null where that cannot be] */
  function commandCells(day, seat) {
    const cells = []
    const put = (kind, data, harmless) => cells.push([kind, data, harmless === null ? null : { ...data, ...harmless }])
    for (const phase of PHASES) put('phase_change', { phase }, isStep(day.phase, phase) ? null : {})
    put('officer_elect', { post: 'chair', seat, item: 'item-4' }, { seat: 'wall' })
    put('officers_elect', { item: 'item-4', officers: [{ post: 'counter', seat }] }, { officers: [] })
    for (const { group, state } of day.groups) {
      put('group_start', { group, minutes: 30 }, { minutes: 0 })
      put('group_pause', { group, reason: 'break', note: '' }, state === 'writing' ? null : {})
      put('group_resume', { group }, state === 'paused' ? null : {})
      put('clock_set', { group, ends_ms: Date.now() + 600_000 }, { ends_ms: 0 })
      put('handin_announce', { group }, {}) /* what writes here has an empty field */
      put('handin_complete', { group }, null)
      put('group_return', { group, reason: 'x' }, { reason: ' ' })
      put('lobby_admit', { seat: 'guest-9', group }, {}) /* nobody waits here: tests/day/lobby.test.mjs */
    }
    put('lobby_refuse', { seat: 'guest-9' }, {})
    for (const about of [seat, ...Object.values(people).map((hub) => hub.seat)])
      put('presence_set', { seat: about, here: false }, {}) /* nobody has been marked present */
    for (const about of [seat, people.participantA.seat]) {
      put('floor_ask', { seat: about, speech: 'speech' }, null)
      put('floor_withdraw', { seat: about }, {})
      put('floor_give', { seat: about }, null)
      put('floor_end', { seat: about }, {})
    }
    for (const about of [seat, people.participantA.seat]) {
      put('absence_begin', { seat: about, disqualified: false }, {}) /* nobody is marked present */
      put('absence_end', { seat: about }, {})
      put('voter_name', { seat: about }, { seat: 'wall' })
      put('statement_make', { item: 'item-4', seat: about, kind: 'statement', text: 'x' }, { text: ' ' })
    }
    put('rules_agree', { item: 'item-4', unit: 'person', tie: 'lot' }, null)
    for (const { vote: id } of day.votes) {
      put('ballot_cast', { vote: id, seat, choice: 'yes' }, {})
      put('count_enter', { vote: id, yes: 1, no: 0, empty: 0 }, {})
      put('vote_close', { vote: id }, null)
      put('vote_confirm', { vote: id, casting: 'yes' }, {})
      put('vote_cancel', { vote: id, reason: 'x' }, { reason: ' ' })
    }
    for (const { amendment } of day.amendments) {
      put('amendment_second', { amendment, seat }, {})
      put('amendment_withdraw', { amendment }, null)
      put('amendment_settle', { amendment, outcome: 'adopted', wording: '' }, { outcome: 'open' })
    }
    for (const { statement } of day.statements) put('statement_withdraw', { statement }, null)
    const { hash: sent } = day.minutes
    put('minutes_send', { hash: 'a'.repeat(64) }, { hash: '0' })
    put('minutes_take_back', { reason: 'x' }, { reason: ' ' })
    put('minutes_remark', { item: '', text: 'x' }, { text: ' ' })
    for (const kind of ['minutes_approve', 'minutes_sign', 'minutes_publish']) put(kind, { hash: sent }, { hash: '0' })
    put('minutes_correct', { reason: 'x' }, { reason: ' ' })
    put('minutes_distribute', { hash: sent }, { hash: '0' })
    for (const kind of ['delivery_repeat', 'delivery_open', 'delivery_acknowledge'])
      put(kind, { organisation: 'o-hva' }, {}) /* nothing has been sent: tests/day/distribution.test.mjs */
    put('delivery_begin', { organisation: 'o-hva', mail: 'x' }, null)
    put('delivery_bounce', { mail: 'a'.repeat(64), status: '5.1.1' }, null)
    put('delivery_end', { organisation: 'o-hva', state: 'sent', reason: '' }, null)
    put('onward_set', { organisation: 'o-hva', body: 'x', date: '', paragraph: '', outcome: '' }, {})
    put('status_set', { organisation: 'o-hva', item: 'item-4', action: 'a1', state: 'done', text: '' }, {})
    for (const about of [seat, people.participantA.seat]) {
      put('feedback_give', { seat: about, benefit: 5, influence: 5, text: '' }, { benefit: 6 })
      put('seat_name', { seat: about, name: 'x', substitute: false }, { name: ' ' })
    }
    put('seat_make', { organisation: 'o-hva', group: '', name: 'x' }, { name: ' ' })
    put('materials_set', { item: 'item-4', materials: [] }, { materials: [{ title: ' ', address: 'x' }] })
    put('goals_set', { goals: [] }, { goals: [{ text: ' ' }] })
    put('action_goal_set', { item: 'item-4', action: 'a1', goal: '' }, {})
    put('floor_switch', { open: true }, null)
    put('lobby_ask', { organisation: 'nobody' }, null)
    for (const doc of docsOf(day)) {
      put('action_add', { doc }, { action: 'a99' })
      put('action_remove', { doc, action: 'a1' }, { action: 'a99' })
      put('action_move', { doc, action: 'a1', to: 0 }, { action: 'a99' })
    }
    put('proposals_take', { parent: 'item-9', take: [{ group: a, code: 'x' }] }, { take: [] })
    put('take_undo', { parent: 'item-9' }, { parent: 'item-4' })
    for (const { item, actions, doc } of itemsOf(day).length ? itemsOf(day) : [{ item: 'item-9' }]) {
      const hash = doc ? wordsHash(actions, textOf(doc)) : '0'
      put('item_open', { item }, null)
      put('item_close', { item }, day.in_hand === item ? null : {})
      put('item_postpone', { item, reason: 'x' }, { reason: ' ' })
      put('item_decide', { item, outcome: 'returned', hash }, { hash: '0' })
      put('item_reopen', { item, reason: 'x' }, { reason: ' ' })
      put('amendment_make', { item, field: 'title', seat, seconder: '', text: 'x' }, { text: ' ' })
      put('vote_open', { ...vote, item }, { question: ' ' })
    }
    return cells
  }

  const isStep = (from, to) => Math.abs(PHASES.indexOf(from) - PHASES.indexOf(to)) === 1 && from !== 'closed'

  async function tryCommands(hub, day, isTried) {
    for (const [kind, data, harmless] of commandCells(day, hub.seat).filter(([, about]) => isTried(about))) {
      const code = denial(day, hub.seat, kind, data)
      const what = `${kind} ${JSON.stringify(data)} by ${hub.seat}`
      if (code !== null) {
        await hub.session.pace.turn()
        const answer = await hub.command(kind, data)
        assert.deepEqual([answer.outcome, answer.code], ['refused', code], what)
        await hub.session.pace.turn()
        const { status, body } = await hub.session.command(kind, data)
        assert.deepEqual([status, body.code], [409, code], `${what}, HTTP`)
        tried['hub denied']++
        tried['http denied']++
      } else if (harmless !== null) {
        await hub.session.pace.turn()
        const answer = await hub.command(kind, harmless)
        assert.equal(answer.outcome, 'refused', `${what} does no harm`)
        assert.ok(!DENIALS.includes(answer.code), `${what}: ${answer.code}`)
        tried.allowed++
      } else tried['left to the walk']++
    }
  }

  /* --- texts --------------------------------------------------------------------------------------------------------- */

  const takes = (access) => access === 'write' || access === 'arriving'

  async function writeWhereAllowed(hub, day) {
    for (const doc of textsOf(day).filter((one) => takes(accessTo(day, hub.seat, one)))) {
      const what = `${hub.seat} at ${doc}`
      const channel = await openAs(hub, doc)
      assert.equal(channel.mode, accessTo(day, hub.seat, doc) === 'write' ? 'rw' : 'ro', what)
      await channel.change(otherOf(doc), [{ at: 0, remove: 0, insert: '.' }])
      await channel.saved()
      channel.leave()
      const plain = await Plain.enter(hub.session, doc)
      await hub.session.pace.turn()
      plain.sync(2, writing(plain.ydoc, otherOf(doc), ','))
      await until(() => plain.heardText(','), 5000, `the echo for ${what}`)
      await plain.close()
      tried.allowed += 2
    }
  }

  async function tryTexts(hub, day, isTried) {
    for (const doc of textsOf(day).filter((one) => isTried({ doc: one }))) {
      const access = accessTo(day, hub.seat, doc)
      const what = `${hub.seat} at ${doc}: ${access}`
      if (takes(access)) continue
      if (access === 'none') await knockInVain(hub, doc, what)
      else await readOnly(hub, doc, what, access === 'read' ? 'read_only' : 'late')
      tried['hub denied']++
      tried['yjs denied']++
    }
  }

  /* Nothing of it is shown, whichever way it is asked for. */
  async function knockInVain(hub, doc, what) {
    await assert.rejects(openAs(hub, doc), { code: 'no_access' }, what)
    const heard = []
    const hears = (ch, bytes) => ch === LINE_CHANNEL && heard.push(bytes)
    hub.on('binary', hears)
    const stranger = new Plain().ydoc
    hub.send(frameOf(0, 0, new Uint8Array([0])))
    hub.send(frameOf(16, 1, writing(stranger, fieldOf(doc), FORBIDDEN)))
    assert.deepEqual(await lateOf(hub, doc), [], what)
    hub.off('binary', hears)
    assert.deepEqual(heard, [], what)
    const plain = await Plain.enter(hub.session, doc)
    assert.deepEqual(await plain.ended(), [4403, 'no_access'], what)
    assert.deepEqual([plain.denied, [...plain.ydoc.share.keys()]], ['no_access', []], what)
  }

  /* It is seen, and takes nothing. */
  async function readOnly(hub, doc, what, code) {
    const channel = await openAs(hub, doc)
    assert.equal(channel.mode, 'ro', what)
    assert.equal(channel.text(fieldOf(doc)), open.get(doc).text(fieldOf(doc)), what)
    await channel.change(fieldOf(doc), [{ at: 0, remove: 0, insert: FORBIDDEN }])
    assert.equal(await channel.refused(), code, what)
    channel.leave()
    const plain = await Plain.enter(hub.session, doc)
    assert.equal(plain.text(fieldOf(doc)), open.get(doc).text(fieldOf(doc)), what)
    await hub.session.pace.turn()
    plain.sync(2, writing(plain.ydoc, fieldOf(doc), FORBIDDEN))
    assert.deepEqual(await plain.ended(), code === 'late' ? [4409, 'late'] : [4403, 'read_only'], what)
  }

  async function openAs(hub, doc) {
    for (let message = 0; message < 5; message++) await hub.session.pace.turn()
    return hub.open(doc)
  }

  function frameOf(type, number, bytes) {
    const encoder = encoding.createEncoder()
    for (const part of [LINE_CHANNEL, type, number]) encoding.writeVarUint(encoder, part)
    encoding.writeVarUint8Array(encoder, bytes)
    return encoding.toUint8Array(encoder)
  }

  /* --- late edits ---------------------------------------------------------------------------------------------------- */

  async function lateOf(hub, doc) {
    await hub.session.pace.turn()
    const answer = new Promise((resolve) => {
      const hears = (message) => {
        if (message.op !== 'late' || message.doc !== doc) return
        hub.off('message', hears)
        resolve(message.edits)
      }
      hub.on('message', hears)
    })
    hub.send({ op: 'late', doc })
    return answer
  }

  /* Each sees the own ones; those who lead, all. */
  async function tryLate(hub, day) {
    for (const doc of textsOf(day)) {
      const all = (await lateOf(witnessOf(doc), doc)).map(({ late, by }) => [late, by])
      const sees = seesLateEdits(day, hub.seat, doc) ? all : all.filter(([, by]) => by === hub.seat)
      const told = (await lateOf(hub, doc)).map(({ late, by }) => [late, by])
      assert.deepEqual(told, sees, `${hub.seat} at the late edits of ${doc}`)
      tried[all.length > sees.length ? 'hub denied' : 'allowed']++
    }
  }
})
