/* play.mjs - a burst (draw.mjs) against a real server, and what must hold after it: the server answers /healthz at
 * once, says only what a server of ours says, and lets go of what was closed. */
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { Hub } from '../../lib/hub.mjs'
import { Server } from '../../lib/server.mjs'
import { Session } from '../../lib/session.mjs'
import { sleep, until } from '../../lib/wait.mjs'
import { Raw, upgrade } from '../../net/door.mjs'

export const HEALTHY_MS = 50
const STATUSES = new Set([
  '101',
  '200',
  '204',
  '301',
  '304',
  '400',
  '401',
  '403',
  '404',
  '405',
  '408',
  '409',
  '411',
  '413',
])
for (const status of ['414', '415', '429', '431', '501', '503', '505']) STATUSES.add(status)
const STAYING_MAX = 40
const [LISTENING, TIME_WAIT] = ['0A', '06']

/* What is answered waits for the disk; it is not the disk that is searched here. */
const QUICK_DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const OPENED_MS = 200

export class Finding extends Error {}

/* Until the condition holds, the line is closed or the time is up; looks whenever something has come. */
async function heard(raw, condition, ms) {
  const signal = AbortSignal.timeout(ms)
  while (!condition() && !raw.isClosed && !signal.aborted)
    await Promise.race([once(raw.socket, 'data', { signal }), raw.closed]).catch(() => {})
}

export class Stage {
  static async open(name = 'fuzz-door') {
    const stage = new Stage()
    stage.folder = mkdtempSync(join(QUICK_DISK, 'sopu-fuzz-'))
    stage.server = await Server.demo({ name, folder: stage.folder })
    stage.sessions = new Map()
    stage.staying = []
    const leaders = [...stage.server.links.values()].filter(
      ({ roles, group }) => roles.includes('facilitator') && group,
    )
    for (const { seat, group } of leaders) {
      const hub = new Hub(await stage.session(seat))
      await hub.connect()
      await hub.command('group_start', { group, minutes: 60 })
      await hub.command('action_add', { doc: group })
      stage.day = hub.welcome.day
      await hub.close()
    }
    return stage
  }

  async session(seat) {
    if (!this.sessions.has(seat)) this.sessions.set(seat, await Session.of(this.server, seat))
    return this.sessions.get(seat)
  }

  /* How long the server takes to say that it is well, from the knock on. */
  async health() {
    const began = performance.now()
    const pulse = new Raw(this.server.port).write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    await Promise.race([pulse.closed, sleep(10_000)])
    const isWell = pulse.text.endsWith('ok\n')
    pulse.end()
    if (isWell) return performance.now() - began
    if (pulse.text === '') await sleep(500) /* its end may be on its way to us */
    throw new Finding(this.server.isRunning ? 'the server says nothing for 10 s' : 'the server has ended')
  }

  /* Plays it; -> how long the server's health took in the middle of it and after it, the longer of both. */
  async play(burst) {
    const lines = await Promise.all(burst.map((line) => this.#begin(line)))
    const longest = Math.max(...lines.map(({ pieces }) => pieces.length))
    for (let n = 0; n < longest; n++) {
      for (const line of lines) if (n < line.pieces.length) await this.#write(line, line.pieces[n])
      await new Promise(setImmediate)
    }
    const during = await this.health()
    for (const line of lines) this.#end(line)
    const after = await this.health()
    for (const line of lines) this.#checkSaid(line)
    return Math.max(during, after)
  }

  /* 50 ms; on a machine that is busy with others, a burst is slow when it is slow each time it is played, beside the
   * server's health without it. */
  async isSlow(burst, took) {
    for (let again = 0; again < 3; again++) {
      if (took <= HEALTHY_MS) return false
      await sleep(200)
      const usual = await this.health()
      took = (await this.play(burst)) - usual
    }
    return took > HEALTHY_MS
  }

  async #begin({ door, seat, doc, pieces, end }) {
    const session = await this.session(seat)
    const isTicketed = door !== 'http' || pieces.join('').includes('‹ticket›')
    const ticket = isTicketed ? await session.ticket().catch((error) => this.#noTicket(seat, error)) : ''
    const raw = new Raw(this.server.port)
    const line = { door, raw, pieces, end, doc: new Y.Doc() }
    line.fill = { '‹seat›': seat, '‹cookie›': session.cookie, '‹ticket›': ticket }
    if (door === 'http') return line
    raw.write(upgrade(`${door === 'ws' ? '/ws' : `/yjs/${doc}`}?ticket=${ticket}`))
    await heard(raw, () => raw.text.includes('\r\n\r\n'), 1000)
    line.status = /^HTTP\/1\.1 (\d{3})/.exec(raw.text)?.[1]
    raw.got = raw.got.subarray(raw.text.indexOf('\r\n\r\n') + 4)
    return line
  }

  /* Signed out by a burst, or too fast: it goes without, and signs in anew the next time. */
  #noTicket(seat, error) {
    if (error.message.includes(' 401 ')) this.sessions.delete(seat)
    return 'none'
  }

  async #write(line, piece) {
    if (piece.update !== undefined) await this.#update(line, piece)
    else if (piece.open) this.#say(line, JSON.stringify({ op: 'open', ch: piece.open, doc: piece.doc, have: null }), 1)
    else {
      let text = piece
      for (const [mark, value] of Object.entries(line.fill)) text = text.replaceAll(mark, value)
      line.raw.write(Buffer.from(text, 'latin1'))
    }
  }

