/* An allocation fails, at any place, while people type and press buttons. Ours end the process, a library's may close one
 * connection or make a commit fail; whichever it is, the next start has everything that was acknowledged and everything
 * that was shown, and each command happened once. */
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { randomOf, SEED } from '../lib/random.mjs'
import { ROOT, Server } from '../lib/server.mjs'
import { sleep } from '../lib/wait.mjs'
import { assertNothingIsLost, comeBack, Presser, Writer } from '../lib/writers.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 20)
const PRELOAD = join(resolve(process.env.SOPU_BINARY ?? join(ROOT, 'build/sopu'), '..'), 'fault/fail_memory.so')
const skip = process.env.SAN ? 'a sanitizer has its own malloc' : false

describe(`an allocation that fails (SEED=${SEED})`, { skip }, () => {
  const random = randomOf(SEED)
  const outcomes = { ended: 0, survived: 0 }
  let server
  let group
  let writers
  let presser

  const armed = () => ({
    LD_PRELOAD: PRELOAD,
    FAIL_AFTER: String(random.below(400)),
    FAIL_COUNT: String(random.oneIn(3) ? 1 + random.below(20) : 1),
  })

  before(async () => {
    server = await Server.demo({ name: 'memory' })
    const leader = [...server.links.values()].find(({ roles, group }) => roles.includes('facilitator') && group)
    group = leader.group
    presser = await Presser.enter(server, leader.seat, group)
    await presser.hub.do('group_start', { group, minutes: 90 })
    await presser.hub.do('action_add', { doc: group })
    const seats = presser.hub.welcome.day.seats.filter(
      (one) => one.group === group && one.roles.join() === 'participant',
    )
    writers = await Promise.all(seats.slice(0, 4).map(({ seat }) => Writer.enter(server, seat, group, random)))
    await server.stop()
    await server.restart(armed())
    await presser.hub.connect()
    await comeBack(writers)
  })

  after(async () => {
    console.log(`  the process ended ${outcomes.ended} times, lived on ${outcomes.survived} times`)
    for (const { hub } of [...writers, presser]) await hub.close()
    await server.end()
  })

  for (let round = 1; round <= ROUNDS; round++)
    it(`round ${round}: nothing acknowledged is lost, nothing shown is taken back`, () => playRound())

  async function playRound() {
    const typing = [...writers.map((writer) => writer.write()), presser.press()]
    await sleep(50 + random.below(150))
    process.kill(server.pid, 'SIGUSR1')
    await sleep(400)
    outcomes[server.isRunning ? 'survived' : 'ended']++
    if (server.isRunning) await server.kill()
    for (const one of writers) one.stop()
    presser.stop()
    await Promise.all(typing)
    await server.verify()
    await server.restart(armed())

    await assertNothingIsLost(server, group, writers, presser)
    await comeBack(writers)
  }
})
