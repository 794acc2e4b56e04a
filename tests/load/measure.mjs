/* measure.mjs - one measurement of one server: starts it in an empty folder, lets load-gen play, stops it. The result
 * is load-gen's line of JSON; `wrong` tells what was not as it must be (something lost, closed, not served). */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { sitDown } from './day.mjs'
import { CLIENT_CORE, freePort, Server, servers } from './servers.mjs'

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

/* What a power cut at this moment would have left: of each file what was synced last (sync_image.c). */
function imageOf(folder) {
  const image = `${folder}-image`
  mkdirSync(image)
  const names = readdirSync(folder)
  for (const name of names.filter((one) => !/\.sync(ed|ing)$/.test(one))) {
    const kept = names.includes(`${name}.synced`) ? readFileSync(join(folder, `${name}.synced`)) : ''
    writeFileSync(join(image, name), kept)
  }
  for (const name of names.filter((one) => /\.sync(ed|ing)$/.test(one))) rmSync(join(folder, name))
  return image
}

async function killed(server, measurement, { programs }) {
  const { folder } = server.given
  let image
  const answers = {
    killed: async () => {
      await server.stop()
      image = imageOf(folder)
      await server.restart({})
    },
    counted: async () => {
      await server.stop()
      await server.restart({ folder: image })
    },
  }
  try {
    return await generate(programs, argsFor(server, 'kill', measurement), async (line, answer) => {
      await answers[line]?.()
      if (line in answers) answer.write('up\n')
    })
  } finally {
    if (image) rmSync(image, { recursive: true, force: true })
  }
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

async function seated(server, measurement, { programs }) {
  const { folder, log } = server.given
  const seats = join(folder, 'seats')
  await sitDown(log, seats, measurement)
  return generate(programs, [...argsFor(server, 'typing', measurement), '--seats', seats])
}

const special = { kill: killed, restart: restarted }

export async function measure(name, measurement, given) {
  const folder = join(given.out, 'data', `${measurement.name}-${name}-${turns}`)
  const port = await freePort()
  turns++
  mkdirSync(folder, { recursive: true })
  const { isEchoing } = measurement
  const env =
    measurement.mode === 'kill' ? { LD_PRELOAD: join(given.programs, 'sync-image.so'), SYNC_IMAGE: folder } : {}
  const doc = measurement.doc && given.doc
  const server = new Server(name, port, {
    ...given,
    folder,
    log: join(given.out, 'logs', `${measurement.name}-${name}.log`),
    doc,
    isEchoing,
    env,
  })
  try {
    await server.start()
    const run = name === 'day' ? seated : special[measurement.mode]
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
