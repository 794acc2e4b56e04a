/* stock.mjs - y-websocket 3.1.0 as it comes from the registry, on /yjs/<doc>: other people's editors work too.
 * Each connection needs a ticket of its own, so one is put into the provider's parameters before it connects. */
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Session } from './session.mjs'
import { changeText } from './text.mjs'
import { until } from './wait.mjs'

const PATIENCE_MS = 30_000

/* Each provider listens for the end of the process. */
process.setMaxListeners(0)

class PlainWebSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { perMessageDeflate: false })
  }
}

const open = new Set()

export class Stock {
  /* Those that a failed test left behind would try for ever to come back. */
  static async closeAll() {
    for (const stock of open) await stock.close()
  }

  static async enter(server, seat, doc) {
    const stock = new Stock(await Session.of(server, seat), doc)
    await stock.connect()
    return stock
  }

  constructor(session, doc) {
    open.add(this)
    this.session = session
    this.name = doc
    this.ydoc = new Y.Doc()
    this.closes = []
    this.provider = new WebsocketProvider(`${session.server.url.replace('http', 'ws')}/yjs`, doc, this.ydoc, {
      connect: false,
      disableBc: true,
      params: {},
      WebSocketPolyfill: PlainWebSocket,
    })
    /* 4400-4499 end a stock provider for good, whatever else happens; after all others it comes again. */
    this.provider.on('connection-close', (event) => {
      if (event === null) return /* we went ourselves */
      this.closes.push(event.code)
      this.#newTicket().catch(() => {})
    })
    this.provider.on('connection-error', () => this.#newTicket().catch(() => {}))
  }

  async #newTicket() {
    this.provider.params.ticket = await this.session.ticket()
  }

  async connect() {
    const before = this.closes.length
    await this.#newTicket()
    this.provider.connect()
    await until(
      () => this.provider.synced || this.closes.length > before,
      PATIENCE_MS,
      `${this.name} for ${this.session.seat}`,
    )
  }

  text(field) {
    return this.ydoc.getText(field).toString()
  }

  change(field, changes, typed) {
    return changeText(this.ydoc.getText(field), changes, typed, () => this.session.pace.turn())
  }

  /* The stock client has no notion of saved; nobody else sees what is not on disk, so others' screens tell. */
  async saved() {}

  /* It goes offline: what it writes now reaches the others after release. */
  hold() {
    this.provider.disconnect()
  }

  async release() {
    await this.connect()
  }

  async close() {
    open.delete(this)
    this.provider.destroy()
    this.ydoc.destroy()
  }
}
