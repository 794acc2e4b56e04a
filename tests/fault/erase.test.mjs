/* kill -9 of `sopu erase-person` at any moment: the day is whole afterwards, and doing it again erases what was left. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { canaryPack, filesHolding } from '../lib/canary.mjs'
import { Hub } from '../lib/hub.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { BINARY, Server } from '../lib/server.mjs'
import { sleep } from '../lib/wait.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 12)
const sopu = (...args) => spawnSync(BINARY, args, { encoding: 'utf8', timeout: 60_000 })

describe(`kill -9 of an erasing (SEED=${SEED})`, () => {
  const random = randomOf(SEED)
  const pack = canaryPack()
  const [{ group_secretary: seat }] = pack.workshop.groups
  const { name } = pack.people.find(({ id }) => id === seat)
  let server
  let folder

  before(async () => {
    server = await Server.of(pack, { name: 'erase' })
    const hub = await Hub.enter(server, seat)
    await hub.close()
    await server.kill() /* its write-ahead log stays: the erasing begins with that */
    folder = mkdtempSync(join(tmpdir(), 'sopu-erase-'))
  })

  after(async () => {
    rmSync(folder, { recursive: true })
    await server.end()
  })

  /* On a fresh copy of the day. */
  function begin() {
    for (const file of readdirSync(folder)) rmSync(join(folder, file))
    for (const file of readdirSync(server.folder)) copyFileSync(join(server.folder, file), join(folder, file))
    const database = join(folder, 'day.db')
    const child = spawn(BINARY, ['erase-person', database, seat], { stdio: 'ignore' })
    return { database, child, ended: new Promise((resolve) => child.on('exit', resolve)) }
  }

  /* In ms, from a process asked for to its end: machines differ. */
  async function timeOfOne() {
    const began = performance.now()
    assert.equal(await begin().ended, 0)
    return Math.ceil(performance.now() - began)
  }

  it('leaves a whole day with the person or without, and is finished by doing it again', async () => {
    let takes = await timeOfOne()
    let unfinished = 0
    for (let round = 1; round <= ROUNDS; round++) {
      const { database, child, ended } = begin()
      await sleep(random.below(takes))
      child.kill('SIGKILL')
      if ((await ended) === null) unfinished++
      else takes = Math.max(2, takes * 0.8) /* the first one was slower than they are */

      const killed = sopu('verify', database)
      assert.equal(killed.status, 0, killed.stderr)
      const again = sopu('erase-person', database, seat)
      assert.equal(again.status, 0, again.stderr)
      assert.deepEqual(filesHolding(folder, [name]), [])
      const whole = sopu('verify', database)
      assert.equal(whole.status, 0, whole.stderr)
      const told = JSON.parse(sopu('export-person', database, seat).stdout)
      assert.equal(told.named.filter(({ what }) => what === 'person_erased').length, 1, 'told once')
    }
    assert.ok(unfinished >= ROUNDS / 5, `${unfinished} of ${ROUNDS} were killed before they had ended`)
  })
})
