/* pace.mjs - nobody types faster than a server lets one seat send: a burst, then so many letters a second. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sleep } from './wait.mjs'

const PER_SECOND = 50
const BURST = 150

export class Pace {
  #left
  #at = performance.now()

  /* left: of the burst, where the seat has sent before. */
  constructor(left = BURST) {
    this.#left = left
  }

  async turn() {
    await breathe()
    const now = performance.now()
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) * PER_SECOND) / 1000)
    this.#at = now
    this.#left -= 1
    if (this.#left < 0) await sleep((-this.#left * 1000) / PER_SECOND)
  }
}
