/* server.mjs - starts, kills and restarts the real server program, and looks into its database with `sopu verify`.
 * SOPU_BINARY names another build (one with sanitizers, say). */
import { execFile, spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { until } from './wait.mjs'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url))
export const BINARY = process.env.SOPU_BINARY ? resolve(process.env.SOPU_BINARY) : join(ROOT, 'build/sopu')
const run = promisify(execFile)
/* A sanitizer's build starts slowly on a busy machine. */
const START_MS = 60_000
const ANSWER_MS = 10_000

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

export class Server {
  #child = null
  #ended = null
  #ownFolder = false

  /* A fresh demo day in a fresh database. `folder` may be given (a small disk); else one is made and removed. */
  static async demo({ folder, name = 'day' } = {}) {
    const server = new Server()
    server.#ownFolder = folder === undefined
    server.folder = folder ?? mkdtempSync(join(tmpdir(), 'sopu-test-'))
    server.database = join(server.folder, 'day.db')
    server.name = name
    server.#start(['demo', '--port', '0', '--db', server.database, '--json-links'])
    const ready = await server.#firstLine()
    server.url = ready.url
    server.port = Number(new URL(ready.url).port)
    server.links = new Map(ready.links.map((link) => [link.seat, link]))
    await server.#answers()
    return server
  }

  /* Another file with a day in it, on a port of its own. `links`: those of the server it was copied from. */
  static async on(database, { name = 'day', links = new Map(), env = {}, serveFlags = [] } = {}) {
    const server = new Server()
    server.serveFlags = serveFlags
    server.database = database
    server.name = name
    server.links = links
    server.port = await freePort()
    server.url = `http://127.0.0.1:${server.port}`
    await server.restart(env)
    return server
  }

  /* A day of its own, from a scenario pack that the test has made. `flags` are import's, `serveFlags` serve's. */
  static async of(pack, { name, flags = [], env = {}, serveFlags = [] }) {
    const folder = mkdtempSync(join(tmpdir(), 'sopu-test-'))
    const [file, database] = [join(folder, 'pack.json'), join(folder, 'day.db')]
    writeFileSync(file, JSON.stringify(pack))
    const { stdout } = await run(BINARY, ['import', file, '--db', database, ...flags], { maxBuffer: 1 << 26 })
    rmSync(file)
    const links = new Map(JSON.parse(stdout).links.map((link) => [link.seat, link]))
    rmSync(join(OUTPUT, `server-${name}.log`), { force: true })
    const server = await Server.on(database, { name, links, env, serveFlags })
    server.folder = folder
    server.#ownFolder = true
    return server
  }

  /* After stop() or kill(): the same database on the same port. */
  async restart(env = {}) {
    this.#start(['serve', '--port', String(this.port), '--db', this.database, ...(this.serveFlags ?? [])], env)
    this.#child.stdout.pipe(createWriteStream(this.log, { flags: 'a' }))
    await this.#answers()
  }

  /* Where what it says is kept, also after the test. */
  get log() {
    return join(OUTPUT, `server-${this.name}.log`)
  }

  #start(args, env = {}) {
    mkdirSync(OUTPUT, { recursive: true })
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    child.stderr.pipe(createWriteStream(this.log, { flags: args[0] === 'demo' ? 'w' : 'a' }))
    this.#child = child
    this.#ended = new Promise((resolve) => {
      child.on('error', (error) => resolve({ code: -1, signal: null, error }))
      child.on('exit', (code, signal) => resolve({ code, signal }))
    })
  }

  async #firstLine() {
    const lines = createInterface({ input: this.#child.stdout })
    const first = await Promise.race([
      new Promise((resolve) => lines.on('line', resolve)),
      this.#ended.then(({ code, signal, error }) => {
        throw new Error(`${BINARY} ended at once: ${error ?? `${code} ${signal}`}; see ${this.log}`)
      }),
    ])
    return JSON.parse(first)
  }

  async #answers() {
    try {
      await until(async () => (await this.isUp()) || this.#mustRun(), START_MS, 'the server answers')
    } catch (error) {
      this.#child.kill('SIGKILL') /* a test that fails here has nothing to end */
      throw error
    }
  }

  #mustRun() {
    const how = this.#child.exitCode ?? this.#child.signalCode
    if (how !== null) throw new Error(`${BINARY} ended with ${how}; see ${this.log}`)
    return false
  }

  async isUp() {
    return fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
      (answer) => answer.status === 200,
      () => false,
    )
  }

  get pid() {
    return this.#child.pid
  }

  get isRunning() {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /* A power cut, as far as this process is concerned. */
  async kill() {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  /* Politely; says how it ended and how long that took. */
  async stop() {
    const began = performance.now()
    this.#child.kill('SIGTERM')
    const { code, signal } = await this.#ended
    return { code, signal, ms: performance.now() - began }
  }

  /* Ends the server and removes what the test made. A server that ended badly fails the test: that is how a
   * sanitizer's report is heard. */
  async end() {
    const how = this.isRunning ? await this.stop() : null
    if (this.#ownFolder && existsSync(this.folder)) rmSync(this.folder, { recursive: true })
    if (how && how.code !== 0) throw new Error(`the server ended with ${how.code ?? how.signal}; see ${this.log}`)
  }

  /* What the database says of itself: doc -> { epoch, hash, fields: { field: text } }. Throws when it is not whole. */
  async verify() {
    const { stdout } = await run(BINARY, ['verify', '--json', this.database], { maxBuffer: 1 << 26 })
    const documents = new Map()
    for (const line of stdout.split('\n').filter((text) => text.startsWith('{"doc"'))) {
      const { doc, epoch, hash, fields } = JSON.parse(line)
      documents.set(doc, { epoch, hash, fields: Object.fromEntries(fields.map(({ field, text }) => [field, text])) })
    }
    return documents
  }
}
