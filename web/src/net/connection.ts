/* connection.ts - what the screens know of the line to the server: the contract between net/ and view/.
 * One connection per tab and seat. Everything on it is a signal, so a view that reads it follows it. */

import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc, Text } from 'yjs'
import type { CommandData, CommandKind, Day, Refusal } from '../model/messages'

/** What became of a wish. `unknown`: nobody answered; it may or may not have happened. */
export type Answer =
  | { readonly outcome: 'done'; readonly pos: number }
  | { readonly outcome: 'refused'; readonly code: Refusal; readonly detail: string | null }
  | { readonly outcome: 'unknown' }

/** `broken` only after two seconds of trouble: a hiccup is not shown to people. */
export type Line = 'connecting' | 'open' | 'broken' | 'signed_out'

export interface Connection {
  readonly seat: string
  /** The whole model, folded from the events; null before the welcome. */
  readonly day: ReadonlySignal<Day | null>
  /** Seat -> the person's name. */
  readonly people: ReadonlySignal<ReadonlyMap<string, string>>
  /** Seat -> the documents that person has open; who is not here is not in it. */
  readonly present: ReadonlySignal<ReadonlyMap<string, readonly string[]>>
  readonly line: ReadonlySignal<Line>
  /** When something last came from the server, in this device's clock: the age of what is shown. 0: never yet. */
  readonly heardAt: ReadonlySignal<number>
  readonly storageOk: ReadonlySignal<boolean>
  /** The server's clock, in ms since 1970. */
  serverNow(): number
  /** One id per call, sent again until it is answered; `unknown` only when given up after 30 s. */
  command<K extends CommandKind>(kind: K, data: CommandData[K]): Promise<Answer>
  /** Counted: everyone who opens gets the same session; call leave() when the view goes. */
  openDocument(doc: string): DocumentSession
  lateEdits(doc: string): Promise<LateEdits>
}

export type Mode = 'opening' | 'rw' | 'ro' | 'refused'

/** Where what was typed on this device is now. `waiting`: how many changes no disk of the server has yet. */
export type SavedState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly waiting: number }
  | { readonly kind: 'offline'; readonly waiting: number } // kept on this device
  | { readonly kind: 'unsafe'; readonly waiting: number } // only in this page's memory

/** Text of a field that did not make it into the shared document. */
export interface UnsentText {
  readonly id: string
  readonly field: string
  readonly mine: string // as it stood on this device
  readonly now: string // as everyone has it
  readonly why: 'late' | 'read_only' | 'epoch' | 'refused'
}

export interface Writer {
  readonly seat: string
  readonly name: string
  readonly field: string
  readonly color: number // 0..7, the same for everyone
  readonly typing: boolean // a moment ago
}

export interface DocumentSession {
  readonly doc: string
  readonly mode: ReadonlySignal<Mode>
  /** Why an open was refused. */
  readonly refusal: ReadonlySignal<string | null>
  readonly saved: ReadonlySignal<SavedState>
  /** "Tätä et ehtinyt lähettää" */
  readonly unsent: ReadonlySignal<readonly UnsentText[]>
  /** The person has seen the unsent text and lets it go. */
  dropUnsent(id: string): void
  readonly writers: ReadonlySignal<readonly Writer[]>
  /** Follows the text of a field as everyone has it, own changes included. */
  text(field: string): ReadonlySignal<string>
  leave(): void
  /** For editor/: what a field binds to. Replaced by a fresh one when the epoch changes. */
  readonly shared: ReadonlySignal<SharedText>
}

export interface SharedText {
  readonly ydoc: Doc
  readonly awareness: Awareness
  field(name: string): Text
  /** Tells the others where this person is; null: in no field. */
  setCursor(cursor: Cursor | null): void
  /** While held, remote changes wait: an input method is composing. Returns the release. */
  hold(): () => void
  /** Bindings add what takes their field's last letters into the text: called before the text is locked or left. */
  readonly settlers: Set<() => void>
}

/** Yjs relative positions as JSON: they stay with their letters when others write. */
export interface Cursor {
  readonly field: string
  readonly anchor: unknown
  readonly head: unknown
}

export interface LateEdits {
  readonly doc: string
  readonly edits: readonly LateEditShown[]
}
export interface LateEditShown {
  readonly late: number
  readonly by: string
  readonly at_ms: number
  readonly fields: readonly { readonly field: string; readonly was: string; readonly would_be: string }[]
}

export const ConnectionContext = createContext<Connection | null>(null)

/** The connection of this page; only below /p/<seat>. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext)
  if (connection === null) throw new Error('no connection above this view')
  return connection
}
