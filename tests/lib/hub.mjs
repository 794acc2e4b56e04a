/* hub.mjs - a client of /ws with real Yjs documents: what the web client does, without a screen. Written from
 * docs/protocol.md alone, so that two readers of that page have to agree. */
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Session } from './session.mjs'
import { changeText } from './text.mjs'
import { until, within } from './wait.mjs'

const SYNC = 0
const AWARENESS = 1
const STEP1 = 0
const UPDATE = 16
const ACK = 17
const NACK = 18
const STEP2 = 19
const PATIENCE_MS = 30_000

/* Emits: 'message' (each JSON frame), 'events' (each list), 'binary' (channel, bytes), 'close' (code, reason). */
export class Hub extends EventEmitter {
  #socket = null
  #answers = new Map()
  #opening = new Map()

  constructor(session) {
    super()
    this.setMaxListeners(0)
    this.session = session
    this.channels = new Map()
    this.events = []
    this.present = []
    this.names = new Map() /* seat -> the person's name, as far as it is told */
    this.storageOk = true
    this.lastPos = 0
    this.closed = null
  }

  static async enter(server, seat) {
    const hub = new Hub(await Session.of(server, seat))
    await hub.connect()
    return hub
  }

  get seat() {
    return this.session.seat
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /* Opens the line (again). Documents that were open stay as they are: reopen() brings them back. */
  async connect() {
    const ticket = await this.session.ticket()
    const socket = new WebSocket(`${this.session.server.url.replace('http', 'ws')}/ws?ticket=${ticket}`, {
      perMessageDeflate: false,
    })
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.closed = null
    this.welcome = null
    socket.on('message', (data, isBinary) =>
      isBinary ? this.#binary(new Uint8Array(data)) : this.#text(Buffer.from(data).toString('utf8')),
    )
    socket.on('error', () => {})
    socket.on('close', (code, reason) => this.#lost(code, reason.toString()))
    await until(() => this.welcome || this.closed, PATIENCE_MS, `welcome for ${this.seat}`)
    if (this.closed) throw new Error(`the line of ${this.seat} closed before the welcome: ${this.closed.code}`)
  }

  send(message) {
    if (this.isOpen)
      this.#socket.send(
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
      )
  }

  /* As it is, right or wrong, in a text frame. */
  sendText(text) {
    this.#socket.send(text, { binary: false })
  }

  /* Reads nothing more from the line until resumed: a phone in a tunnel. */
  pause() {
    this.#socket.pause()
  }

  resume() {
    this.#socket.resume()
  }

  #text(text) {
    const message = JSON.parse(text)
    if (message.op === 'welcome') this.#welcomed(message)
    else if (message.op === 'events') this.#happened(message.events)
    else if (message.op === 'answer') this.#answers.get(message.id)?.(message)
    else if (message.op === 'opened') this.#opened(message)
    else if (message.op === 'refused') this.#opening.get(message.ch)?.(message)
    else if (message.op === 'mode') this.channels.get(message.ch)?.modeChanged(message)
    else if (message.op === 'present') this.present = message.here
    else if (message.op === 'person') this.names.set(message.seat, message.name)
    else if (message.op === 'storage') this.storageOk = message.ok
    this.emit('message', message)
  }

