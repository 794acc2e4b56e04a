/* plain.mjs - a bare socket on /yjs/<doc>: y-protocols frames one by one, as a program sends them that does what it
 * likes. (stock.mjs is the real y-websocket, which does only what is right.) */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { until } from './wait.mjs'

const PATIENCE_MS = 30_000
const STEP1 = 0
const STEP2 = 1

export class Plain {
  /* Comes in and asks for the text: afterwards it is there, or the socket was closed. */
  static async enter(session, doc) {
    const plain = new Plain()
    await session.pace.turn()
    const ticket = await session.ticket()
    plain.socket = new WebSocket(`${session.server.url.replace('http', 'ws')}/yjs/${doc}?ticket=${ticket}`, {
      perMessageDeflate: false,
    })
    plain.socket.on('message', (data) => plain.#take(new Uint8Array(data)))
    plain.socket.on('error', () => {})
    plain.socket.on('close', (code, reason) => {
      plain.closed = { code, reason: reason.toString() }
    })
    plain.socket.on('open', () => plain.sync(STEP1, Y.encodeStateVector(plain.ydoc)))
    await until(() => plain.isSynced || plain.closed, PATIENCE_MS, `the text of ${doc} for ${session.seat}`)
    return plain
  }

  constructor() {
    this.ydoc = new Y.Doc()
    this.heard = [] /* all bytes that came */
    this.isSynced = false
    this.closed = null
    this.denied = null
  }

  #take(bytes) {
    this.heard.push(Buffer.from(bytes))
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === 2) {
      decoding.readVarUint(decoder)
      this.denied = decoding.readVarString(decoder)
    }
    if (type !== 0) return
    const step = decoding.readVarUint(decoder)
    if (step !== STEP1) Y.applyUpdate(this.ydoc, decoding.readVarUint8Array(decoder), this)
    if (step === STEP2) this.isSynced = true
  }

  send(bytes) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(bytes)
  }

  /* 0: a state vector; 1, 2: an update */
  sync(step, bytes) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
    this.send(encoding.toUint8Array(encoder))
  }

  awareness(update) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, update)
    this.send(encoding.toUint8Array(encoder))
  }

  text(field) {
    return this.ydoc.getText(field).toString()
  }

  /* [code, reason] of the close that has to come. */
  async ended(ms = PATIENCE_MS) {
    await until(() => this.closed, ms, 'the socket is closed')
    return [this.closed.code, this.closed.reason]
  }

  heardText(text) {
    return Buffer.concat(this.heard).includes(text)
  }

  async close() {
    if (!this.closed) this.socket.close(1000)
    await until(() => this.closed, 2000, 'closing').catch(() => this.socket.terminate())
  }
}

/* An update that writes `text` at the beginning of `field`, on top of what `ydoc` has, under its own client id. */
export function writing(ydoc, field, text) {
  const before = Y.encodeStateVector(ydoc)
  ydoc.getText(field).insert(0, text)
  return Y.encodeStateAsUpdate(ydoc, before)
}
