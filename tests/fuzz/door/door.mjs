/* door.mjs - the fuzzer of the doors: bursts of raw HTTP and WebSocket bytes (draw.mjs) at the real server, built with
 * sanitizers, round after round with a fresh demo day.
 *   SEED=7 node tests/fuzz/door/door.mjs 60        sixty seconds; SEED: the same bursts again
 *   node tests/fuzz/door/door.mjs --show 7 1200    burst 1200 of seed 7, as it is drawn
 * A finding ends it: the bursts that lead to it are in tests/output/fuzz/door-SEED.json, as few as still do. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { SEED } from '../../lib/random.mjs'
import { OUTPUT } from '../../lib/server.mjs'
import { Draw } from './draw.mjs'
import { Finding, HEALTHY_MS, Stage } from './play.mjs'
import { shrink } from './shrink.mjs'

const ROUND_BURSTS = 1500
const LOOK_EVERY = 250
/* Of a build with ASan, with its quarantine; what a day itself gathers (answers, ids, words) is in it. */
const GROWTH_MAX_KIB = 48 * 1024
const TAIL = 30

const seconds = Number(process.argv[2] ?? 60)
const seedOf = (n) => (SEED + n * 0x9e3779b1) >>> 0
const counted = { bursts: 0, rounds: 0, slow: 0, worst: 0, growth: 0 }

async function search() {
  const end = performance.now() + seconds * 1000
  for (let n = 0; performance.now() < end; counted.rounds++) {
    const stage = await Stage.open()
    const tail = []
    try {
      const last = n + ROUND_BURSTS
      let held = null
      for (; n < last && performance.now() < end; n++) {
        const burst = new Draw(stage.day, seedOf(n)).burst()
        tail.push(burst)
        if (tail.length > TAIL) tail.shift()
        const took = await stage.play(burst)
        counted.bursts++
        counted.worst = Math.max(counted.worst, took)
        if (took > HEALTHY_MS) {
          counted.slow++
          if (await stage.isSlow(burst, took)) throw new Finding(`a burst holds the server for ${Math.round(took)} ms`)
        }
        if (n % LOOK_EVERY === LOOK_EVERY - 1) held = look(await stage.holds(), held)
      }
      await stage.close()
    } catch (error) {
      await stage.abandon()
      return { error, tail, n }
    }
  }
  return null
}

function look(kib, held) {
  if (held !== null) counted.growth = Math.max(counted.growth, kib - held)
  if (counted.growth > GROWTH_MAX_KIB) throw new Finding(`memory grew by ${counted.growth} KiB`)
  return held ?? kib
}

async function keep({ error, tail, n }) {
  mkdirSync(`${OUTPUT}fuzz`, { recursive: true })
  const file = `${OUTPUT}fuzz/door-${SEED}.json`
  writeFileSync(file, JSON.stringify(tail))
  console.error(`fuzz door: FOUND at burst ${n} of SEED=${SEED}: ${error.stack}`)
  console.error(readFileSync(`${OUTPUT}server-fuzz-door.log`, 'utf8').split('\n').slice(-60).join('\n'))
  const few = await shrink(tail)
  if (few) writeFileSync(file, JSON.stringify(few, null, 1))
  console.error(`fuzz door: ${few ? `${few.length} burst(s) lead to it again` : 'its last bursts'}: ${file}`)
}

console.log(`fuzz door: SEED=${SEED}`)
const found = await search()
if (found) {
  await keep(found)
  process.exit(1)
}
console.log(
  `fuzz door: ${counted.bursts} executions, ${Math.round(counted.bursts / seconds)}/s, ${counted.rounds} days, ` +
    `health at worst ${Math.round(counted.worst)} ms (${counted.slow} over ${HEALTHY_MS}), ` +
    `memory grew ${Math.round(counted.growth / 1024)} MiB: nothing found`,
)
process.exit(0)