  #welcomed(message) {
    if (message.pos < this.lastPos)
      throw new Error(`the server forgot: at ${message.pos} after it showed ${this.lastPos}`)
    this.welcome = message
    this.names = new Map(message.people.map(({ seat, name }) => [seat, name]))
    this.lastPos = message.pos
  }

  #happened(events) {
    const news = events.filter(({ pos }) => pos > this.welcome.pos)
    for (const event of news) {
      if (event.pos <= this.lastPos) throw new Error(`event ${event.pos} came twice or out of order`)
      this.events.push(event)
      this.lastPos = event.pos
    }
    this.emit('events', news)
  }

  #binary(bytes) {
    const decoder = decoding.createDecoder(bytes)
    const ch = decoding.readVarUint(decoder)
    this.emit('binary', ch, bytes)
    this.channels.get(ch)?.receive(decoder)
  }

  #lost(code, reason) {
    this.closed = { code, reason }
    for (const answer of this.#answers.values()) answer({ outcome: 'unknown' })
    for (const answer of this.#opening.values()) answer({ op: 'refused', code: 'line' })
    for (const channel of this.channels.values()) channel.lineLost()
    this.emit('close', code, reason)
  }

  /* -> { outcome, pos?, code?, detail? }; 'unknown' when the line broke: ask again with the same id. */
  async command(kind, data, id = randomUUID()) {
    const answer = new Promise((resolve) => this.#answers.set(id, resolve))
    this.send({ op: 'command', id, kind, data })
    if (!this.isOpen) return { outcome: 'unknown' }
    try {
      return await within(answer, PATIENCE_MS, `the answer to ${kind} of ${this.seat}`)
    } finally {
      this.#answers.delete(id)
    }
  }

  /* The command, which has to be done. -> pos */
  async do(kind, data) {
    const answer = await this.command(kind, data)
    if (answer.outcome !== 'done')
      throw new Error(`${kind} by ${this.seat}: ${answer.outcome} ${answer.code ?? ''} ${answer.detail ?? ''}`)
    await until(() => this.lastPos >= answer.pos, PATIENCE_MS, `the event of ${kind}`)
    return answer.pos
  }

  /* The server's first sync message may be in the same packet, so the channel begins at once. */
  #opened(message) {
    const channel = this.channels.get(message.ch)
    if (channel.epoch === undefined || channel.epoch === message.epoch) channel.begin(message)
    this.#opening.get(message.ch)?.(message)
  }

  async #ask(ch, doc, have) {
    const answer = new Promise((resolve) => this.#opening.set(ch, resolve))
    this.send({ op: 'open', ch, doc, have })
    try {
      return await within(answer, PATIENCE_MS, `${doc} opened by ${this.seat}`)
    } finally {
      this.#opening.delete(ch)
    }
  }

  /* Opens a document -> Channel; throws the refusal. Resolves when the server's text is here. */
  async open(doc) {
    let ch = 1
    while (this.channels.has(ch)) ch++
    const channel = new Channel(this, ch, doc)
    this.channels.set(ch, channel)
    const opened = await this.#ask(ch, doc, null)
    if (opened.op === 'refused') {
      this.channels.delete(ch)
      throw Object.assign(new Error(`${doc} for ${this.seat}: ${opened.code}`), { code: opened.code })
    }
    await until(() => channel.synced || this.closed, PATIENCE_MS, `the text of ${doc} for ${this.seat}`)
    return channel
  }

  /* The same documents go on with what they hold, on this line or after connect(). -> those that another epoch has made
   * old */
  async reopen() {
    const old = []
    for (const channel of this.channels.values()) {
      if (channel.isLive) this.send({ op: 'close', ch: channel.ch })
      channel.isLive = false
      const opened = await this.#ask(channel.ch, channel.name, { epoch: channel.epoch, cid: channel.cid })
      if (opened.op === 'refused')
        throw Object.assign(new Error(`${channel.name}: ${opened.code}`), { code: opened.code })
      if (opened.epoch !== channel.epoch) old.push(channel)
    }
    return old
  }

  async event(kind, matches = () => true, ms = PATIENCE_MS) {
    return until(
      () => this.events.find((event) => event.kind === kind && matches(event.data)),
      ms,
      `event ${kind} for ${this.seat}`,
    )
  }

  /* The whole model as it is now: what somebody who comes in at this moment is told. */
  async day() {
    const fresh = new Hub(this.session)
    await fresh.connect()
    const { day } = fresh.welcome
    await fresh.close()
    return day
  }

  async close() {
    if (this.closed) return
    this.#socket.close(1000)
    await until(() => this.closed, 2000, 'closing').catch(() => this.#socket.terminate())
  }

  /* As when the phone falls into the lake. */
  drop() {
    this.#socket.terminate()
  }
}

/* One open document on a hub's line. Emits: 'saved' (each own update that is on disk), 'shown' (each update from the
 * server). */
export class Channel extends EventEmitter {
  #held = null
  #inbox = []

  constructor(hub, ch, name) {
    super()
    this.hub = hub
    this.ch = ch
    this.name = name
    this.ydoc = new Y.Doc()
    this.seq = 0
    this.acked = 0
    this.synced = false
    this.nack = null
    this.sent = new Map() /* seq -> update, of this connection */
    this.awareness = new Awareness(this.ydoc)
    clearInterval(this.awareness._checkInterval) /* a test's people neither fade nor keep the process from ending */
    this.ydoc.on('update', (update, origin) => {
      if (origin !== this) this.#local(update)
    })
  }

  begin({ epoch, mode, cid }) {
    this.epoch = epoch
    this.mode = mode
    this.cid = cid
    this.ydoc.clientID = cid
    this.awareness.clientID = cid
    this.seq = 0
    this.acked = 0
    this.synced = false
    this.nack = null
    this.sent.clear()
    this.isLive = true
    this.#write((encoder) => {
      encoding.writeVarUint(encoder, SYNC)
      encoding.writeVarUint(encoder, STEP1)
      encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.ydoc))
    })
  }

  modeChanged({ mode, epoch }) {
    this.mode = mode
    this.newEpoch = epoch
  }

  lineLost() {
    this.isLive = false
  }

  #write(fill) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.ch)
    fill(encoder)
    this.hub.send(encoding.toUint8Array(encoder))
  }

  #numbered(type, update) {
    this.seq++
    this.sent.set(this.seq, update)
    this.#write((encoder) => {
      encoding.writeVarUint(encoder, type)
      encoding.writeVarUint(encoder, this.seq)
      encoding.writeVarUint8Array(encoder, update)
    })
    return this.seq
  }

  /* Sends an update as it is, right or wrong: tests do wrong things too. -> its number */
  sendUpdate(update) {
    return this.#numbered(UPDATE, update)
  }

  sendBytes(bytes) {
    this.#write((encoder) => encoding.writeUint8Array(encoder, bytes))
  }

  /* Where this person is, as the others' screens show it. */
  point(field, position) {
    const place = Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(this.ydoc.getText(field), position, -1),
    )
    this.awareness.setLocalState({
      user: { seat: this.hub.seat, name: '' },
      cursor: { field, anchor: place, head: place },
    })
    this.sendAwareness(encodeAwarenessUpdate(this.awareness, [this.ydoc.clientID]))
  }

  sendAwareness(update) {
    this.#write((encoder) => {
      encoding.writeVarUint(encoder, AWARENESS)
      encoding.writeVarUint8Array(encoder, update)
    })
  }

  #local(update) {
    if (this.#held) this.#held.push(update)
    else if (this.isLive) this.sendUpdate(update)
  }

  receive(decoder) {
    const type = decoding.readVarUint(decoder)
    if (type === SYNC) this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    else if (type === AWARENESS) applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this)
    else if (type === ACK) this.#saved(decoding.readVarUint(decoder))
    else if (type === NACK) this.nack = { seq: decoding.readVarUint(decoder), code: decoding.readVarString(decoder) }
  }

  #saved(seq) {
    for (let n = this.acked + 1; n <= seq; n++) this.emit('saved', this.sent.get(n))
    this.acked = seq
  }

  #sync(step, bytes) {
    if (step === STEP1) {
      this.#numbered(STEP2, Y.encodeStateAsUpdate(this.ydoc, bytes))
      return
    }
    this.emit('shown', bytes)
    if (this.#held) this.#inbox.push(bytes)
    else Y.applyUpdate(this.ydoc, bytes, this)
    if (step === 1) this.synced = true
  }

  text(field) {
    return this.ydoc.getText(field).toString()
  }

  texts() {
    return Object.fromEntries([...this.ydoc.share.keys()].map((field) => [field, this.text(field)]))
  }

  change(field, changes, typed) {
    return changeText(this.ydoc.getText(field), changes, typed, () => this.hub.session.pace.turn())
  }

  /* At the end of the field, letter by letter. */
  type(field, text) {
    return this.change(field, [{ at: this.text(field).length, remove: 0, insert: text }], true)
  }

  /* Neither sends nor takes in anything until released: two people who write at the same moment. */
  hold() {
    this.#held = []
  }

  release() {
    const [held, inbox] = [this.#held, this.#inbox]
    this.#held = null
    this.#inbox = []
    for (const update of held) this.sendUpdate(update)
    for (const bytes of inbox) Y.applyUpdate(this.ydoc, bytes, this)
  }

  get isSaved() {
    return this.isLive && this.acked === this.seq
  }

  saved(ms = PATIENCE_MS) {
    return until(
      () => {
        if (this.nack)
          throw Object.assign(new Error(`${this.name} of ${this.hub.seat}: refused, ${this.nack.code}`), {
            code: this.nack.code,
          })
        if (this.hub.closed)
          throw new Error(
            `${this.name} of ${this.hub.seat}: the line closed, ${this.hub.closed.code} ${this.hub.closed.reason}`,
          )
        return this.isSaved
      },
      ms,
      `${this.name} of ${this.hub.seat} saved (${this.acked} of ${this.seq})`,
    )
  }

  /* The code with which the server refuses what was sent. */
  async refused(ms = PATIENCE_MS) {
    await until(() => this.nack || this.hub.closed, ms, `${this.name} of ${this.hub.seat} refused`)
    return this.nack?.code ?? `closed ${this.hub.closed.code}`
  }

  leave() {
    this.isLive = false
    this.hub.channels.delete(this.ch)
    this.hub.send({ op: 'close', ch: this.ch })
  }
}
