/* How the day was: three answers, read without names, kept through a kill, in no record or frame. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { closedOf, decidingOf, Voices } from '../lib/meeting.mjs'
import { loadPack } from '../lib/replay.mjs'
import { BINARY, Server } from '../lib/server.mjs'

const pack = loadPack()
const { chair, secretary } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const { questions, responses } = pack.feedback
const average = (of) => responses.reduce((sum, one) => sum + one[of], 0) / responses.length
const averageOf = (grades) => grades.reduce((sum, n, i) => sum + n * (i + 1), 0) / grades.reduce((a, b) => a + b)

describe('feedback', () => {
  let server
  let voices
  let hub

  before(async () => {
    server = await Server.of(pack, { name: 'feedback' })
    voices = new Voices(server)
    hub = await Hub.enter(server, chair)
    await decidingOf(server, pack, voices)
  })

  after(async () => {
    await hub?.close()
    await server.end()
  })

  const give = (seat, benefit, influence, text, by = seat) =>
    voices.command(by, 'feedback_give', { seat, benefit, influence, text })

  async function read(seat) {
    const { cookie } = await voices.sessionOf(seat)
    return fetch(`${server.url}/api/v1/feedback?seat=${seat}`, { headers: { Cookie: cookie } })
  }

  it('is asked when the meeting is over, each for oneself, in grades of one to five', async () => {
    const [{ by }] = responses
    assert.equal(questions.length, 3)
    assert.equal((await give(by, 4, 4, '')).code, 'wrong_phase')
    await closedOf(hub)
    assert.equal((await give(by, 4, 4, '', chair)).code, 'not_allowed')
    const bad = await give(by, 6, 4, '')
    assert.deepEqual([bad.code, bad.detail], ['command_malformed', 'benefit'])
    assert.equal((await give(by, 4, 0, '')).detail, 'influence')
    assert.equal((await give('wall', 4, 4, '')).code, 'seat_unfit')
  })

  it('counts the last answers of each, and is read without names by those who look after the day', async () => {
    await give(responses[0].by, 1, 1, 'Liian kylmä sali')
    for (const { by, f1, f2, f3 } of responses) assert.equal((await give(by, f1, f2, f3 ?? '')).outcome, 'done')
    const answer = await read(secretary)
    const text = await answer.text()
    const all = JSON.parse(text)
    assert.equal(all.count, responses.length)
    assert.equal(averageOf(all.benefit), average('f1'))
    assert.equal(averageOf(all.influence), average('f2'))
    assert.deepEqual(
      all.texts,
      responses
        .map(({ f3 }) => f3)
        .filter(Boolean)
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
    for (const { by } of responses) assert.ok(!text.includes(by))
    assert.equal((await read(responses[0].by)).status, responses[0].by === chair ? 200 : 403)
    assert.deepEqual((await hub.day()).feedback.sort(), responses.map(({ by }) => by).sort())
  })

  it('is the same after a kill; the log does not hold it; a person takes it along and out', async () => {
    const before = await (await read(secretary)).json()
    await server.kill()
    await server.restart()
    await hub.connect()
    assert.deepEqual(await (await read(secretary)).json(), before)
    await server.stop()
    const [{ by, f3 }] = responses
    const sqlite = (query) =>
      execFileSync('python3', ['-c', READ, server.database, query], { encoding: 'utf8', maxBuffer: 1 << 26 })
    assert.ok(!sqlite('SELECT body FROM log').includes(f3.slice(0, 20)))
    const told = JSON.parse(execFileSync(BINARY, ['export-person', server.database, by], { encoding: 'utf8' }))
    assert.ok(told.feedback[0].endsWith(f3))
    execFileSync(BINARY, ['erase-person', server.database, by])
    assert.ok(!sqlite('SELECT answers FROM feedback').includes(f3.slice(0, 20)))
    execFileSync(BINARY, ['verify', server.database])
  })
})

const READ = `
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
    print(row[0].decode('utf8', 'replace') if isinstance(row[0], bytes) else row[0])
`
