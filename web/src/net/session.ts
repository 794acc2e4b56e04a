/* session.ts - tickets for the socket, and plain requests beside it. */

/** A ticket for one socket. `signed_out`: the session is over; null: no answer, try later. */
export async function fetchTicket(seat: string): Promise<string | 'signed_out' | null> {
  const answer = await post('/api/v1/ticket', {}, seat)
  if (answer === null) return null
  if (answer.status === 401) return 'signed_out'
  const ticket = answer.body['ticket']
  return answer.ok && typeof ticket === 'string' ? ticket : null
}

/** Nobody comes in here again without the link. False: no answer, so perhaps not. */
export async function signOut(seat: string): Promise<boolean> {
  const answer = await post('/api/v1/sign-out', {}, seat)
  return answer !== null && (answer.ok || answer.status === 401)
}

const ANSWER_WITHIN_MS = 5000

/** null: offline, cut short or too slow. */
export async function post(path: string, body: object, seat?: string) {
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
