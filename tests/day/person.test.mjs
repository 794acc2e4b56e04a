/* One person of a day asks what is kept about them, and is erased: nothing of them is left in any file of the day, and
 * the day is as it was. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { canaryPack, filesHolding } from '../lib/canary.mjs'
import { Hub } from '../lib/hub.mjs'
import { BINARY, Server } from '../lib/server.mjs'
import { post } from '../lib/session.mjs'

const TITLE = 'Maksuton ryhmäliikunta'
const LATE = ' (myöhästynyt lause)'
const sopu = (...args) => spawnSync(BINARY, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 26 })

describe('a person of the day', () => {
  const pack = canaryPack()
  const [{ id: group, facilitator, group_secretary: seat }] = pack.workshop.groups
  const { name } = pack.people.find(({ id }) => id === seat)
  let server
  let leader
  let dayBefore
  let textsBefore
  let secret

  before(async () => {
    server = await Server.of(pack, { name: 'person' })
    secret = server.links.get(seat).url.split('.').at(-1)
    leader = await Hub.enter(server, facilitator)
    await leader.do('group_start', { group, minutes: 90 })
    await leader.do('action_add', { doc: group })
    const person = await Hub.enter(server, seat)
    const text = await person.open(group)
    await text.type('title', TITLE)
    for (const field of ['decision', 'a1/what', 'a1/who']) await text.type(field, `sanat: ${field}`)
    await text.saved()
    assert.equal((await person.command('phase_change', { phase: 'closed' })).code, 'not_allowed')
    leader.on('events', (events) => {
      if (events.some(({ kind }) => kind === 'handin_announced'))
        person.send({ op: 'flushed', doc: group, seq: text.seq })
    })
    await leader.do('handin_announce', { group })
    await leader.event('group_handed_in')
    await text.type('title', LATE.slice(0, 1))
    assert.equal(await text.refused(), 'late')
    await person.close()
    const again = await Hub.enter(server, seat)
    const late = await again.open(group)
    await late.change('title', [{ at: TITLE.length, remove: 0, insert: LATE }])
    assert.equal(await late.refused(), 'late')
    await again.close()
    dayBefore = await leader.day()
  })

  after(async () => {
    await leader.close()
    await server.end()
  })

  it('is told, while the server runs, what is kept about them, and no secret', () => {
    const { status, stdout, stderr } = sopu('export-person', server.database, seat)
    assert.equal(status, 0, stderr)
    const told = JSON.parse(stdout)
    assert.equal(told.who.name, name)
    assert.equal(told.who.group, group)
    assert.equal(told.links.length, 1)
    assert.ok(told.sessions.length >= 2)
    const of = (kind) => told.records.filter(({ record }) => record === kind)
    assert.ok(of('audit').some(({ content }) => content.what === 'signed_in'))
    assert.deepEqual(of('refusal')[0].content, { code: 'not_allowed', detail: null })
    assert.ok(of('client_id').length >= 1)
    assert.equal(of('late_edit').length, 2)
    assert.ok(Buffer.from(of('late_edit')[1].content, 'base64').includes(LATE), 'as it came')
    assert.ok(told.changes[group].length > TITLE.length)
    assert.equal(told.typed.find(({ field }) => field === 'title').text, TITLE)
    assert.deepEqual(
      told.typed.filter(({ too_late }) => too_late).map(({ text }) => text),
      [LATE.slice(0, 1), LATE],
    )
    assert.ok(told.named.some(({ what }) => what === 'seat_added'))
    assert.ok(!stdout.includes(secret), 'the secret of the link is kept nowhere')
    assert.ok(!stdout.includes(pack.people.find(({ id }) => id !== seat && id !== facilitator).name), 'nobody else')
  })

  it('is not erased while the server runs', () => {
    const { status, stdout, stderr } = sopu('erase-person', server.database, seat)
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, /in use by another Sopu process; stop the server first/)
    assert.ok(filesHolding(server.folder, [name]).length > 0)
  })

  it('is erased from every file of the day, and the log is whole and tells of it', async () => {
    textsBefore = await server.verify()
    const printed = sopu('verify', server.database).stdout.match(/: (\d+) records .* chain head ([0-9a-f]{64})/)
    await server.kill() /* so that the write-ahead log is full of them */
    assert.ok(filesHolding(server.folder, [LATE]).length > 0 && filesHolding(server.folder, [name]).length > 0)

    const { status, stdout, stderr } = sopu('erase-person', server.database, seat)

    assert.equal(status, 0, stderr)
    assert.match(
      stdout,
      /erased of p\d+: the name, links \(1\), sessions \(\d\), contents of sign-ins and late edits \(\d+\)/,
    )
    assert.deepEqual(filesHolding(server.folder, [name, name.split(' ')[0], LATE, `kanaria.${seat}`]), [])
    assert.ok(
      !readdirSync(server.folder).some((file) => !/^day\.db(-wal|-shm)?$/.test(file)),
      'and no file is left over',
    )
    const verified = sopu('verify', server.database)
    assert.equal(verified.status, 0, verified.stderr)
    assert.match(verified.stdout, /\(\d+ of them erased\), pages, chain and replay are whole/)
    const head = /chain head ([0-9a-f]{64})/
    assert.equal(verified.stdout.match(head)[1], stdout.match(head)[1])
    assert.equal(
      sopu('verify', server.database, '--head', `${printed[1]}:${printed[2]}`).status,
      0,
      'what was printed holds',
    )
    assert.deepEqual(await server.verify(), textsBefore, 'every text is as it was')
    const { who, links, sessions, typed } = JSON.parse(sopu('export-person', server.database, seat).stdout)
    assert.deepEqual([who.name, links, sessions], [null, [], []])
    assert.equal(typed.find(({ field }) => field === 'title').text, TITLE, 'what they typed is the group’s')
  })

  it('is a seat without a name in the day that goes on; their link and sessions let nobody in', async () => {
    await server.restart()
    const again = await Hub.enter(server, facilitator)
    assert.deepEqual(again.welcome.day, dayBefore)
    assert.ok(!again.welcome.people.some((person) => person.seat === seat))
    assert.equal(again.welcome.people.length, pack.people.length + 1, 'the others, the wall and who only watches')
    again.send({ op: 'late', doc: group })
    const { edits } = await new Promise((resolve) =>
      again.on('message', (message) => message.op === 'late' && resolve(message)),
    )
    assert.deepEqual(
      edits.map(({ by, fields }) => [by, fields]),
      [
        [seat, []],
        [seat, []],
      ],
    )
    const [id] = server.links.get(seat).url.split('#')[1].split('.')
    const answer = await post(server, '/api/v1/session', { id, secret })
    assert.deepEqual([answer.status, answer.body.code], [403, 'link_unknown'])
    await again.close()
  })

  it('who is no seat of the day is not found', async () => {
    for (const command of ['export-person', 'erase-person']) {
      const { status, stderr } = sopu(command, server.database, 'p999')
      assert.equal(status, 1)
      assert.match(stderr, /there is no seat "p999"\n$/)
    }
  })
})
