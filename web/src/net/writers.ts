/* writers.ts - who is in a text and where, out of Yjs awareness. */
import type { Awareness } from 'y-protocols/awareness'
import type { Writer } from './connection'

/** What each client tells of itself; `user` is the server's word, not the client's. */
export interface Presence {
  readonly user?: { readonly seat?: string; readonly name?: string }
  readonly cursor?: { readonly field?: string; readonly anchor?: unknown; readonly head?: unknown } | null
}

export const COLORS = 8
export const TYPING_MS = 4000

/** The same colour for a person on every screen. */
export function colorOf(seat: string): number {
  let hash = 0
  for (let i = 0; i < seat.length; i++) hash = (hash * 31 + seat.charCodeAt(i)) >>> 0
  return hash % COLORS
}

/** Others with a field in hand; one entry a person and field. `changedAt`: when a client's cursor last moved. */
export function writersOf(
  awareness: Awareness,
  ownSeat: string,
  changedAt: ReadonlyMap<number, number>,
  now: number,
): readonly Writer[] {
  const found = new Map<string, Writer>()
  for (const [client, raw] of awareness.getStates()) {
    const state = raw as Presence
    const seat = state.user?.seat
    const field = state.cursor?.field
    if (client === awareness.clientID || seat === undefined || seat === ownSeat || typeof field !== 'string') continue
    const key = `${seat} ${field}`
    const typing = now - (changedAt.get(client) ?? 0) < TYPING_MS || (found.get(key)?.typing ?? false)
    found.set(key, { seat, name: state.user?.name ?? '', field, color: colorOf(seat), typing })
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}
