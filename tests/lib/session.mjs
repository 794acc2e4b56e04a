/* session.mjs - signing in with a personal link, tickets for sockets, commands by HTTP. */
import { randomUUID } from 'node:crypto'
import { Pace } from './pace.mjs'

const ANSWER_MS = 120_000

export class Session {
  constructor(server, seat, cookie) {
    this.server = server
    this.seat = seat
    this.cookie = cookie
    this.pace = new Pace()
  }

  static async of(server, seat) {
    const link = server.links.get(seat)
    if (!link) throw new Error(`there is no link for the seat ${seat}`)
    const [id, secret] = link.url.split('#')[1].split('.')
    const answer = await post(server, '/api/v1/session', { id, secret })
    if (answer.status !== 200)
      throw new Error(`the link of ${seat} was refused: ${answer.status} ${JSON.stringify(answer.body)}`)
    if (answer.body.seat !== seat) throw new Error(`the link of ${seat} opened the seat ${answer.body.seat}`)
    return new Session(server, seat, answer.cookie)
  }

  get headers() {
    return { 'X-Sopu-Seat': this.seat, Cookie: this.cookie }
  }

  async ticket() {
    const answer = await post(this.server, '/api/v1/ticket', {}, this.headers)
    if (answer.status !== 200)
      throw new Error(`no ticket for ${this.seat}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body.ticket
  }

  /* -> { status, body }; ask again with the same id after 503 or a broken line. */
  command(kind, data, id = randomUUID()) {
    return post(this.server, '/api/v1/commands', { id, kind, data }, this.headers)
  }
}

/* A request as a program makes it. `body` is sent as JSON unless it is a string or bytes already. */
export async function post(server, path, body, headers = {}) {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: raw ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  const text = await answer.text()
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]
  return { status: answer.status, headers: answer.headers, cookie, body: text === '' ? null : parse(text) }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
