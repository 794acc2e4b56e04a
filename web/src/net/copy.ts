/* copy.ts - this device's copy of one shared text: a Y.Doc and who is in it, for as long as its epoch lasts.
 * Own changes are told to the owner with the fields they touched; remote ones can be held back while an input method
 * is composing (the CRDT makes waiting free). */

import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Cursor, SharedText } from './connection'

const REMOTE = 'remote'
const KEPT = 'kept'

export interface CopyEvents {
  changed(update: Uint8Array, fields: readonly string[]): void
  awareness(update: Uint8Array): void
}

export class Copy implements SharedText {
  readonly ydoc = new Y.Doc()
  readonly awareness = new Awareness(this.ydoc)
  /** Bindings take what is in their field into the text: called before the last words are sent. */
  readonly settlers = new Set<() => void>()
  readonly #events: CopyEvents
  #cursor: Cursor | null = null
  #holds = 0
  #held: Uint8Array[] = []
  #touched: readonly string[] = []
  readonly #user: { readonly seat: string; readonly name: string }

  constructor(user: { readonly seat: string; readonly name: string }, events: CopyEvents) {
    this.#events = events
    this.#user = user
    this.setCursor(null)
    this.ydoc.on('beforeObserverCalls', (transaction) => {
      this.#touched = [...transaction.changed.keys()].map((type) => this.#nameOf(type)).filter((name) => name !== '')
    })
    this.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE && origin !== KEPT) this.#events.changed(update, this.#touched)
    })
    this.awareness.on('update', (_: unknown, origin: unknown) => {
      if (origin === REMOTE) return
      this.#events.awareness(this.ownAwareness())
    })
  }

  field(name: string): Y.Text {
    return this.ydoc.getText(name)
  }

  /** Names this copy as the server wants it named. Before the first own change, or between two. */
  name(clientId: number): void {
    if (clientId === this.ydoc.clientID) return
    removeAwarenessStates(this.awareness, [this.ydoc.clientID], REMOTE)
    this.ydoc.clientID = clientId
    this.awareness.clientID = clientId
    this.repeatCursor()
  }

  /** Where this person is; also said again unchanged when the line is back, so that the others see it at once. */
  setCursor(cursor: Cursor | null): void {
    this.#cursor = cursor
    this.awareness.setLocalState({ user: this.#user, cursor })
  }

  repeatCursor(): void {
    this.setCursor(this.#cursor)
  }

  applyRemote(update: Uint8Array): void {
    if (this.#holds > 0) this.#held.push(update)
    else Y.applyUpdate(this.ydoc, update, REMOTE)
  }

  /** Own changes from before a reload. They may wait inside the doc for what they build on. */
  applyKept(update: Uint8Array): void {
    Y.applyUpdate(this.ydoc, update, KEPT)
  }

  hold(): () => void {
    this.#holds++
    let released = false
    return () => {
      if (released) return
      released = true
      this.#holds--
      if (this.#holds === 0 && this.#held.length > 0) {
        const held = this.#held
        this.#held = []
        Y.applyUpdate(this.ydoc, Y.mergeUpdates(held), REMOTE)
      }
    }
  }

  settle(): void {
    for (const settle of this.settlers) settle()
  }

  /** What the other side lacks, by its state vector. */
  since(vector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc, vector)
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.ydoc)
  }

  /** Has this device structs that the other side lacks? */
  isAheadOf(vector: Uint8Array): boolean {
    const theirs = Y.decodeStateVector(vector)
    for (const [client, clock] of Y.decodeStateVector(this.vector())) if (clock > (theirs.get(client) ?? 0)) return true
    return false
  }

  applyAwareness(update: Uint8Array): void {
    applyAwarenessUpdate(this.awareness, update, REMOTE)
  }

  ownAwareness(): Uint8Array {
    return encodeAwarenessUpdate(this.awareness, [this.ydoc.clientID])
  }

  /** The line is gone: where the others' cursors are now, nobody knows. */
  forgetOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.ydoc.clientID)
    removeAwarenessStates(this.awareness, others, REMOTE)
  }

  destroy(): void {
    this.awareness.destroy()
    this.ydoc.destroy()
  }

  #nameOf(type: object): string {
    for (const [name, shared] of this.ydoc.share) if (shared === type) return name
    return ''
  }
}
