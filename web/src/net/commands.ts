/* commands.ts - a wish and its answer: each has one id for life, so that sending it again cannot do it twice. */
import type { CommandData, CommandKind, Refusal } from '../model/messages'
import type { Answer } from './connection'

interface Waiting {
  readonly message: object
  readonly since: number
  sentAt: number
  readonly resolve: (answer: Answer) => void
}

const ASK_AGAIN_MS = 10_000
const GIVE_UP_MS = 30_000

export class Commands {
  readonly #send: (message: object) => boolean
  readonly #waiting = new Map<string, Waiting>()

  constructor(send: (message: object) => boolean) {
    this.#send = send
  }

  command<K extends CommandKind>(kind: K, data: CommandData[K]): Promise<Answer> {
    const id = uuid()
    return new Promise((resolve) => {
      const now = Date.now()
      const one: Waiting = { message: { op: 'command', id, kind, data }, since: now, sentAt: now, resolve }
      this.#waiting.set(id, one)
      this.#send(one.message)
    })
  }

  /** Takes an `answer` frame; answers nobody waits for any more are let go. */
  answered(frame: { id: string; outcome: string; pos?: number; code?: Refusal; detail?: string | null }): void {
    const one = this.#waiting.get(frame.id)
    if (one === undefined) return
    this.#waiting.delete(frame.id)
    if (frame.outcome === 'done') one.resolve({ outcome: 'done', pos: frame.pos ?? 0 })
    else if (frame.outcome === 'refused' && frame.code !== undefined)
      one.resolve({ outcome: 'refused', code: frame.code, detail: frame.detail ?? null })
    else one.resolve({ outcome: 'unknown' })
  }

  /** The line is back: nobody knows which of these arrived, so all of them go again. */
  resend(): void {
    for (const one of this.#waiting.values()) this.#ask(one)
  }

  tick(): void {
    const now = Date.now()
    for (const [id, one] of this.#waiting) {
      if (now - one.since >= GIVE_UP_MS) {
        this.#waiting.delete(id)
        one.resolve({ outcome: 'unknown' })
      } else if (now - one.sentAt >= ASK_AGAIN_MS) this.#ask(one)
    }
  }

  #ask(one: Waiting): void {
    one.sentAt = Date.now()
    this.#send(one.message)
  }
}

/** crypto.randomUUID is missing on plain http, where a hall without a certificate lives. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(b, (n) => n.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
