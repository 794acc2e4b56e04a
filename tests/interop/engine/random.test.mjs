/* random.test.mjs - real Yjs clients and our engine among them, in long random sessions: after every rest all hold the
 * same. The engine must be one more Yjs client that nobody can tell from the others, or people lose text.
 *
 *   OPS=10000000   operations in all (transactions, undo and redo count)      SEED=n     the same sessions again
 *   SESSION=n      only that session, as a failure names it                   STEPS=n    ends it after n operations */
import { test } from 'node:test'
import { dump } from './dump.mjs'
import { Engines } from './hub.mjs'
import { Session } from './session.mjs'
import { randomOf, SEED } from '../../lib/random.mjs'

/* A change is judged by the same sessions each time; by hand they are new ones each time. */
const FIRST_SEED = process.env.CI && !process.env.SEED ? 991992284 : SEED
const OPS = Number(process.env.OPS ?? 100_000)
const SESSION = process.env.SESSION
const STEPS = Number(process.env.STEPS ?? Number.POSITIVE_INFINITY)
const TELL_EVERY_MS = 10_000

const counts = {
  sessions: 0,
  ops: 0,
  ours: 0,
  undos: 0,
  broken: 0,
  updates: 0,
  reloads: 0,
  crowds: 0,
  rests: 0,
  twisted: 0,
  stuck: 0,
}
const began = Date.now()

function tell() {
  const seconds = (Date.now() - began) / 1000
  const counted = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
  console.log(`${counted.join(', ')} in ${seconds.toFixed(0)} s: ${(counts.ops / seconds).toFixed(0)} ops/s`)
}

async function play(seed, engines) {
  const session = new Session(seed, engines, counts, STEPS)
  try {
    await session.run()
  } catch (error) {
    throw new Error(await dump(session, error), { cause: error })
  }
  counts.sessions++
  counts.ops += session.ops
}

async function playAll(seeds) {
  const engines = new Engines()
  let told = began
  try {
    for (const seed of seeds) {
      await play(seed, engines)
      if (Date.now() - told < TELL_EVERY_MS) continue
      told = Date.now()
      tell()
    }
  } finally {
    engines.end()
  }
  tell()
}

function* seedsOfSessions() {
  const random = randomOf(FIRST_SEED)
  while (counts.ops < OPS) yield random.below(2 ** 32)
}

const everyone = 'real Yjs clients and our engine hold the same after every rest'
if (SESSION) test(`one session: ${everyone} (SESSION=${SESSION})`, () => playAll([Number(SESSION)]))
else test(`${OPS} operations: 3 to 20 ${everyone} (SEED=${FIRST_SEED})`, () => playAll(seedsOfSessions()))
