/* `sopu backup` while people type: the copy holds everything acknowledged before it began, a day goes on in it, a copy
 * that is cut short never has a backup's name, and those who write do not feel it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { groupOf } from '../lib/model.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { BINARY, Server } from '../lib/server.mjs'
import { Session } from '../lib/session.mjs'
import { sleep } from '../lib/wait.mjs'
import { assertHolds, Presser, Writer } from '../lib/writers.mjs'

const WINDOWS = Number(process.env.WINDOWS ?? 8) /* of a second each, with backups in every other one */

describe(`backup under typing (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  let server
  let group
  let writers
  let presser
  let typing

  before(async () => {
    server = await Server.demo({ name: 'backup' })
    const leader = [...server.links.values()].find(({ roles, group: own }) => roles.includes('facilitator') && own)
    group = leader.group
    presser = await Presser.enter(server, leader.seat, group)
    await presser.hub.do('group_start', { group, minutes: 90 })
    await presser.hub.do('action_add', { doc: group })
    const members = [...server.links.values()].filter((one) => one.group === group && one.roles.includes('participant'))
    writers = await Promise.all(members.slice(0, 6).map(({ seat }) => Writer.enter(server, seat, group, random)))
    typing = [...writers.map((writer) => writer.write()), presser.press()]
  })

  after(async () => {
    for (const one of writers) one.stop()
    presser.stop()
    await Promise.all(typing)
    for (const { hub } of [...writers, presser]) await hub.close()
    await server.end()
  })

  const copyOf = (name) => join(server.folder, name)

  /* -> how it ended and what it said */
  function backup(copy) {
    return new Promise((resolve) => {
      const child = spawn(BINARY, ['backup', server.database, '--to', copy])
      let said = ''
      child.stdout.on('data', (data) => (said += data))
      child.stderr.on('data', (data) => (said += data))
      child.on('close', (code) => resolve({ code, said }))
    })
  }

  for (let round = 1; round <= 3; round++) {
    it(`round ${round}: holds what was acknowledged before it began, and a day goes on in it`, async () => {
      await sleep(300 + random.below(400))
      const copy = copyOf(`copy-${round}.db`)
      const saved = writers.map((writer) => [...writer.saved])
      const pressed = presser.pressed.filter(({ answer }) => answer.outcome === 'done')
      assert.ok(saved.every((one) => one.length > 0) && pressed.length > 0, 'something was acknowledged')

      const { code, said } = await backup(copy)

      assert.equal(code, 0, said)
      assert.match(said, /\d+ records, pages and chain are whole; chain head [0-9a-f]{64}\n$/)
      assert.equal(statSync(copy).mode & 0o777, 0o600)
      await assertGoesOn(copy, saved, pressed)
    })
  }

  async function assertGoesOn(copy, saved, pressed) {
    const restored = await Server.on(copy, { name: 'backup-restored', links: server.links })
    try {
      const onDisk = await restored.verify()
      const hub = await Hub.enter(restored, writers[0].hub.seat)
      const text = await hub.open(group)
      for (const [field, words] of Object.entries(onDisk.get(group).fields)) assert.equal(text.text(field), words)
      for (const [index, updates] of saved.entries())
        assertHolds(text.ydoc, updates, `what ${writers[index].hub.seat} was told is saved before the backup began`)
      const session = await Session.of(restored, presser.hub.seat)
      for (const { id, data, answer } of pressed) {
        const { body } = await session.command('clock_set', data, id)
        assert.deepEqual([body.outcome, body.pos], ['done', answer.pos], 'a command acknowledged before is known')
      }
      assert.ok(groupOf(hub.welcome.day, group).ends_ms >= pressed.at(-1).data.ends_ms, 'and its effect is there')
      await text.type('title', 'jatkuu')
      await text.saved()
      await hub.close()
    } finally {
      await restored.end()
    }
  }
  it('that is killed midway never has the name of a backup, and the next one needs no tidying', async () => {
    let midway = 0
    for (let round = 1; round <= 200 && midway < 10; round++) {
      const copy = copyOf(`killed-${round}.db`)
      const child = spawn(BINARY, ['backup', server.database, '--to', copy], { stdio: 'ignore' })
      const ended = new Promise((resolve) => child.on('exit', resolve))
      await sleep(random.below(60))
      child.kill('SIGKILL')
      await ended
      if (existsSync(copy)) {
        assert.equal(spawnSync(BINARY, ['verify', copy]).status, 0, 'what has the name is whole')
        continue
      }
      if (!existsSync(`${copy}.sopu-part`)) continue
      midway++
      const { code, said } = await backup(copy)
      assert.equal(code, 0, said)
      assert.ok(!existsSync(`${copy}.sopu-part`), 'what was left is gone')
      rmSync(copy)
    }
    assert.equal(midway, 10, 'backups killed midway')
  })

  it('that finds no space leaves nothing, and says so', () => {
    const copy = copyOf('no-space.db')
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `ulimit -f 64; exec "$0" backup "$1" --to "$2"`, BINARY, server.database, copy],
      { encoding: 'utf8' },
    )
    assert.equal(status, 1)
    assert.match(stderr, /^sopu: cannot copy .*\n$/)
    assert.deepEqual(
      readdirSync(server.folder).filter((name) => name.startsWith('no-space')),
      [],
    )
  })

  /* Others at work on the machine cost more than a backup does: it is enough that one of three looks is quiet. */
  it('does not hold up those who write', async (t) => {
    const waits = { alone: [], beside: [] }
    let now = 'alone'
    for (const { channel } of writers) measure(channel, (ms) => waits[now].push(ms))
    let copies = 0
    async function look() {
      waits.alone = []
      waits.beside = []
      for (let window = 0; window < WINDOWS; window++) {
        now = window % 2 ? 'beside' : 'alone'
        const until = performance.now() + 1000
        if (now === 'alone') await sleep(1000)
        while (performance.now() < until) {
          const copy = copyOf(`load-${copies++}.db`)
          assert.equal((await backup(copy)).code, 0)
          rmSync(copy)
        }
      }
      const [alone, beside] = [p99(waits.alone), p99(waits.beside)]
      t.diagnostic(
        `saved after (p99): ${alone.toFixed(1)} ms alone, ${beside.toFixed(1)} ms beside ${copies} backups in a row; ${waits.alone.length} and ${waits.beside.length} letters`,
      )
      assert.ok(waits.alone.length > 100 && waits.beside.length > 100)
      return { alone, beside, isQuiet: beside < alone * 5 + 50 }
    }
    let seen = await look()
    for (let more = 0; more < 2 && !seen.isQuiet; more++) seen = await look()
    assert.ok(seen.isQuiet, `p99 ${seen.alone} ms alone, ${seen.beside} ms beside backups`)
  })
})

/* From a letter's way out to "saved". */
function measure(channel, tell) {
  const sentAt = new Map() /* update -> when */
  channel.ydoc.on('update', (update, origin) => origin !== channel && sentAt.set(update, performance.now()))
  channel.on('saved', (update) => sentAt.has(update) && tell(performance.now() - sentAt.get(update)))
}

function p99(waits) {
  return waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)]
}
