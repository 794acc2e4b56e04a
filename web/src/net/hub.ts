/* hub.ts - the connection of one seat: one socket, the day folded from it, wishes and answers, the open texts. */
import { computed, signal } from '@preact/signals'
import { apply } from '../model/day'
import type { Later } from '../model/meeting'
import type { CommandData, CommandKind, Day, DayEvent, Refusal } from '../model/messages'
import { groupOfDoc } from '../model/rights'
import { Commands } from './commands'
import type { Answer, Connection, LateEdits, Line } from './connection'
import { type DocumentLine, SharedDocument } from './document'
import { decodeFrame, encodeFrame } from './frames'
import { fetchTicket } from './session'
import { Socket, type SocketWorld } from './socket'
import { openStore, type Store } from './store'

type ServerMessage =
  | {
      op: 'welcome'
      seat: string
      pos: number
      now_ms: number
      day: Day
      people: readonly { seat: string; name: string }[]
      storage_ok: boolean
    }
  | { op: 'events'; events: readonly DayEvent[] }
  | { op: 'person'; seat: string; name: string }
  | { op: 'answer'; id: string; outcome: string; pos?: number; code?: Refusal; detail?: string | null }
  | { op: 'opened'; ch: number; doc: string; epoch: number; mode: 'rw' | 'ro'; cid: number; seq: number }
  | { op: 'mode'; ch: number; mode: 'rw' | 'ro'; epoch: number }
  | { op: 'refused'; ch: number; code: string }
  | ({ op: 'late' } & LateEdits)
  | { op: 'present'; here: readonly { seat: string; docs: readonly string[] }[] }
  | { op: 'storage'; ok: boolean }
  | { op: 'alive'; now_ms: number }
  | { op: 'restarting'; retry_ms: number }
  | { op: 'error'; code: string }

interface OpenDocument {
  readonly document: SharedDocument
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

const SHOW_TROUBLE_MS = 2000
const LINGER_MS = 3000 // a text that is left is often opened again by the next view
const LATE_WITHIN_MS = 10_000
const LAST_CHANNEL = 127
const TICK_MS = 1000

export class Hub implements Connection {
  readonly seat: string
  readonly day = signal<Day | null>(null)
  readonly people = signal<ReadonlyMap<string, string>>(new Map())
  readonly present = signal<ReadonlyMap<string, readonly string[]>>(new Map())
  readonly line = signal<Line>('connecting')
  readonly storageOk = signal(true)
  readonly heardAt = signal(0)

  readonly #store: Store
  readonly #socket: Socket
  readonly #commands: Commands
  readonly #documentLine: DocumentLine
  readonly #channels = new Map<number, SharedDocument>()
  readonly #documents = new Map<string, OpenDocument>()
  readonly #lateWaiting = new Map<string, ((edits: LateEdits) => void)[]>()
  #lastChannel = 0
  #later: Later | null = null
  #waiting: DayEvent[] = [] // for the second half of the fold, which is on its way
  #pos = 0
  #clockOffset = 0
  #isWelcome = false
  #troubleTimer: ReturnType<typeof setTimeout> | undefined
  #ticker: ReturnType<typeof setInterval> | undefined

