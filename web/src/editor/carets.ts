/* carets.ts - where the others' carets and selections stand in a field, as pieces of its text for the mirror to draw. */
import * as Y from 'yjs'
import type { SharedText } from '../net/connection'
import { colorOf, type Presence } from '../net/writers'

export interface Caret {
  readonly client: number
  readonly name: string
  readonly color: number
  readonly from: number // from = to: nothing selected
  readonly to: number
  readonly head: number
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly color: number | null } // color: someone has it selected
  | { readonly kind: 'caret'; readonly caret: Caret }

export function caretsIn(shared: SharedText, field: string, ownSeat: string): readonly Caret[] {
  const carets: Caret[] = []
  for (const [client, raw] of shared.awareness.getStates()) {
    const { user, cursor } = raw as Presence
    if (
      client === shared.awareness.clientID ||
      cursor?.field !== field ||
      user?.seat === undefined ||
      user.seat === ownSeat
    )
      continue
    const anchor = absolute(shared, field, cursor.anchor)
    const head = absolute(shared, field, cursor.head)
    if (anchor === null || head === null) continue
    const [from, to] = anchor < head ? [anchor, head] : [head, anchor]
    carets.push({ client, name: user.name ?? '', color: colorOf(user.seat), from, to, head })
  }
  return carets.sort((a, b) => a.head - b.head)
}

/** The text cut where a caret stands or a selection begins or ends. */
export function piecesOf(text: string, carets: readonly Caret[]): readonly Piece[] {
  const edges = new Set([0, text.length])
  for (const caret of carets) for (const at of [caret.from, caret.to, caret.head]) edges.add(Math.min(at, text.length))
  const cuts = [...edges].sort((a, b) => a - b)
  const pieces: Piece[] = []
  for (const [n, at] of cuts.entries()) {
    for (const caret of carets) if (Math.min(caret.head, text.length) === at) pieces.push({ kind: 'caret', caret })
    const next = cuts[n + 1]
    if (next === undefined) break
    const color = carets.find((c) => c.from <= at && c.to >= next && c.from < c.to)?.color ?? null
    pieces.push({ kind: 'text', text: text.slice(at, next), color })
  }
  return pieces
}

/* Another person's word about a position: nonsense is no caret, never an error. */
function absolute(shared: SharedText, field: string, json: unknown): number | null {
  try {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), shared.ydoc)
    return found !== null && found.type === shared.field(field) ? found.index : null
  } catch {
    return null
  }
}
