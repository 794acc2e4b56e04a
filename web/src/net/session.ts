/* session.ts - signing in and tickets: the few plain requests beside the socket. No Yjs here: the join page uses it. */

export type SignIn =
  | { readonly outcome: 'in'; readonly seat: string }
  | { readonly outcome: 'refused'; readonly code: string } // link_unknown, link_ended
  | { readonly outcome: 'unreachable' }

/** A personal link's id and secret for a session; the cookie comes with the answer. */
export async function signIn(id: string, secret: string): Promise<SignIn> {
  const answer = await post('/api/v1/session', { id, secret })
  if (answer === null) return { outcome: 'unreachable' }
  if (answer.ok && typeof answer.body['seat'] === 'string') return { outcome: 'in', seat: answer.body['seat'] }
  if (answer.status >= 500) return { outcome: 'unreachable' }
  return { outcome: 'refused', code: codeOf(answer.body) }
}

/** A ticket for one socket. `signed_out`: the session is over; null: no answer, try later. */
export async function fetchTicket(seat: string): Promise<string | 'signed_out' | null> {
  const answer = await post('/api/v1/ticket', {}, seat)
  if (answer === null) return null
  if (answer.status === 401) return 'signed_out'
  const ticket = answer.body['ticket']
  return answer.ok && typeof ticket === 'string' ? ticket : null
}

export async function endSession(seat: string): Promise<void> {
  await post('/api/v1/sign-out', {}, seat)
}

const ANSWER_WITHIN_MS = 5000

async function post(path: string, body: object, seat?: string) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(seat === undefined ? {} : { 'X-Sopu-Seat': seat }) },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const text = await response.text()
    return { ok: response.ok, status: response.status, body: parsed(text) }
  } catch {
    return null // offline, cut short or too slow
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function codeOf(body: Record<string, unknown>): string {
  return typeof body['code'] === 'string' ? body['code'] : 'link_unknown'
}
