/* files.mjs - the files of a workload, as ydoc_bench.c tells them at its top: written here, read by every engine. */
import { readFileSync } from 'node:fs'

const UPDATES = 'HYTEULS1'
const TRACE = 'HYTETRC1'
const HEADER_BYTES = 12

/* Bytes that grow; whole lists of millions of small ones fit only so. */
class Growing {
  #bytes = Buffer.alloc(1 << 16)
  #used = HEADER_BYTES
  #count = 0

  constructor(magic) {
    this.#bytes.write(magic, 'latin1')
  }

  /* A record's numbers, then its bytes. */
  add(numbers, bytes) {
    const end = this.#used + 4 * numbers.length + bytes.length
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(end)])
    for (const number of numbers) this.#used = this.#bytes.writeUInt32LE(number, this.#used)
    this.#bytes.set(bytes, this.#used)
    this.#used = end
    this.#count++
  }

  bytes() {
    this.#bytes.writeUInt32LE(this.#count, 8)
    return this.#bytes.subarray(0, this.#used)
  }
}

export class UpdateList {
  #out = new Growing(UPDATES)

  add(update) {
    this.#out.add([update.length], update)
  }

  bytes() {
    return this.#out.bytes()
  }
}

/* An edit is [position, deleted, inserted], as in the traces. */
export function traceBytes(edits) {
  const out = new Growing(TRACE)
  for (const [at, deleted, inserted] of edits) {
    const text = Buffer.from(inserted)
    out.add([at, deleted, text.length], text)
  }
  return out.bytes()
}

function opened(path, magic) {
  const bytes = readFileSync(path)
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new Error(`${path} does not begin with ${magic}`)
  return { bytes, count: bytes.readUInt32LE(8) }
}

/* The first `limit` of them; each a copy, as it would come from a socket. */
export function readUpdates(path, limit = Infinity) {
  const { bytes, count } = opened(path, UPDATES)
  const updates = []
  for (let at = HEADER_BYTES; updates.length < Math.min(count, limit); ) {
    const end = at + 4 + bytes.readUInt32LE(at)
    updates.push(Uint8Array.prototype.slice.call(bytes, at + 4, end))
    at = end
  }
  return updates
}

export function readTrace(path, limit = Infinity) {
  const { bytes, count } = opened(path, TRACE)
  const edits = []
  for (let at = HEADER_BYTES; edits.length < Math.min(count, limit); ) {
    const end = at + 12 + bytes.readUInt32LE(at + 8)
    edits.push([bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.toString('utf8', at + 12, end)])
    at = end
  }
  return edits
}

/* What the edits make of an empty text, without any engine. */
export function textAfter(edits) {
  let text = ''
  for (const [at, deleted, inserted] of edits) text = text.slice(0, at) + inserted + text.slice(at + deleted)
  return text
}
