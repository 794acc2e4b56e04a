/* lobby.ts - the doors of the lobby: what hangs in the hall, and the way in by it. */
import { post } from './session'

export interface HallCode {
  readonly code: string
  readonly url: string
  readonly left_ms: number
  readonly qr: { readonly size: number; readonly path: string }
}

/** What hangs in the hall now; null: not for this seat, or no answer. */
export async function fetchHallCode(seat: string): Promise<HallCode | null> {
  const answer = await post('/api/v1/lobby/code', {}, seat)
  return answer?.ok ? (answer.body as unknown as HallCode) : null
}

export interface Hall {
  readonly title: string
  readonly organisations: readonly { readonly organisation: string; readonly name: string }[]
}

/** Where the code leads; a string: why nowhere. */
export async function lookIn(code: string): Promise<Hall | string> {
  const answer = await post('/api/v1/lobby', { code })
  if (answer === null) return 'line'
  return answer.ok ? (answer.body as unknown as Hall) : String(answer.body['code'] ?? 'line')
}

export interface Asking {
  readonly code: string
  readonly name: string
  readonly organisation: string
}

/** Asks to be let in: the personal link that will open the seat then. A string: why not. */
export async function askIn(asking: Asking): Promise<{ id: string; secret: string } | string> {
  const answer = await post('/api/v1/lobby/ask', asking)
  if (answer === null) return 'line'
  const { id, secret, code } = answer.body
  if (answer.ok && typeof id === 'string' && typeof secret === 'string') return { id, secret }
  return String(code ?? 'line')
}
