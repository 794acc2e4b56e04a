/* servers.mjs - who is measured: how each is started, and how its clients speak. All listen on 127.0.0.1, on one core;
 * each start is a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

const HERE = import.meta.dirname
const START_PATIENCE_MS = 20_000

export const SERVER_CORE = 0
export const CLIENT_CORE = 1

/* command: of { port, folder, programs, sopu, doc, isEchoing }. */
export const servers = {
  relay: {
    label: 'raw relay (epoll)',
    dialect: 'floor',
    path: '/',
    command: ({ port, programs, doc, isEchoing }) => [
      join(programs, 'relay-epoll'),
      port,
      ...(doc ? [doc] : []),
      ...(isEchoing ? ['echo'] : []),
    ],
  },
  lws: {
    label: 'relay on libwebsockets',
    dialect: 'floor',
    path: '/',
    command: ({ port, programs, doc }) => [join(programs, 'relay-lws'), port, ...(doc ? [doc] : [])],
  },
  ours: {
    label: 'Sopu',
    dialect: 'y-websocket',
    path: '/yjs/',
    command: ({ port, folder, sopu }) => [sopu, 'serve', '--port', port, '--data', folder, '--lab'],
  },
  day: {
    label: 'Sopu, /ws of the demo day',
    dialect: 'hub',
    path: '/ws',
    command: ({ port, folder, sopu }) => [sopu, 'demo', '--port', port, '--db', join(folder, 'day.db'), '--json-links'],
  },
  ywebsocket: {
    label: '@y/websocket-server, LevelDB',
    dialect: 'y-websocket',
    path: '/',
    command: ({ port, folder }) => [process.execPath, join(HERE, 'peers/y-websocket.mjs'), port, folder],
  },
  hocuspocus: {
    label: 'Hocuspocus, SQLite',
    dialect: 'hocuspocus',
    path: '/',
    command: ({ port, folder }) => [process.execPath, join(HERE, 'peers/hocuspocus.mjs'), port, folder],
  },
}

export const OURS = ['ours', 'day']
export const PEERS = ['ywebsocket', 'hocuspocus']
export const STORING = ['ours', ...PEERS]

/* Whatever ends this process ends what it started. */
const running = new Set()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))

const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

export async function freePort() {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address()
  holder.close()
  await once(holder, 'close')
  return port
}

function isListening(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => socket.destroy() && done(true))
    socket.once('error', () => done(false))
  })
}

export class Server {
  constructor(name, port, given) {
    this.name = name
    this.port = port
    this.given = given
    this.kind = servers[name]
  }

  /* Without waiting for it to listen. */
  spawn() {
    const out = openSync(this.given.log, this.process ? 'a' : 'w')
    const command = this.kind.command({ ...this.given, port: this.port }).map(String)
    this.begun_ns = process.hrtime.bigint()
    this.process = spawn('taskset', ['-c', SERVER_CORE, ...command].map(String), {
      stdio: ['ignore', out, out],
      env: { ...process.env, ...this.given.env },
    })
    closeSync(out)
    const child = this.process
    running.add(child)
    this.ended = once(child, 'exit').then(() => running.delete(child))
  }

  async start() {
    this.spawn()
    const until = Date.now() + START_PATIENCE_MS
    while (!(await isListening(this.port)) && Date.now() < until && this.process.exitCode === null) await sleep(20)
    await sleep(200) // its compiler and collector have had their turn
    if (this.process.exitCode !== null || !(await isListening(this.port)))
      throw new Error(`${this.name} does not start: see ${this.given.log}`)
  }

  /* With something changed; without what was preloaded. */
  async restart(changed) {
    this.given = { ...this.given, env: {}, ...changed }
    await this.start()
  }

  get pid() {
    return this.process.pid
  }

  async stop(signal = 'SIGKILL') {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal)
    await this.ended
  }
}
