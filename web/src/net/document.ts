/* document.ts - one shared text and its way to the server: opens it, sends own changes numbered, hears what is on disk,
 * keeps what is not, and never lets a refused word vanish.
 *
 *   opening -> open -> ready         `opened` came; then the server's vector and state; then own changes flow
 *   ready -> stopped                 a NACK: this channel takes nothing more; the text is opened again on another
 *   (line lost) -> none              everything unconfirmed is sent again as one answer when the line is back
 *
 * A text of another epoch is another text: own unconfirmed words are set aside for the person, never merged in. */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import * as Y from 'yjs'
import type { DocumentSession, Mode, SavedState, SharedText, UnsentText, Writer } from './connection'
import { Copy } from './copy'
import type { DocumentFrame } from './frames'
import type { KeptAside, KeptUpdate, Store } from './store'
import { writersOf } from './writers'

/** What a document needs of the connection. */
export interface DocumentLine {
  readonly user: { readonly seat: string; readonly name: string }
  readonly isOpen: () => boolean
  readonly isBroken: ReadonlySignal<boolean>
  readonly storageOk: ReadonlySignal<boolean>
  /** A channel number that nobody uses; the frames that come on it reach `document`. */
  claim(document: SharedDocument): number
  release(ch: number): void
  text(message: object): boolean
  frame(ch: number, frame: DocumentFrame): boolean
  /** Own changes flow again: says so to whoever waits for the last words. */
  ready(document: SharedDocument): void
  abandon(): void
}

interface Channel {
  readonly ch: number
  phase: 'opening' | 'open' | 'ready' | 'stopped'
  seq: number
  serverVector: Uint8Array | null
  isSynced: boolean
}

/** Own changes that no disk of the server has, as far as we know. */
interface Pending {
  readonly key: string
  readonly update: Uint8Array
  readonly fields: readonly string[]
  kept: 'asked' | 'yes' | 'no'
  seq: number | null // as sent on the present channel
  sentAt: number
}

const COALESCE_MS = 60
const AWARENESS_MS = 100
const STUCK_MS = 8000
const REOPEN_MS = 1000
const PENDING_TRIES = 2

export class SharedDocument implements DocumentSession {
  readonly doc: string
  readonly mode: ReadonlySignal<Mode>
  readonly saved: ReadonlySignal<SavedState>
  readonly unsent: ReadonlySignal<readonly UnsentText[]>
  readonly writers: ReadonlySignal<readonly Writer[]>
  readonly refusal: ReadonlySignal<string | null>
  readonly shared: ReadonlySignal<SharedText>

  readonly #line: DocumentLine
  readonly #store: Store
  readonly #onLeave: () => void
  readonly #copy
  readonly #mode = signal<Mode>('opening')
  readonly #refusal = signal<string | null>(null)
  readonly #isTyping = signal(false) // words wait in the buffer
  readonly #pending = signal<readonly Pending[]>([])
  readonly #asides = signal<readonly KeptAside[]>([])
  readonly #writers = signal<readonly Writer[]>([])
  readonly #texts = new Map<string, ReturnType<typeof signal<string>>>()
  readonly #cursorAt = new Map<number, number>()
  #channel: Channel | null = null
  #epoch: number | null = null
  #serverMode: 'rw' | 'ro' = 'ro'
  #kept: readonly KeptUpdate[] | null = null // null: not loaded yet
  #buffer: { updates: Uint8Array[]; fields: Set<string> } = { updates: [], fields: new Set() }
  #flushTimer: ReturnType<typeof setTimeout> | undefined
  #awarenessTimer: ReturnType<typeof setTimeout> | undefined
  #reopenTimer: ReturnType<typeof setTimeout> | undefined
  #reopenTries = 0
  #isClosed = false

