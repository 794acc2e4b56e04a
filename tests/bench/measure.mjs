/* measure.mjs - runs one phase of one workload: the engines take turns, each time in a process of its own, so that a
 * noisy minute of the machine meets them all. What takes long takes fewer turns. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { median } from './median.mjs'

const ROUNDS = 5
const ROUNDS_ALONE = 9 // growth is judged by two small figures of ours: these must be firm
const ENGINE_BUDGET_MS = 20_000
const PATIENCE_MS = 300_000
const PEER = join(import.meta.dirname, 'peer.mjs')

function commandOf(engine, phase, folder, limit, program) {
  if (engine === 'ours') return [program, [phase, folder]]
  return [process.execPath, ['--expose-gc', PEER, engine, phase, folder, ...(limit === Infinity ? [] : [limit])]]
}

function parsed({ status, signal, stdout }) {
  try {
    const line = JSON.parse(stdout)
    return status === 0 || line.error ? line : { ...line, error: `ended with ${status}` }
  } catch {
    return { error: signal ? `ended after ${PATIENCE_MS / 1000} s by ${signal}` : `no result, ended with ${status}` }
  }
}

/* Engines tell the same with names of their own; ours has nothing to compile, so warm is steady. */
function evened(line) {
  const { cpu_ms, edits, of: updates, rss_kib, memory_kib = rss_kib, warm_ms, steady_ms = warm_ms } = line
  const count = edits ?? updates
  return {
    ...line,
    ...(count && { count, us_each: (cpu_ms * 1e3) / count }),
    ...(steady_ms !== undefined && { steady_ms }),
    ...(memory_kib !== undefined && { memory_bytes: memory_kib * 1024 }),
  }
}

function runOnce([program, args]) {
  const began = performance.now()
  const ended = spawnSync(program, args, { encoding: 'utf8', timeout: PATIENCE_MS })
  const line = parsed(ended)
  if (line.error) process.stderr.write(ended.stderr)
  return { took_ms: performance.now() - began, line: evened(line) }
}

class Runner {
  constructor(engine, command, most) {
    this.engine = engine
    this.command = command
    this.left = most
    this.lines = []
  }

  turn() {
    if (this.left === 0) return false
    const { took_ms, line } = runOnce(this.command)
    if (this.lines.length === 0) this.left = Math.max(1, Math.min(this.left, Math.floor(ENGINE_BUDGET_MS / took_ms)))
    this.lines.push(line)
    this.left--
    if (line.error) {
      this.error = line.error
      this.left = 0
    }
    return true
  }

  /* Each field's median over the rounds. */
  result() {
    const { engine, lines, error } = this
    if (error) return { engine, error }
    const fields = Object.keys(lines[0]).filter((field) => typeof lines[0][field] === 'number')
    const medians = Object.fromEntries(fields.map((field) => [field, median(lines.map((line) => line[field]))]))
    return { engine, rounds: lines.length, ...medians }
  }
}

/* program: build/ydoc-bench. */
export function measure({ workload, phase, engines }, folder, program) {
  const names = Object.keys(engines)
  const most = names.length === 1 ? ROUNDS_ALONE : ROUNDS
  const runners = names.map(
    (engine) => new Runner(engine, commandOf(engine, phase, folder, engines[engine], program), most),
  )
  while (runners.map((runner) => runner.turn()).includes(true));
  return runners.map((runner) => {
    const result = { workload, phase, ...runner.result() }
    if (engines[result.engine] !== Infinity && engines[result.engine] === result.count) result.is_prefix = true
    return result
  })
}
