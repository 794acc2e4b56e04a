/* server.ts - the other end of the line, in this process: the protocol of docs/protocol.md with real Yjs behind it.
 * A test tells it what to withhold, refuse or forget. */
import * as Y from 'yjs'
import type { Day, DayEvent } from '../../src/model/messages'
import { type DocumentFrame, decodeFrame, encodeFrame } from '../../src/net/frames'
import type { SocketWorld } from '../../src/net/socket'
import type { KeptAside, KeptUpdate, Store } from '../../src/net/store'

type Message = Record<string, unknown> & { op: string }

class Wire {
  binaryType = ''
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  isClosed = false
  readonly channels = new Map<number, string>()
  readonly #server: Server
  constructor(server: Server) {
    this.#server = server
  }
  send(data: string | Uint8Array): void {
    if (this.isClosed) return
    if (typeof data === 'string') this.#server.text(this, JSON.parse(data) as Message)
    else this.#server.binary(this, data)
  }
  close(): void {
    this.isClosed = true
  }
  say(message: Message): void {
    if (!this.isClosed) this.onmessage?.({ data: JSON.stringify(message) })
  }
  frame(ch: number, frame: DocumentFrame): void {
    if (!this.isClosed) this.onmessage?.({ data: encodeFrame(ch, frame).slice().buffer })
  }
}

export class Server {
  day: Day
  pos = 1
  mode: 'rw' | 'ro' = 'rw'
  epoch = 1
  ydoc = new Y.Doc()
  isReachable = true
  withholdsAcks = false
  withholdsAnswers = false
  refusesWith: string | null = null
  wire: Wire | null = null
  tickets = 0
  readonly texts: Message[] = [] // all that came
  readonly frames: DocumentFrame[] = []
  #cid = 1000

  constructor(day: Day) {
    this.day = day
  }

  readonly world: SocketWorld = {
    ticket: async () => (this.isReachable ? `t${++this.tickets}` : null),
    random: () => 0,
    connect: () => {
      const wire = new Wire(this)
      this.wire = wire
      queueMicrotask(() => {
        if (!this.isReachable || wire.isClosed) return wire.onclose?.()
        wire.onopen?.()
        this.welcome(wire)
      })
      return wire as unknown as WebSocket
    },
  }

  welcome(wire: Wire): void {
    wire.say({
      op: 'welcome',
      seat: 'pa',
      pos: this.pos,
      now_ms: Date.now(),
      day: this.day,
      people: [{ seat: 'pa', name: 'Pia' }],
      storage_ok: true,
    })
  }

  /** The line breaks, and stays broken until `isReachable` again. */
  cut(): void {
    this.isReachable = false
    const wire = this.wire
    this.wire = null
    wire?.onclose?.()
  }

  happens(event: DayEvent): void {
    this.pos = event.pos
    this.wire?.say({ op: 'events', events: [event] })
  }

  /** Someone else writes. */
  writes(field: string, at: number, text: string): void {
    const before = Y.encodeStateVector(this.ydoc)
    this.ydoc.getText(field).insert(at, text)
    this.toAll({ kind: 'update', update: Y.encodeStateAsUpdate(this.ydoc, before) })
  }

  toAll(frame: DocumentFrame): void {
    for (const ch of this.wire?.channels.keys() ?? []) this.wire?.frame(ch, frame)
  }

  says(message: Message): void {
    this.wire?.say(message)
  }

  textOf(field: string): string {
    return this.ydoc.getText(field).toString()
  }

  text(wire: Wire, message: Message): void {
    this.texts.push(message)
    if (message.op === 'open') this.#opens(wire, message)
    if (message.op === 'close') wire.channels.delete(message['ch'] as number)
    if (message.op === 'command' && !this.withholdsAnswers)
      wire.say({ op: 'answer', id: message['id'], outcome: 'done', pos: 7 })
  }

  #opens(wire: Wire, message: Message): void {
    const ch = message['ch'] as number
    const have = message['have'] as { epoch: number; cid: number } | null
    const cid = have !== null && have.epoch === this.epoch ? have.cid : this.#cid++
    wire.channels.set(ch, message['doc'] as string)
    wire.say({ op: 'opened', ch, doc: message['doc'], epoch: this.epoch, mode: this.mode, cid, seq: 0 })
    wire.frame(ch, { kind: 'vector', vector: Y.encodeStateVector(this.ydoc) })
  }

  binary(wire: Wire, data: Uint8Array): void {
    const message = decodeFrame(data)
    if (message === null) throw new Error('the client sent nonsense')
    const { ch, frame } = message
    if (!wire.channels.has(ch)) return
    this.frames.push(frame)
    if (frame.kind === 'vector')
      wire.frame(ch, { kind: 'state', update: Y.encodeStateAsUpdate(this.ydoc, frame.vector) })
    if (frame.kind !== 'numbered' && frame.kind !== 'answer') return
    if (this.refusesWith !== null) return wire.frame(ch, { kind: 'nack', seq: frame.seq, code: this.refusesWith })
    Y.applyUpdate(this.ydoc, frame.update)
    wire.frame(ch, { kind: 'update', update: frame.update })
    if (!this.withholdsAcks) wire.frame(ch, { kind: 'ack', seq: frame.seq })
  }
}

/** What a device keeps, for a test that reloads the page. */
export class MemoryStore implements Store {
  readonly updates = new Map<string, KeptUpdate & { doc: string }>()
  readonly asides = new Map<string, KeptAside & { doc: string }>()
  isBroken = false
  async keep(doc: string, kept: KeptUpdate): Promise<boolean> {
    if (this.isBroken) return false
    this.updates.set(kept.key, { ...kept, doc })
    return true
  }
  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.updates.delete(key)
  }
  async load(doc: string): Promise<readonly KeptUpdate[]> {
    return [...this.updates.values()].filter((one) => one.doc === doc)
  }
  async keepAside(doc: string, aside: KeptAside): Promise<void> {
    this.asides.set(aside.id, { ...aside, doc })
  }
  async forgetAside(id: string): Promise<void> {
    this.asides.delete(id)
  }
  async loadAsides(doc: string): Promise<readonly KeptAside[]> {
    return [...this.asides.values()].filter((one) => one.doc === doc)
  }
}
