/* session.ts - tickets and the end of a session: the few plain requests beside the socket. */

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

/** A new personal link for somebody who lost theirs. `code`: why not. */
export async function renewLink(seat: string, whose: string): Promise<{ url: string } | { code: string } | null> {
  const answer = await post('/api/v1/link', { seat: whose }, seat)
  if (answer === null) return null
  const { url, code } = answer.body
  if (answer.ok && typeof url === 'string') return { url }
  return { code: typeof code === 'string' ? code : `${answer.status}` }
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
