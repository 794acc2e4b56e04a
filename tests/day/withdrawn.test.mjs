/* A right that is taken away is gone from the sockets that were open before: after every step of the day that takes
 * something from somebody, the old right is tried on the old hub line, the old channel and the old /yjs socket. What was
 * a reader's sees nothing more; what was a writer's takes nothing more. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { wordsHash } from '../lib/hash.mjs'
import { enterAll } from '../lib/parts.mjs'
import { Plain, writing } from '../lib/plain.mjs'
import { Server } from '../lib/server.mjs'
import { post } from '../lib/session.mjs'
import { sleep, until } from '../lib/wait.mjs'

const FORBIDDEN = 'VÄÄRIN'
const MINUTES = 'minutes'
const fieldOf = (doc) => (doc === MINUTES ? 'item-4/handling' : 'title')

describe('rights withdrawn on open sockets', () => {
  let server
  let people
  let witness /* sees and says what others do */
  let groups
  let a
  let seen = 0

  before(async () => {
    server = await Server.demo({ name: 'withdrawn' })
    ;({ groups, people, witness } = await enterAll(server))
    ;[a] = groups
    await people.facilitatorA.do('group_start', { group: a, minutes: 60 })
    await people.facilitatorA.do('action_add', { doc: a })
    await write(people.facilitatorA, a, { title: 'Otsikko', decision: 'Päätetään.', 'a1/what': 'Tehdään.' })
  })

  after(async () => {
    for (const hub of [witness, ...Object.values(people)]) await hub.close()
    await server.end()
  })

  async function write(hub, doc, words) {
    const channel = await hub.open(doc)
    for (const [field, text] of Object.entries(words)) await channel.change(field, [{ at: 0, remove: 0, insert: text }])
    await channel.saved()
    channel.leave()
  }

  /* One person's open ways to a text: a channel and a /yjs socket, and all that comes on the line. */
  async function waysTo(part, doc) {
    const hub = people[part]
    const ways = { hub, doc, part, channel: await hub.open(doc), plain: await Plain.enter(hub.session, doc), heard: [] }
    hub.on('binary', (ch, bytes) => ch === ways.channel.ch && ways.heard.push(Buffer.from(bytes)))
    hub.on('message', (message) => {
      if (message.op === 'refused' && message.ch === ways.channel.ch) ways.refused = message.code
    })
    return ways
  }

  /* The text is not theirs any more: both ways are closed, and what is written next is not heard. */
  async function seesNothingMore(ways, writer) {
    const { part, plain, channel, hub, doc } = ways
    await until(() => ways.refused, 5000, `the channel of ${part} is refused`)
    assert.equal(ways.refused, 'no_access', part)
    assert.deepEqual(await plain.ended(), [4403, 'no_access'], part)
    const had = [ways.heard.length, plain.heard.length]
    const word = `salaisuus${++seen}`
    await write(writer, doc, { [doc === MINUTES ? 'item-4/decision' : 'rationale']: word })
    /* The old channel is dead in both directions. */
    channel.sendUpdate(writing(channel.ydoc, 'title', FORBIDDEN))
    channel.sendBytes(new Uint8Array([0, 0, 1, 0]))
    await hub.command('take_undo', { parent: 'item-1' }) /* a turn around the line */
    await sleep(100)
    assert.deepEqual([ways.heard.length, plain.heard.length], had, `${part} hears nothing more`)
    assert.ok(![...ways.heard, ...plain.heard].some((bytes) => bytes.includes(word)))
    await assert.rejects(hub.open(doc), { code: 'no_access' }, part)
  }

  /* Still read, but not written any more: by hub and on /yjs, with that code. */
  async function takesNothingMore({ part, plain, channel, doc }, code, mode = 'ro') {
    await until(() => channel.mode === mode, 5000, `${part} is told`)
    await channel.change(fieldOf(doc), [{ at: 0, remove: 0, insert: FORBIDDEN }])
    assert.equal(await channel.refused(), code, part)
    channel.leave()
    plain.sync(2, writing(plain.ydoc, fieldOf(doc), FORBIDDEN))
    assert.deepEqual(await plain.ended(), code === 'late' ? [4409, 'late'] : [4403, code], part)
  }

  async function isNowhere(doc) {
    const channel = await witness.open(doc)
    assert.ok(!channel.text('title').includes(FORBIDDEN), `${doc} is as it was`)
    channel.leave()
  }

  const refusedTo = async (part, kind, data, code) => {
    const answer = await people[part].command(kind, data)
    assert.deepEqual([answer.outcome, answer.code], ['refused', code], `${kind} by ${part}`)
    const { status, body } = await people[part].session.command(kind, data)
    assert.deepEqual([status, body.code], [409, code], `${kind} by ${part}, HTTP`)
  }

  const proposal = async () => (await witness.day()).items.find(({ kind, code }) => kind === 'proposal' && code === 'a')

  it('a pause: the fields are read-only, the list of actions stands; words on their way are taken', async () => {
    const ways = await waysTo('participantA', a)
    assert.equal(ways.channel.mode, 'rw')
    await people.facilitatorA.do('group_pause', { group: a, reason: 'break', note: '' })
    await until(() => ways.channel.mode === 'ro', 5000, 'the pause is told')
    await refusedTo('participantA', 'action_add', { doc: a }, 'group_not_writing')
    await ways.channel.change('rationale', [{ at: 0, remove: 0, insert: 'matkalla ' }])
    await ways.channel.saved()
    await people.facilitatorA.do('group_resume', { group: a })
    ways.channel.leave()
    await ways.plain.close()
  })

  it('an election: the former chair sees and leads no more', async () => {
    const { chair, participantB } = people
    const ways = await waysTo('chair', a)
    await chair.do('officer_elect', { post: 'chair', seat: participantB.seat, item: 'item-4' })
    await seesNothingMore(ways, people.participantA)
    await refusedTo('chair', 'group_pause', { group: a, reason: 'break', note: '' }, 'not_allowed')
    await refusedTo('chair', 'officer_elect', { post: 'chair', seat: chair.seat, item: 'item-4' }, 'not_allowed')
    const others = await waysTo('participantB', a)
    await participantB.do('officer_elect', { post: 'chair', seat: chair.seat, item: 'item-4' })
    await seesNothingMore(others, people.participantA)
  })

  it('an election: the former secretary sees no more drafts', async () => {
    const { chair, secretary, participantB } = people
    const ways = await waysTo('secretary', a)
    await chair.do('officer_elect', { post: 'secretary', seat: participantB.seat, item: 'item-4' })
    await seesNothingMore(ways, people.participantA)
    await refusedTo(
      'secretary',
      'officer_elect',
      { post: 'chair', seat: secretary.seat, item: 'item-4' },
      'not_allowed',
    )
    await chair.do('officer_elect', { post: 'secretary', seat: secretary.seat, item: 'item-4' })
  })

  const elect = (post, ...parts) => {
    const officers = parts.map((part) => ({ post, seat: people[part].seat }))
    return people.chair.do('officers_elect', { item: 'item-4', officers })
  }

  it('an election: what a former counter counted is not counted, and counts no more', async () => {
    const here = (here) => people.participantA.do('presence_set', { seat: people.participantA.seat, here })
    await elect('counter', 'participantA', 'participantB')
    await here(true)
    await people.chair.do('item_open', { item: 'item-4' })
    const asked = { question: 'Koe?', yes_text: 'Kyllä', no_text: 'Ei', method: 'hands', secret: false }
    await people.chair.do('vote_open', { ...asked, item: 'item-4', amendment: '' })
    const count = { vote: 'vote-1', yes: 1, no: 0, empty: 0 }
    for (const part of ['participantA', 'participantB']) await people[part].do('count_enter', count)
    await elect('counter', 'participantB', 'participantC')
    await refusedTo('participantA', 'count_enter', count, 'not_allowed')
    await refusedTo('chair', 'vote_close', { vote: 'vote-1' }, 'counts_missing')
    await people.participantC.do('count_enter', count)
    await people.chair.do('vote_close', { vote: 'vote-1' })
    await people.chair.do('vote_cancel', { vote: 'vote-1', reason: 'Koe' })
    await people.chair.do('item_close', { item: 'item-4' })
    await here(false)
  })

  it('a hand-in: its members write no more', async () => {
    const ways = [await waysTo('participantA', a), await waysTo('facilitatorA', a)]
    await people.facilitatorA.do('handin_announce', { group: a })
    for (const { hub, channel } of ways) hub.send({ op: 'flushed', doc: a, seq: channel.seq })
    await witness.event('group_handed_in', ({ group }) => group === a)
    await refusedTo('participantA', 'action_add', { doc: a }, 'group_handed_in')
    await refusedTo('facilitatorA', 'group_pause', { group: a, reason: 'break', note: '' }, 'group_handed_in')
    for (const one of ways) await takesNothingMore(one, 'late')
    await isNowhere(a)
  })

  it('a text given back is a draft again: other groups see no more of it', async () => {
    const parts = ['participantB', 'facilitatorB', 'participantC', 'observer', 'opener']
    const ways = await Promise.all(parts.map((part) => waysTo(part, a)))
    const before = await people.participantA.open(a)
    await people.facilitatorA.do('group_return', { group: a, reason: 'Kesken' })
    await until(() => before.newEpoch === 2, 5000, 'the new epoch is told')
    await before.change('title', [{ at: 0, remove: 0, insert: FORBIDDEN }])
    assert.equal(await before.refused(), 'epoch', 'a text from before the return does not meet the new one')
    before.leave()
    await isNowhere(a)
    for (const one of ways) await seesNothingMore(one, people.participantA)
  })

  it('going back to the workshop and on to deciding: the texts of the agenda are others’', async () => {
    await people.facilitatorA.do('handin_announce', { group: a })
    await until(
      async () => (await witness.day()).groups.find(({ group }) => group === a).state === 'handed_in',
      8000,
      'in',
    )
    await people.chair.do('phase_change', { phase: 'merging' })
    await people.secretary.do('proposals_take', { parent: 'item-9', take: [{ group: a, code: 'a' }] })
    const { doc } = await proposal()
    const back = [await waysTo('chair', doc), await waysTo('facilitatorB', doc)]
    await people.chair.do('phase_change', { phase: 'workshop' })
    for (const one of back) await takesNothingMore(one, 'late')
    await refusedTo('chair', 'action_remove', { doc, action: 'a1' }, 'text_locked')
    await refusedTo('secretary', 'take_undo', { parent: 'item-9' }, 'wrong_phase')
    await people.chair.do('phase_change', { phase: 'merging' })
    const on = [await waysTo('facilitatorA', doc), await waysTo('organiser', doc)]
    await people.chair.do('phase_change', { phase: 'deciding' })
    for (const one of on) await takesNothingMore(one, 'late')
    await refusedTo('facilitatorA', 'action_remove', { doc, action: 'a1' }, 'text_locked')
    await refusedTo('organiser', 'proposals_take', { parent: 'item-9', take: [{ group: a, code: 'b' }] }, 'wrong_phase')
    await isNowhere(doc)
  })

  it('a take undone: its text is nobody’s, for readers and writers', async () => {
    const { doc } = await proposal()
    await people.chair.do('phase_change', { phase: 'merging' })
    const ways = await Promise.all(['secretary', 'chair', 'participantB', 'wall'].map((part) => waysTo(part, doc)))
    await people.secretary.do('take_undo', { parent: 'item-9' })
    for (const one of ways) {
      await until(() => one.refused, 5000, `the channel of ${one.part} is refused`)
      assert.equal(one.refused, 'no_access')
      assert.deepEqual(await one.plain.ended(), [4403, 'no_access'])
      await assert.rejects(one.hub.open(doc), { code: 'no_access' })
    }
    await refusedTo('chair', 'action_add', { doc }, 'no_such_document')
    await people.secretary.do('proposals_take', { parent: 'item-9', take: [{ group: a, code: 'a' }] })
  })

  it('a decision: the words are fixed, for the chair and the secretary too', async () => {
    const { item, doc, actions } = await proposal()
    await people.chair.do('phase_change', { phase: 'deciding' })
    await people.chair.do('item_open', { item })
    const ways = [await waysTo('chair', doc), await waysTo('secretary', doc)]
    const hash = wordsHash(actions, (field) => ways[0].channel.text(field))
    await people.chair.do('item_decide', { item, outcome: 'as_proposed', hash })
    for (const one of ways) await takesNothingMore(one, 'late')
    await refusedTo('chair', 'item_decide', { item, outcome: 'as_proposed', hash }, 'already_decided')
    await refusedTo('secretary', 'action_remove', { doc, action: 'a1' }, 'already_decided')
    await refusedTo('chair', 'phase_change', { phase: 'merging' }, 'already_decided')
    await isNowhere(doc)
  })

  it('the closing: a group that never handed in writes no more, and nobody leads', async () => {
    const [, , c] = groups
    await people.chair.do('item_reopen', { item: (await proposal()).item, reason: 'Virhe' })
    const { item, doc, actions } = await proposal()
    const text = await people.chair.open(doc)
    const hash = wordsHash(actions, (field) => text.text(field))
    await people.chair.do('item_decide', { item, outcome: 'returned', hash })
    text.leave()
    const ways = await waysTo('participantC', c)
    await elect('examiner', 'participantB')
    await elect('examiner', 'participantC')
    await people.chair.do('phase_change', { phase: 'closed' })
    await takesNothingMore(ways, 'late')
    await refusedTo('chair', 'item_reopen', { item, reason: 'x' }, 'wrong_phase')
    await refusedTo(
      'chair',
      'officer_elect',
      { post: 'chair', seat: people.opener.seat, item: 'item-4' },
      'wrong_phase',
    )
    await isNowhere(c)
  })

  const sealOf = async () => (await (await minutesFor('secretary')).json()).seal
  const minutesFor = (part) => {
    const { session, seat } = people[part]
    const url = `${server.url}/api/v1/minutes?seat=${seat}&format=json`
    return fetch(url, { headers: { Cookie: session.cookie } })
  }

  it('the minutes sent: nobody writes in them; the former examiner neither reads nor approves them', async () => {
    const ways = [await waysTo('secretary', MINUTES), await waysTo('chair', MINUTES)]
    await people.secretary.do('minutes_send', { hash: await sealOf() })
    for (const one of ways) await takesNothingMore(one, 'late')
    const { hash } = (await witness.day()).minutes
    assert.equal(await sealOf(), hash, 'they are as they were sent')
    await refusedTo('participantB', 'minutes_approve', { hash }, 'not_allowed')
    await refusedTo('participantB', 'minutes_remark', { item: '', text: 'x' }, 'not_allowed')
    await assert.rejects(people.participantB.open(MINUTES), { code: 'no_access' })
    assert.equal((await minutesFor('participantB')).status, 403)
  })

  it('the minutes taken back: the examiner sees no more of them', async () => {
    assert.equal((await minutesFor('participantC')).status, 200)
    const { hash } = (await witness.day()).minutes
    const ways = await waysTo('participantC', MINUTES)
    await people.secretary.do('minutes_take_back', { reason: 'Kesken' })
    await seesNothingMore(ways, people.secretary)
    assert.equal((await minutesFor('participantC')).status, 403)
    await refusedTo('participantC', 'minutes_approve', { hash }, 'minutes_not_sent')
  })

  it('signing out: the hub and /yjs are cut, and the session asks for nothing more', async () => {
    const { plain, hub } = await waysTo('observer', (await proposal()).doc)
    const { session } = hub
    const { status } = await post(server, '/api/v1/sign-out', {}, session.headers)
    assert.equal(status, 204)
    await until(() => hub.closed && plain.closed, 2000, 'both are cut')
    await assert.rejects(session.ticket(), /401/)
    assert.equal((await session.command('item_open', { item: 'item-9' })).status, 401)
  })
})