  constructor(doc: string, line: DocumentLine, store: Store, onLeave: () => void) {
    this.doc = doc
    this.#line = line
    this.#store = store
    this.#onLeave = onLeave
    this.#copy = signal(this.#freshCopy())
    this.shared = this.#copy
    this.refusal = this.#refusal
    this.writers = this.#writers
    this.mode = computed(() => (this.#mode.value === 'rw' && !line.storageOk.value ? 'ro' : this.#mode.value))
    this.saved = computed(() => savedState(this.#pending.value, this.#isTyping.value, line.isBroken.value))
    this.unsent = computed(() =>
      this.#mode.value === 'opening'
        ? []
        : this.#asides.value.map((aside) => ({ ...aside, now: this.text(aside.field).value })),
    )
    void this.#load()
  }

  get epoch(): number | null {
    return this.#epoch
  }
  get hasPending(): boolean {
    return this.#pending.value.length > 0 || this.#buffer.updates.length > 0
  }

  text(field: string): ReadonlySignal<string> {
    let text = this.#texts.get(field)
    if (text === undefined) {
      text = signal(this.#copy.peek().field(field).toString())
      this.#texts.set(field, text)
    }
    return text as ReadonlySignal<string>
  }

  leave(): void {
    this.#onLeave()
  }

  dropUnsent(id: string): void {
    this.#asides.value = this.#asides.value.filter((aside) => aside.id !== id)
    void this.#store.forgetAside(id)
  }

  // ---- the line's side

  /** The line is open (again), or a refusal may have changed. */
  open(): void {
    if (this.#channel !== null || this.#kept === null || this.#isClosed || !this.#line.isOpen()) return
    const ch = this.#line.claim(this)
    this.#channel = { ch, phase: 'opening', seq: 0, serverVector: null, isSynced: false }
    const have = this.#epoch === null ? null : { epoch: this.#epoch, cid: this.#copy.peek().ydoc.clientID }
    this.#line.text({ op: 'open', ch, doc: this.doc, have })
  }

  lost(): void {
    clearTimeout(this.#reopenTimer)
    if (this.#channel !== null) this.#line.release(this.#channel.ch)
    this.#channel = null
    for (const one of this.#pending.value) one.seq = null
    this.#copy.peek().forgetOthers()
  }

  close(): void {
    this.flush()
    this.#isClosed = true
    this.#leaveChannel()
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#awarenessTimer)
    clearTimeout(this.#reopenTimer)
    this.#copy.peek().destroy()
  }

  opened(frame: { epoch: number; mode: 'rw' | 'ro'; cid: number }): void {
    const channel = this.#channel
    if (channel === null || channel.phase !== 'opening') return
    if (this.#epoch !== null && frame.epoch !== this.#epoch) this.#setAside('epoch')
    this.#refusal.value = null
    this.#serverMode = frame.mode
    channel.phase = 'open'
    const copy = this.#copy.peek()
    copy.name(frame.cid)
    if (this.#epoch === null) this.#takeKept(frame.epoch)
    this.#epoch = frame.epoch
    this.#line.frame(channel.ch, { kind: 'vector', vector: copy.vector() })
    copy.repeatCursor()
  }

  refused(code: string): void {
    if (this.#channel === null) return
    this.#line.release(this.#channel.ch)
    this.#channel = null
    this.#refusal.value = code
    this.#mode.value = 'refused'
  }

  modeChanged(frame: { mode: 'rw' | 'ro'; epoch: number }): void {
    if (this.#epoch !== null && frame.epoch !== this.#epoch) {
      this.flush()
      this.#setAside('epoch')
      this.#reopen()
      return
    }
    this.#serverMode = frame.mode
    if (frame.mode === 'ro') this.flush()
    if (this.#channel?.phase === 'ready') this.#mode.value = frame.mode
  }

  receive(frame: DocumentFrame): void {
    const channel = this.#channel
    if (channel === null) return
    switch (frame.kind) {
      case 'vector':
        channel.serverVector = frame.vector
        return this.#answer(channel)
      case 'state':
        this.#copy.peek().applyRemote(frame.update)
        channel.isSynced = true
        return this.#answer(channel)
      case 'update':
        return this.#copy.peek().applyRemote(frame.update)
      case 'awareness':
        return this.#copy.peek().applyAwareness(frame.update)
      case 'ack':
        return this.#acked(frame.seq)
      case 'nack':
        return this.#nacked(frame.code)
      default:
        return // what only a client says
    }
  }

  /** Sends what was typed, now. */
  flush(): void {
    clearTimeout(this.#flushTimer)
    const { updates, fields } = this.#buffer
    if (updates.length === 0) return
    this.#emptyBuffer()
    const update = Y.mergeUpdates(updates)
    const one: Pending = { key: nextKey(), update, fields: [...fields], kept: 'asked', seq: null, sentAt: 0 }
    this.#pending.value = [...this.#pending.value, one]
    void this.#keep(one)
    const channel = this.#channel
    if (channel?.phase === 'ready' && this.#line.frame(channel.ch, { kind: 'numbered', seq: channel.seq + 1, update }))
      mark(one, ++channel.seq)
  }

  /** The hand-in is announced: ends compositions, sends the last words and says so. */
  settleAndConfirm(): void {
    this.#copy.peek().settle()
    this.flush()
    if (this.#channel?.phase === 'ready') this.#line.text({ op: 'flushed', doc: this.doc, seq: this.#channel.seq })
  }

  /** "Connected" is not "saved": a channel that confirms nothing for long is done over. */
  tick(now: number): void {
    const first = this.#pending.value.find((one) => one.seq !== null)
    if (
      this.#channel?.phase === 'ready' &&
      this.#line.storageOk.peek() &&
      first !== undefined &&
      now - first.sentAt > STUCK_MS
    ) {
      for (const one of this.#pending.value) one.seq = null
      this.#line.abandon()
    }
    if (this.#writers.peek().some((w) => w.typing)) this.#countWriters()
  }

  // ---- own changes on their way

  #answer(channel: Channel): void {
    if (channel.phase !== 'open' || channel.serverVector === null || !channel.isSynced) return
    this.flush()
    const copy = this.#copy.peek()
    if (this.#pending.value.length > 0 || copy.isAheadOf(channel.serverVector)) {
      const seq = ++channel.seq
      for (const one of this.#pending.value) mark(one, seq)
      this.#line.frame(channel.ch, { kind: 'answer', seq, update: copy.since(channel.serverVector) })
    }
    channel.phase = 'ready'
    this.#mode.value = this.#serverMode
    this.#dropEqualAsides()
    this.#line.ready(this)
  }

  #acked(seq: number): void {
    this.#reopenTries = 0
    const isAcked = (one: Pending) => one.seq !== null && one.seq <= seq
    void this.#store.forget(this.#pending.value.filter(isAcked).map((one) => one.key))
    this.#pending.value = this.#pending.value.filter((one) => !isAcked(one))
  }

  #nacked(code: string): void {
    if (this.#channel !== null) this.#channel.phase = 'stopped'
    for (const one of this.#pending.value) one.seq = null
    const isKept = code === 'storage' || (code === 'pending' && this.#reopenTries++ < PENDING_TRIES)
    if (!isKept) this.#setAside(code === 'late' || code === 'read_only' ? code : 'refused')
    if (code === 'storage') this.#reopenWhenStored()
    else this.#reopen()
  }

  /* The disk refused: nothing is lost here. Open again when the server says that it takes records. */
  #reopenWhenStored(): void {
    clearTimeout(this.#reopenTimer)
    this.#reopenTimer = setTimeout(() => {
      if (this.#channel?.phase !== 'stopped') return
      if (this.#line.storageOk.peek()) this.#reopen()
      else this.#reopenWhenStored()
    }, REOPEN_MS)
  }

  #reopen(): void {
    this.#leaveChannel()
    this.open()
  }

  #leaveChannel(): void {
    if (this.#channel === null) return
    this.#line.text({ op: 'close', ch: this.#channel.ch })
    this.#line.release(this.#channel.ch)
    this.#channel = null
  }

  // ---- what is not confirmed

  async #load(): Promise<void> {
    const [kept, asides] = await Promise.all([this.#store.load(this.doc), this.#store.loadAsides(this.doc)])
    this.#kept = kept
    this.#asides.value = [...this.#asides.value, ...asides]
    this.open()
  }

  async #keep(one: Pending): Promise<void> {
    const texts = Object.fromEntries(one.fields.map((field) => [field, this.#copy.peek().field(field).toString()]))
    const { key, update, fields } = one
    const ok = await this.#store.keep(this.doc, { key, epoch: this.#epoch ?? 0, update, fields, texts })
    one.kept = ok ? 'yes' : 'no'
    if (!this.#pending.value.includes(one)) void this.#store.forget([one.key]) // confirmed or set aside meanwhile
    this.#pending.value = [...this.#pending.value]
  }

  /* After a reload: own changes of this epoch go on; those of another are shown to the person. */
  #takeKept(epoch: number): void {
    const kept = this.#kept ?? []
    this.#kept = []
    for (const one of kept.filter((k) => k.epoch === epoch)) {
      this.#copy.peek().applyKept(one.update)
      const { key, update, fields } = one
      this.#pending.value = [...this.#pending.value, { key, update, fields, kept: 'yes', seq: null, sentAt: 0 }]
    }
    const others = kept.filter((k) => k.epoch !== epoch)
    const texts = new Map(others.flatMap((k) => Object.entries(k.texts)))
    this.#addAsides([...texts], 'epoch')
    void this.#store.forget(others.map((k) => k.key))
  }

  /* Own words that cannot go into the shared text any more: kept for the person; a fresh copy takes the old one's place. */
  #setAside(why: KeptAside['why']): void {
    const old = this.#copy.peek()
    old.settle()
    const fields = new Set([...this.#pending.value.flatMap((one) => one.fields), ...this.#buffer.fields])
    this.#addAsides(
      [...fields].map((field) => [field, old.field(field).toString()]),
      why,
    )
    void this.#store.forget(this.#pending.value.map((one) => one.key))
    this.#pending.value = []
    this.#emptyBuffer()
    this.#epoch = null
    this.#mode.value = 'opening'
    this.#cursorAt.clear()
    this.#copy.value = this.#freshCopy()
    this.#writers.value = []
    old.destroy()
  }

  #addAsides(texts: readonly (readonly [string, string])[], why: KeptAside['why']): void {
    const asides = texts.map(([field, mine]): KeptAside => ({ id: nextKey(), field, mine, why }))
    for (const aside of asides) void this.#store.keepAside(this.doc, aside)
    this.#asides.value = [...this.#asides.value, ...asides]
  }

  /* The words arrived after all, or say the same. */
  #dropEqualAsides(): void {
    for (const aside of this.#asides.peek()) if (aside.mine === this.text(aside.field).peek()) this.dropUnsent(aside.id)
  }

  // ---- this device's copy

  #freshCopy(): Copy {
    const copy: Copy = new Copy(this.#line.user, {
      changed: (update, fields) => this.#changed(update, fields),
      awareness: () => this.#sendAwarenessSoon(),
    })
    copy.ydoc.on('afterTransaction', () => this.#showTexts(copy))
    copy.awareness.on('change', (change: { added: number[]; updated: number[] }) => {
      for (const client of [...change.added, ...change.updated]) this.#cursorAt.set(client, Date.now())
      this.#countWriters()
    })
    this.#showTexts(copy)
    return copy
  }

  #emptyBuffer(): void {
    this.#buffer = { updates: [], fields: new Set() }
    this.#isTyping.value = false
  }

  #changed(update: Uint8Array, fields: readonly string[]): void {
    this.#isTyping.value = true
    this.#buffer.updates.push(update)
    for (const field of fields) this.#buffer.fields.add(field)
    if (this.#buffer.updates.length === 1) this.#flushTimer = setTimeout(() => this.flush(), COALESCE_MS)
  }

  #showTexts(copy: Copy): void {
    for (const [field, text] of this.#texts) text.value = copy.field(field).toString()
  }

  #countWriters(): void {
    this.#writers.value = writersOf(this.#copy.peek().awareness, this.#line.user.seat, this.#cursorAt, Date.now())
  }

  #sendAwarenessSoon(): void {
    this.#awarenessTimer ??= setTimeout(() => this.#sendAwareness(), AWARENESS_MS)
  }

  #sendAwareness(): void {
    clearTimeout(this.#awarenessTimer)
    this.#awarenessTimer = undefined
    const channel = this.#channel
    const copy = this.#copy.peek()
    if (channel === null || channel.phase === 'opening' || channel.phase === 'stopped') return
    this.#line.frame(channel.ch, { kind: 'awareness', update: copy.ownAwareness() })
  }
}

/** The words under a text are true by construction: "saved" only when nothing is unconfirmed. */
export function savedState(
  pending: readonly Pick<Pending, 'kept'>[],
  isTyping: boolean,
  isBroken: boolean,
): SavedState {
  const waiting = pending.length + (isTyping ? 1 : 0)
  if (waiting === 0) return { kind: 'saved' }
  if (!isBroken) return { kind: 'saving', waiting }
  if (pending.some((one) => one.kept === 'no')) return { kind: 'unsafe', waiting }
  return { kind: !isTyping && pending.every((one) => one.kept === 'yes') ? 'offline' : 'saving', waiting }
}

function mark(one: Pending, seq: number): void {
  one.seq = seq
  one.sentAt = Date.now()
}

let counter = 0
/* Sorts in the order of typing. */
function nextKey(): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  return `${Date.now().toString(36)}-${String(counter++).padStart(8, '0')}-${random.toString(36)}`
}
