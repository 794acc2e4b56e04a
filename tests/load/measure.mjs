/* measure.mjs - one measurement of one server: starts it in an empty folder, lets load-gen play, stops it. The result
 * is load-gen's line of JSON; `wrong` tells what was not as it must be (something lost, closed, not served). */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { CLIENT_CORE, Server, servers } from './servers.mjs'

const FIRST_PORT = 20_700
const PATIENCE_MS = 180_000
let turns = 0

/* Gives each line to `onLine`, which may answer by writing to stdin; the last line is the result. */
async function generate(programs, args, onLine = () => {}) {
  const child = spawn('taskset', ['-c', CLIENT_CORE, join(programs, 'load-gen'), ...args].map(String), {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  })
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const ended = new Promise((done) => child.once('close', done))
  let last = '{}'
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    await onLine(line, child.stdin)
  }
  const code = await ended
  const result = last.startsWith('{') ? JSON.parse(last) : {}
  return code === 0 ? result : { ...result, wrong: said.trim() || 'not as it must be' }
}

function optionsOf({ rooms, clients, rate, seconds, cursor }) {
  const given = { rooms, clients, rate, seconds }
  const options = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  return cursor ? [...options, '--cursor'] : options
}

function argsFor(server, mode, measurement) {
  const { dialect, path } = servers[server.name]
  const args = [mode, '--port', server.port, '--dialect', dialect, '--path', path, ...optionsOf(measurement)]
  return server.process ? [...args, '--pid', server.pid] : args
}

async function killed(server, measurement, { programs }) {
  return generate(programs, argsFor(server, 'kill', measurement), async (line, answer) => {
    if (line !== 'killed') return
    await server.stop()
    await server.start()
    answer.end('up\n')
  })
}

/* From the start of the process to the moment the last client had its text. */
async function restarted(server, measurement, { programs }) {
  const stock = await generate(programs, argsFor(server, 'stock', measurement))
  await server.stop('SIGTERM')
  const generator = generate(programs, argsFor(server, 'restart', measurement))
  server.spawn()
  const result = await generator
  const wrong = stock.wrong ?? result.wrong
  return {
    ...result,
    restart_ms: (result.served_at_ns - Number(server.begun_ns)) / 1e6,
    ...(wrong && { wrong }),
  }
}

const special = { kill: killed, restart: restarted }

export async function measure(name, measurement, given) {
  const folder = join(given.out, 'data', `${measurement.name}-${name}-${turns}`)
  const port = FIRST_PORT + (turns++ % 200)
  mkdirSync(folder, { recursive: true })
  const { isEchoing } = measurement
  const doc = measurement.doc && given.doc
  const server = new Server(name, port, { ...given, folder, doc, isEchoing })
  try {
    await server.start()
    const run = special[measurement.mode]
    if (run) return await run(server, measurement, given)
    return await generate(given.programs, argsFor(server, measurement.mode, measurement))
  } catch (error) {
    return { wrong: error.message }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function disk({ programs, out }) {
  return generate(programs, ['disk', '--file', join(out, 'data')])
}

export async function longDocument({ programs }, file) {
  const { wrong } = await generate(programs, ['longdoc', '--file', file])
  if (wrong) throw new Error(wrong)
}
