/* table.mjs - a table of replay.mjs over real sockets: each author an own client, every third of them the stock
 * y-websocket, the others on /ws. */
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { Hub } from './hub.mjs'
import { Stock } from './stock.mjs'
import { until } from './wait.mjs'

const PATIENCE_MS = 60_000

export class SocketTable {
  #hubs
  #clients = new Map()
  #doc
  #actions

  /* hubs: seat -> Hub, shared between tables, filled here as authors come. actions: those the document has. */
  constructor(server, doc, hubs, actions = []) {
    this.server = server
    this.#doc = doc
    this.#hubs = hubs
    this.#actions = [...actions]
  }

  async hub(seat) {
    if (!this.#hubs.has(seat)) this.#hubs.set(seat, Hub.enter(this.server, seat))
    return this.#hubs.get(seat)
  }

  /* What somebody on paper says is written down by the group's secretary. */
  async hand(who, edit) {
    const seat = edit.by_proxy ?? who
    if (!this.#clients.has(seat)) this.#clients.set(seat, await this.#newClient(seat))
    return this.#clients.get(seat)
  }

  async #newClient(seat) {
    if (this.#clients.size % 3 === 2) return Stock.enter(this.server, seat, this.#doc)
    const hub = await this.hub(seat)
    return hub.open(this.#doc)
  }

  /* Whoever wrote first adds the actions as they are needed; the server names them a1, a2, a3 in this order. */
  async action(name) {
    if (this.#actions.includes(name)) return
    const [seat] = this.#clients.keys()
    const hub = await this.hub(seat)
    await hub.do('action_add', { doc: this.#doc })
    const added = hub.events.findLast(({ kind, data }) => kind === 'action_added' && data.doc === this.#doc)
    assert.equal(added.data.action, name, 'actions are named in the order they are made')
    this.#actions.push(name)
  }

  apart(authors) {
    for (const who of authors) this.#clients.get(who).hold()
  }

  async meet(authors) {
    await Promise.all(authors.map((who) => this.#clients.get(who).release()))
  }

  async settle(field) {
    const clients = [...this.#clients.values()]
    await Promise.all(clients.map((client) => client.saved(PATIENCE_MS)))
    await until(
      () => isSame(clients.map((client) => client.text(field))),
      PATIENCE_MS,
      `${field} of ${this.#doc} is the same everywhere`,
    )
    return clients.map((client) => client.text(field))
  }

  /* Every client's texts and state vector, when they have become the same. */
  async end(fields) {
    const clients = [...this.#clients.values()]
    await until(
      () => isSame(clients.map((client) => vectorOf(client.ydoc))),
      PATIENCE_MS,
      `the state vectors of ${this.#doc} are the same`,
    )
    return clients.map((client) => Object.fromEntries(fields.map((field) => [field, client.text(field)])))
  }

  get clients() {
    return this.#clients
  }
}

function isSame(list) {
  return list.every((one) => one === list[0])
}

function vectorOf(ydoc) {
  const vector = Y.decodeStateVector(Y.encodeStateVector(ydoc))
  return JSON.stringify([...vector].sort(([a], [b]) => a - b))
}
