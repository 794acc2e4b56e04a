/* door.mjs - the echo server (echo_server.c) and raw sockets to it: bytes in, bytes out, nothing made right on the way. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export class EchoServer {
  static start(...args) {
    return EchoServer.startUnder([], args)
  }

  /* `watcher`: a program, with its own arguments, that runs the server and watches it. */
  static async startUnder(watcher, args = []) {
    const server = new EchoServer()
    const [program, ...rest] = [...watcher, process.env.ECHO_SERVER ?? 'build/echo_server', ...args]
    server.child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    server.log = ''
    server.child.stderr.on('data', (data) => (server.log += data))
    server.ended = new Promise((resolve) => server.child.on('exit', (code, signal) => resolve({ code, signal })))
    const line = await new Promise((resolve) => createInterface({ input: server.child.stdout }).once('line', resolve))
    /* A test that fails before it has stopped its server neither waits for it nor leaves it behind. */
    for (const handle of [server.child, server.child.stdout, server.child.stderr]) handle.unref()
    process.once('exit', () => server.child.kill('SIGKILL'))
    const { port, links } = JSON.parse(line)
    server.port = port
    server.url = `http://127.0.0.1:${port}`
    server.links = links
    return server
  }

  /* Its end is clean: no crash, no report of a sanitizer. */
  async stop() {
    this.child.ref()
    this.child.kill('SIGTERM')
    const { code, signal } = await this.ended
    if (code !== 0) throw new Error(`the server ended with ${code} ${signal}:\n${this.log}`)
  }

  post(path, body, headers = {}) {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /* The headers that stand for a person. */
  async signIn(index = 0) {
    const { id, secret, seat } = this.links[index]
    const answer = await this.post('/api/v1/session', { id, secret })
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
    return { 'X-Sopu-Seat': seat, Cookie: answer.headers.get('set-cookie').split(';')[0] }
  }

  async ticket(person) {
    return (await (await this.post('/api/v1/ticket', {}, person)).json()).ticket
  }
}

/* A connection that remembers what came. */
export class Raw {
  constructor(port) {
    this.got = Buffer.alloc(0)
    this.isClosed = false
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    this.socket.on('data', (data) => (this.got = Buffer.concat([this.got, data])))
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      const over = () => {
        this.isClosed = true
        this.socket.destroy()
        resolve()
      }
      this.socket.on('end', over)
      this.socket.on('close', over)
    })
  }

  write(bytes) {
    if (!this.isClosed) this.socket.write(bytes)
    return this
  }

  get text() {
    return this.got.toString('latin1')
  }

  /* Waits until the server closes; false: it did not within the time. */
  async untilClosed(ms) {
    let timer
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([this.closed, late])
    clearTimeout(timer)
    return this.isClosed
  }

  async until(condition, ms = 3000) {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(10)) if (condition()) return true
    return false
  }

  end() {
    this.socket.destroy()
  }
}

/* Sends a request as it is and gives the first status, or 0 when the line was closed without one. */
export async function statusOf(port, bytes, ms = 3000) {
  const raw = new Raw(port).write(bytes)
  await raw.until(() => raw.isClosed || /^HTTP\/1\.1 (\d+)[\s\S]*\r\n\r\n/.test(raw.text), ms)
  raw.end()
  return Number(/^HTTP\/1\.1 (\d+)/.exec(raw.text)?.[1] ?? 0)
}

export function upgrade(path, changes = {}) {
  const headers = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...changes,
  }
  const lines = Object.entries(headers).filter(([, value]) => value !== null)
  return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

/* One frame as given, masked unless told otherwise; `announce` lies about the length. */
export function frame({ fin = true, rsv = 0, opcode = 1, payload = Buffer.alloc(0), mask = true, announce }) {
  const data = Buffer.from(payload)
  const length = announce ?? BigInt(data.length)
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode]
  const bit = mask ? 0x80 : 0
  if (length < 126n) head.push(bit | Number(length))
  else if (length < 65536n) head.push(bit | 126, Number(length >> 8n), Number(length & 255n))
  else {
    head.push(bit | 127)
    for (let shift = 56n; shift >= 0n; shift -= 8n) head.push(Number((length >> shift) & 255n))
  }
  if (!mask) return Buffer.concat([Buffer.from(head), data])
  const key = randomBytes(4)
  return Buffer.concat([Buffer.from(head), key, data.map((byte, i) => byte ^ key[i % 4])])
}

/* A WebSocket by hand. */
export class RawSocket extends Raw {
  static async open(server, person, path = '/ws') {
    const raw = new RawSocket(server.port)
    raw.write(upgrade(`${path}?ticket=${await server.ticket(person)}`))
    if (!(await raw.until(() => raw.text.includes('"welcome"')))) throw new Error(`no welcome: ${raw.text}`)
    raw.got = raw.got.subarray(raw.got.indexOf('}', raw.got.indexOf('"welcome"')) + 1)
    return raw
  }

  send(options) {
    return this.write(frame(options))
  }

  say(text) {
    return this.send({ payload: Buffer.from(text) })
  }

  /* All frames so far: [{opcode, payload}]. */
  get frames() {
    const frames = []
    for (let at = 0; at + 2 <= this.got.length; ) {
      let length = this.got[at + 1] & 127
      let start = at + 2
      if (length === 126) {
        length = this.got.readUInt16BE(start)
        start += 2
      } else if (length === 127) {
        length = Number(this.got.readBigUInt64BE(start))
        start += 8
      }
      if (start + length > this.got.length) break
      frames.push({ opcode: this.got[at] & 15, payload: this.got.subarray(start, start + length) })
      at = start + length
    }
    return frames
  }

  get texts() {
    return this.frames.filter(({ opcode }) => opcode === 1).map(({ payload }) => payload.toString())
  }

  get closeCode() {
    const close = this.frames.find(({ opcode }) => opcode === 8)
    return close && close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 0
  }

  /* The code it is closed with; 0: closed without one; null: it stays open. */
  async closeCodeWithin(ms = 3000) {
    await this.until(() => this.closeCode || this.isClosed, ms)
    return this.closeCode || (this.isClosed ? 0 : null)
  }
}

/* Someone else's line, to see that nobody else notices anything. */
export class Witness {
  static async enter(server, person) {
    const witness = new Witness()
    witness.raw = await RawSocket.open(server, person)
    witness.said = 0
    return witness
  }

  async isUnharmed() {
    const text = `still here ${++this.said}`
    this.raw.say(text)
    return this.raw.until(() => this.raw.texts.includes(text))
  }
}