  constructor(seat: string, world: SocketWorld = browserWorld(seat), store: Store = openStore(seat)) {
    this.seat = seat
    this.#store = store
    this.#socket = new Socket(world, {
      opened: () => undefined, // the welcome counts
      text: (message) => this.#receive(message as ServerMessage),
      binary: (bytes) => this.#receiveFrame(bytes),
      lost: () => this.#lost(),
      signedOut: () => this.#signedOut(),
    })
    this.#commands = new Commands((message) => this.#isWelcome && this.#socket.sendText(message))
    this.#documentLine = this.#lineForDocuments()
  }

  // ---- for the screens

  serverNow(): number {
    return Date.now() + this.#clockOffset
  }

  command<K extends CommandKind>(kind: K, data: CommandData[K]): Promise<Answer> {
    return this.#commands.command(kind, data)
  }

  openDocument(doc: string): SharedDocument {
    let open = this.#documents.get(doc)
    if (open === undefined) {
      const document = new SharedDocument(doc, this.#documentLine, this.#store, () => this.#leave(doc))
      open = { document, users: 0, closing: undefined }
      this.#documents.set(doc, open)
    }
    open.users++
    clearTimeout(open.closing)
    return open.document
  }

  lateEdits(doc: string): Promise<LateEdits> {
    return new Promise((resolve, reject) => {
      if (!this.#socket.sendText({ op: 'late', doc })) return reject(new Error('no line'))
      this.#lateWaiting.set(doc, [...(this.#lateWaiting.get(doc) ?? []), resolve])
      setTimeout(() => reject(new Error('no answer')), LATE_WITHIN_MS)
    })
  }

  // ---- from the first page of the seat to the last

  start(): void {
    this.#trouble()
    this.#socket.start()
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
    this.#listen('addEventListener')
  }

  stop(): void {
    for (const { document, closing } of this.#documents.values()) {
      clearTimeout(closing)
      document.close()
    }
    this.#documents.clear()
    this.#socket.stop()
    clearInterval(this.#ticker)
    clearTimeout(this.#troubleTimer)
    this.#listen('removeEventListener')
  }

  #tick(): void {
    this.#commands.tick()
    for (const { document } of this.#documents.values()) document.tick(Date.now())
  }

  #listen(how: 'addEventListener' | 'removeEventListener'): void {
    window[how]('pagehide', this.#flushAll)
    window[how]('beforeunload', this.#onLeaving as EventListener)
    document[how]('visibilitychange', this.#onHidden)
  }

  readonly #flushAll = (): void => {
    for (const { document } of this.#documents.values()) document.flush()
  }

  readonly #onHidden = (): void => {
    if (document.visibilityState === 'hidden') this.#flushAll()
  }

  readonly #onLeaving = (event: BeforeUnloadEvent): void => {
    this.#flushAll()
    const kinds = [...this.#documents.values()].map((open) => open.document.saved.peek().kind)
    if (kinds.some((kind) => kind === 'offline' || kind === 'unsafe')) event.preventDefault()
  }

  // ---- the line

  /* A hiccup is not shown: only what lasts. */
  #trouble(): void {
    if (this.line.peek() === 'signed_out') return
    this.#troubleTimer ??= setTimeout(() => {
      this.line.value = 'broken'
    }, SHOW_TROUBLE_MS)
  }

  #lost(): void {
    this.#isWelcome = false
    for (const { document } of this.#documents.values()) document.lost()
    this.#trouble()
  }

  #signedOut(): void {
    clearTimeout(this.#troubleTimer)
    this.line.value = 'signed_out'
  }

  #receiveFrame(bytes: Uint8Array): void {
    this.heardAt.value = Date.now()
    const message = decodeFrame(bytes)
    if (message !== null) this.#channels.get(message.ch)?.receive(message.frame)
  }

  #receive(message: ServerMessage): void {
    this.heardAt.value = Date.now()
    switch (message.op) {
      case 'welcome':
        return this.#welcome(message)
      case 'events':
        return this.#events(message.events)
      case 'person':
        this.people.value = new Map(this.people.peek()).set(message.seat, message.name)
        return
      case 'answer':
        return this.#commands.answered(message)
      case 'opened':
        return this.#channels.get(message.ch)?.opened(message)
      case 'mode':
        return this.#channels.get(message.ch)?.modeChanged(message)
      case 'refused':
        return this.#channels.get(message.ch)?.refused(message.code)
      case 'late':
        return this.#late(message)
      case 'present':
        this.present.value = new Map(message.here.map((one) => [one.seat, one.docs]))
        return
      case 'storage':
        this.storageOk.value = message.ok
        return
      case 'alive':
        this.#clockOffset = message.now_ms - Date.now()
        return
      case 'restarting':
        return this.#socket.retryAfter(message.retry_ms)
      case 'error':
        console.warn(message.code)
    }
  }

  /* A second one on the same line replaces the model: the whole was shorter than what was missed. */
  #welcome(message: Extract<ServerMessage, { op: 'welcome' }>): void {
    clearTimeout(this.#troubleTimer)
    this.#troubleTimer = undefined
    this.#socket.settled()
    this.#isWelcome = true
    this.#pos = message.pos
    this.#clockOffset = message.now_ms - Date.now()
    this.people.value = new Map(message.people.map((one) => [one.seat, one.name]))
    this.storageOk.value = message.storage_ok
    this.day.value = message.day
    this.line.value = 'open'
    this.#commands.resend()
    for (const { document } of this.#documents.values()) {
      document.open()
      this.#confirmHandIn(document)
    }
  }

  #events(list: readonly DayEvent[]): void {
    if (this.#waiting.length > 0) return void this.#waiting.push(...list)
    let day = this.day.peek()
    const fresh = list.filter((event) => event.pos > this.#pos)
    if (fresh.length === 0 || day === null) return
    for (const [at, event] of fresh.entries()) {
      const after = apply(day, event, this.#later)
      if (after === null) {
        this.#wait(fresh.splice(at))
        break
      }
      day = after
      this.#pos = event.pos
    }
    this.day.value = day
    const isAnnounced = fresh.some((event) => event.kind === 'handin_announced')
    for (const { document } of this.#documents.values()) {
      if (isAnnounced) this.#confirmHandIn(document)
      if (document.mode.peek() === 'refused') document.open() // it may be open to us now
    }
  }

  /* Where it cannot be had, the line is taken for broken: the welcome after that brings the whole day. */
  #wait(events: readonly DayEvent[]): void {
    this.#waiting.push(...events)
    void import('../model/meeting').then(
      ({ later }) => {
        this.#later = later
        this.#events(this.#waiting.splice(0))
      },
      () => {
        this.#waiting.length = 0
        this.#socket.abandon()
      },
    )
  }

  #late(message: LateEdits): void {
    for (const resolve of this.#lateWaiting.get(message.doc) ?? []) resolve({ doc: message.doc, edits: message.edits })
    this.#lateWaiting.delete(message.doc)
  }

  // ---- the open texts

  #lineForDocuments(): DocumentLine {
    const { seat, people } = this
    return {
      user: {
        seat,
        get name() {
          return people.peek().get(seat) ?? ''
        },
      },
      isOpen: () => this.#isWelcome,
      isBroken: computed(() => this.line.value === 'broken' || this.line.value === 'signed_out'),
      storageOk: this.storageOk,
      claim: (document) => this.#claim(document),
      release: (ch) => void this.#channels.delete(ch),
      text: (message) => this.#socket.sendText(message),
      frame: (ch, frame) => this.#socket.sendBinary(encodeFrame(ch, frame)),
      ready: (document) => this.#confirmHandIn(document),
      abandon: () => this.#socket.abandon(),
    }
  }

  #claim(document: SharedDocument): number {
    do this.#lastChannel = (this.#lastChannel % LAST_CHANNEL) + 1
    while (this.#channels.has(this.#lastChannel))
    this.#channels.set(this.#lastChannel, document)
    return this.#lastChannel
  }

  /* A hand-in that is announced waits for each writer's last words. */
  #confirmHandIn(document: SharedDocument): void {
    const day = this.day.peek()
    if (day !== null && groupOfDoc(day, document.doc)?.state === 'handing_in') document.settleAndConfirm()
  }

  #leave(doc: string): void {
    const open = this.#documents.get(doc)
    if (open === undefined || --open.users > 0) return
    open.document.flush()
    open.closing = setTimeout(() => this.#closeWhenSaved(doc, open), LINGER_MS)
  }

  #closeWhenSaved(doc: string, open: OpenDocument): void {
    if (open.document.hasPending) {
      open.closing = setTimeout(() => this.#closeWhenSaved(doc, open), LINGER_MS)
      return
    }
    open.document.close()
    this.#documents.delete(doc)
  }
}

function browserWorld(seat: string): SocketWorld {
  return {
    ticket: () => fetchTicket(seat),
    connect: (ticket) => {
      const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(`${scheme}//${location.host}/ws?ticket=${encodeURIComponent(ticket)}`)
    },
    random: Math.random,
  }
}
