/* socket.ts - keeps one WebSocket open to the server, through tunnels, sleep and restarts.
 * A ticket for each try; full jitter between tries; at once when the device comes back; a socket that has gone silent
 * is abandoned, never waited for. */

export interface SocketEvents {
  opened(): void
  text(message: unknown): void
  binary(bytes: Uint8Array): void
  lost(): void
  signedOut(): void
}

/** What a socket needs of the world; a test brings its own. */
export interface SocketWorld {
  ticket(): Promise<string | 'signed_out' | null>
  connect(ticket: string): WebSocket
  random(): number
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
const CONNECT_WITHIN_MS = 5000
const SILENT_MS = 30_000 // the server says something every 20 s
const DOUBTFUL_MS = 17_000 // when the page is looked at again
const TICK_MS = 1000

export class Socket {
  readonly #world: SocketWorld
  readonly #events: SocketEvents
  #ws: WebSocket | null = null
  #isOpen = false
  #stopped = true
  #attempt = 0 // tries since the server last said welcome
  #round = 0 // names the present try; what an older one brings is ignored
  #retry: ReturnType<typeof setTimeout> | undefined
  #connectTimer: ReturnType<typeof setTimeout> | undefined
  #ticker: ReturnType<typeof setInterval> | undefined
  #retryAfterMs: number | null = null
  #heardAt = 0

  constructor(world: SocketWorld, events: SocketEvents) {
    this.#world = world
    this.#events = events
  }

  get isOpen(): boolean {
    return this.#isOpen
  }
  get heardAt(): number {
    return this.#heardAt
  }

  start(): void {
    this.#stopped = false
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
    this.#listen('addEventListener')
    void this.#connect()
  }

  stop(): void {
    this.#stopped = true
    this.#round++
    clearInterval(this.#ticker)
    clearTimeout(this.#retry)
    this.#listen('removeEventListener')
    this.#drop()
  }

  sendText(message: object): boolean {
    if (!this.#isOpen) return false
    this.#ws?.send(JSON.stringify(message))
    return true
  }

  sendBinary(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#isOpen) return false
    this.#ws?.send(bytes)
    return true
  }

  /** The server knows us: the next trouble starts with short waits again. */
  settled(): void {
    this.#attempt = 0
  }

  /** The server said when to come back. */
  retryAfter(ms: number): void {
    this.#retryAfterMs = ms
  }

  /** This socket is not to be trusted any more: let it go and make another. */
  abandon(): void {
    if (this.#stopped) return
    this.#drop()
    void this.#connect()
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry)
    const round = ++this.#round
    const ticket = await this.#world.ticket()
    if (round !== this.#round || this.#stopped) return
    if (ticket === 'signed_out') {
      this.stop()
      this.#events.signedOut()
      return
    }
    if (ticket === null) return this.#retryLater()
    const ws = this.#world.connect(ticket)
    ws.binaryType = 'arraybuffer'
    this.#ws = ws
    this.#connectTimer = setTimeout(() => round === this.#round && this.#failed(), CONNECT_WITHIN_MS)
    ws.onopen = () => {
      clearTimeout(this.#connectTimer)
      this.#isOpen = true
      this.#heardAt = Date.now()
      this.#events.opened()
    }
    ws.onmessage = (message) => this.#receive(message.data)
    ws.onclose = () => this.#failed()
    ws.onerror = () => undefined // a close follows
  }

  #receive(data: unknown): void {
    this.#heardAt = Date.now()
    if (data instanceof ArrayBuffer) this.#events.binary(new Uint8Array(data))
    else if (typeof data === 'string') this.#events.text(JSON.parse(data))
  }

  #failed(): void {
    this.#drop()
    if (!this.#stopped) this.#retryLater()
  }

  #retryLater(): void {
    const cap = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#attempt + 1))
    const jittered = FIRST_WAIT_MS + this.#world.random() * (cap - FIRST_WAIT_MS)
    const wait = this.#retryAfterMs ?? jittered
    this.#retryAfterMs = null
    this.#attempt++
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#connect(), wait)
  }

  /* Whatever the old socket still brings is not heard: its handlers are gone. */
  #drop(): void {
    clearTimeout(this.#connectTimer)
    const ws = this.#ws
    const wasOpen = this.#isOpen
    this.#ws = null
    this.#isOpen = false
    if (ws !== null) {
      ws.onopen = ws.onmessage = ws.onclose = ws.onerror = null
      ws.close()
    }
    if (wasOpen) this.#events.lost()
  }

  #tick(): void {
    if (this.#isOpen && Date.now() - this.#heardAt > SILENT_MS) this.abandon()
  }

  /* The device is awake, looked at or online again: do not sit out a wait, do not trust a socket that slept. */
  readonly #wake = (): void => {
    if (document.visibilityState === 'hidden' || this.#stopped) return
    if (this.#isOpen) {
      if (Date.now() - this.#heardAt > DOUBTFUL_MS) this.abandon()
    } else if (this.#ws === null) {
      void this.#connect()
    }
  }

  /* The device itself says that it has no network: a socket does not notice for minutes. */
  readonly #offline = (): void => {
    if (this.#isOpen) this.#failed()
  }

  #listen(how: 'addEventListener' | 'removeEventListener'): void {
    window[how]('online', this.#wake)
    window[how]('offline', this.#offline)
    window[how]('pageshow', this.#wake)
    document[how]('visibilitychange', this.#wake)
  }
}