  #say(line, payload, opcode) {
    const data = Buffer.from(payload, 'latin1')
    const long = data.length > 125
    const head = Buffer.from([
      0x80 | opcode,
      0x80 | (long ? 126 : data.length),
      ...(long ? [data.length >> 8, data.length & 255] : []),
    ])
    line.raw.write(Buffer.concat([head, Buffer.alloc(4), data]))
  }

  /* A change as Yjs makes it, under the id that the server has issued if it has let the line in. */
  async #update(line, { update: ch, seq, field, text, turned }) {
    const { raw } = line
    if (ch > 0) await heard(raw, () => /"op":"(opened|refused)"/.test(raw.text), OPENED_MS)
    const issued = /"cid":(\d+)/.exec(raw.text)
    if (issued) line.doc.clientID = Number(issued[1])
    const before = Y.encodeStateVector(line.doc)
    line.doc.getText(field).insert(0, text)
    const bytes = Y.encodeStateAsUpdate(line.doc, before)
    for (const [at, byte] of turned) bytes[at % bytes.length] = byte
    const varUint = (n) => (n < 128 ? [n] : [(n % 128) | 128, n >> 7])
    const head = ch > 0 ? [ch, 16, ...varUint(seq)] : [0, 2]
    this.#say(line, Buffer.from([...head, ...varUint(bytes.length), ...bytes]).toString('latin1'), 2)
  }

  #end({ raw, end }) {
    if (end === 'fin') raw.socket.end()
    if (end === 'cut') raw.socket.resetAndDestroy()
    else this.staying.push(raw)
    while (this.staying.length > STAYING_MAX) this.staying.shift().end()
  }

  #checkSaid({ raw, door, status }) {
    const said = status ?? /^HTTP\/1\.[01] (\d{3})/.exec(raw.text)?.[1]
    if (raw.got.length > 0 && !STATUSES.has(said))
      throw new Finding(`${door}: what is this? ${JSON.stringify(raw.text.slice(0, 80))}`)
  }

  /* With everything closed: what the server holds in memory, in KiB. It has let go of every socket. */
  async holds() {
    for (const raw of this.staying.splice(0)) raw.end()
    await until(async () => this.#connections() === 0, 15_000, 'the server lets go of closed sockets').catch(
      (error) => {
        throw new Finding(error.message)
      },
    )
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.server.pid}/status`, 'utf8'))[1])
  }

  /* Of the server, as the kernel knows them; those that only wait for stray packets are nobody's. */
  #connections() {
    const port = `:${this.server.port.toString(16).toUpperCase().padStart(4, '0')}`
    const rows = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
    return rows.filter(([, local, , state]) => local?.endsWith(port) && state !== LISTENING && state !== TIME_WAIT)
      .length
  }

  /* The end is clean, and what is on disk is whole. */
  async close() {
    await this.holds()
    if (!this.server.isRunning) throw new Finding('the server has ended')
    const { code, signal } = await this.server.stop()
    if (code !== 0) throw new Finding(`the server ended with ${code ?? signal}`)
    await this.server.verify()
    await this.abandon()
  }

  /* Without looking at anything. */
  async abandon() {
    if (this.server.isRunning) await this.server.kill()
    rmSync(this.folder, { recursive: true })
  }
}
