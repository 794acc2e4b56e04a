/* draw.mjs - bursts against the doors, drawn from a seed: what browsers send, and everything beside it. A burst is plain
 * data, so that it can be kept and played again (play.mjs):
 *   [{ door: 'http' | 'ws' | 'yjs', seat, doc, pieces: [...], end: 'fin' | 'cut' | 'stay' }, ...]
 * A line is one connection; its pieces go out one after the other. A piece is bytes (a latin1 string, in which ‹seat›,
 * ‹cookie› and ‹ticket› are filled in), or { open: ch, doc }, or { update: ch, seq, field, text, turned: [[at, byte]] }:
 * a change made with real Yjs under the client id that the server has issued, perhaps with bytes turned over. */
import { readFileSync } from 'node:fs'
import { randomOf } from '../../lib/random.mjs'
import { drawHttp } from './draw_http.mjs'

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/messages.json', import.meta.url), 'utf8'))
const WILD = [
  '1e400',
  '-1e400',
  '99999999999999999999',
  '-9223372036854775809',
  '9007199254740993',
  '0.5',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\ud83d\\ude00"',
  'null',
  'true',
  '[]',
  '{}',
  '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}',
  '"',
  '}',
  '1,"op":"open"',
  '"\xc0\xaf"',
  '"\xed\xa0\x80"',
]

/* What the day knows of each key: every text that stands under it, anywhere. */
function namesOf(day) {
  const names = new Map()
  const note = (key, value) => {
    if (typeof value === 'string' && value !== '') names.set(key, [...(names.get(key) ?? []), value])
  }
  const look = (json) => {
    for (const [key, value] of Object.entries(json)) {
      note(key, value)
      if (Array.isArray(value)) for (const one of value) note(key, one)
      if (value !== null && typeof value === 'object') look(value)
    }
  }
  look(day)
  return names
}

export class Draw {
  constructor(day, seed) {
    this.day = day
    this.names = namesOf(day)
    this.random = randomOf(seed)
  }

  burst() {
    return Array.from({ length: 1 + this.random.below(3) }, () =>
      this.random.oneIn(2.5) ? drawHttp(this) : this.random.oneIn(4) ? this.stock() : this.hub(),
    )
  }

  name(key) {
    const called = { parent: 'item', hash: 'seat', action: 'actions', code: 'letter' }
    return this.random.of(this.names.get(called[key] ?? key) ?? ['a1'])
  }

  /* Often somebody who leads: the others may do little. */
  seat() {
    const leads = ({ roles }) => roles.some((role) => !['participant', 'observer', 'wall'].includes(role))
    return this.random.of(this.random.oneIn(3) ? this.day.seats.filter(leads) : this.day.seats)
  }

  /* Most of the time the text that the seat may write. */
  doc({ group }) {
    const own = this.day.groups.find((one) => one.group === group)
    return own && !this.random.oneIn(5) ? own.doc : this.name('doc')
  }

  bytes(length) {
    return String.fromCharCode(...Array.from({ length }, () => this.random.below(256)))
  }

  end() {
    return this.random.of(['fin', 'fin', 'cut', 'cut', 'cut', 'stay'])
  }

  /* --- JSON ---------------------------------------------------------------------------------------------------------- */

  value(key, type) {
    const { random } = this
    if (type.startsWith('[')) return Array.from({ length: random.below(4) }, () => this.value(key, type.slice(1, -1)))
    if (SCHEMA.enums[type]) return random.of(SCHEMA.enums[type])
    if (SCHEMA.structs[type]) return this.object(SCHEMA.structs[type])
    if (type.startsWith('text')) return random.oneIn(6) ? 'ä😀'.repeat(random.below(400)) : this.name(key)
    if (type === 'int') return random.of([0, 1, 2, 60, -1, 601, 2 ** 53, 1.5])
    if (type === 'time') return Date.now() + random.of([0, 60_000, 3_600_000, -1, 2 ** 50])
    return type === 'bool' ? random.oneIn(2) : this.name(key)
  }

  object(fields) {
    const entries = Object.entries(fields).filter(([name]) => !name.endsWith('?') || this.random.oneIn(2))
    return Object.fromEntries(
      entries.map(([name, type]) => [name.replace('?', ''), this.value(name.replace('?', ''), type)]),
    )
  }

  uuid() {
    const digits = () => this.random.below(65536).toString(16).padStart(4, '0')
    return `${digits()}${digits()}-${digits()}-4000-8000-${digits()}${digits()}${digits()}`
  }

  command() {
    const kind = this.random.of(Object.keys(SCHEMA.commands))
    return { id: this.uuid(), kind, data: this.object(SCHEMA.commands[kind]) }
  }

  message(seat) {
    const ch = 1 + this.random.below(3)
    const doc = this.doc(seat)
    const command = () => ({ op: 'command', ...this.command() })
    return this.random.of([
      command,
      command,
      command,
      () => ({
        op: 'open',
        ch,
        doc,
        have: this.random.oneIn(2) ? null : { epoch: 1, cid: this.random.below(2 ** 30) },
      }),
      () => ({ op: 'close', ch }),
      () => ({ op: 'flushed', doc, seq: this.random.below(3) }),
      () => ({ op: 'late', doc }),
    ])()
  }

  /* As UTF-8 bytes; often with something in it that the schema does not know. */
  json(message) {
    let text = Buffer.from(JSON.stringify(message)).toString('latin1')
    if (!this.random.oneIn(4)) return text
    const values = [...text.matchAll(/:("[^"]*"|[^,{}[\]]+)/g)]
    const at = values.length > 0 ? this.random.of(values) : null
    if (at && this.random.oneIn(1.5))
      text = text.slice(0, at.index + 1) + this.random.of(WILD) + text.slice(at.index + at[0].length)
    else if (this.random.oneIn(3)) text = '['.repeat(this.random.below(5000)) + text
    else
      text = text.slice(0, this.random.below(text.length)) + this.bytes(1) + text.slice(this.random.below(text.length))
    return text
  }

  /* --- frames of a WebSocket ------------------------------------------------------------------------------------------ */

  frame(opcode, payload, { fin = true, rsv = 0, isMasked = true, announce = BigInt(payload.length) } = {}) {
    const mask = isMasked ? 0x80 : 0
    let head = String.fromCharCode((fin ? 0x80 : 0) | (rsv << 4) | opcode)
    if (announce < 126n) head += String.fromCharCode(mask | Number(announce))
    else {
      const size = announce < 65536n ? 2 : 8
      head += String.fromCharCode(mask | (size === 2 ? 126 : 127))
      for (let n = size - 1; n >= 0; n--) head += String.fromCharCode(Number((announce >> BigInt(8 * n)) & 255n))
    }
    if (!isMasked) return head + payload
    const key = this.bytes(4)
    const masked = Array.from(payload, (c, i) => String.fromCharCode(c.charCodeAt(0) ^ key.charCodeAt(i % 4)))
    return head + key + masked.join('')
  }

  /* A whole message in one frame, or in several with control frames between them. */
  whole(opcode, payload) {
    if (!this.random.oneIn(4)) return this.frame(opcode, payload)
    let frames = ''
    for (let at = 0; ; ) {
      const next = Math.min(payload.length, at + 1 + this.random.below(payload.length))
      frames += this.frame(at === 0 ? opcode : 0, payload.slice(at, next), { fin: next === payload.length })
      if (next === payload.length) return frames
      if (this.random.oneIn(3)) frames += this.frame(this.random.of([9, 10]), this.bytes(this.random.below(126)))
      at = next
    }
  }

  /* What no client that is well sends. */
  odd() {
    const { random } = this
    const payload = this.bytes(random.below(200))
    return random.of([
      () => this.frame(random.below(16), payload, { fin: random.oneIn(2), rsv: random.below(8) }),
      () => this.frame(random.of([1, 2]), payload, { isMasked: false }),
      () => this.frame(random.of([1, 2, 0]), payload, { fin: random.oneIn(2) }),
      () =>
        this.frame(2, payload, {
          announce: random.of([125n, 126n, 65535n, 262145n, 1n << 31n, 1n << 62n, (1n << 64n) - 1n]),
        }),
      () => this.frame(random.of([8, 9, 10]), this.bytes(126 + random.below(300))),
      () => this.frame(random.of([8, 9, 10]), payload.slice(0, 100), { fin: false }),
      () =>
        this.frame(8, random.of(['', '\x03', '\x03\xe8', '\x03\xed', '\xff\xff', '\x03\xe8\xff\xfe', '\x03\xf7bye'])),
      () => this.frame(1, random.of(['\xff', '\xc0\xaf', '\xed\xa0\x80', '\xe2\x82', '\xf4\x90\x80\x80'])),
      () => this.frame(1, payload, { fin: false }) + this.frame(1, payload),
      () => this.frame(0, payload),
      () => this.frame(9, '').repeat(1 + random.below(300)),
      () => this.frame(2, this.bytes(60_000), { fin: false }),
      () => payload,
    ])()
  }

  /* --- documents ------------------------------------------------------------------------------------------------------ */

  varUint(number) {
    let text = ''
    for (let rest = number; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) return text + String.fromCharCode(rest)
      text += String.fromCharCode((rest % 128) | 128)
    }
  }

  buffer(bytes) {
    return this.varUint(this.random.oneIn(8) ? this.random.below(2 ** 31) : bytes.length) + bytes
  }

  awareness() {
    const state = this.json({ user: { seat: 'x' }, cursor: { field: 'title', anchor: null, head: null } })
    return this.varUint(1) + this.varUint(this.random.below(2 ** 30)) + this.varUint(1) + this.buffer(state)
  }

  /* y-protocols, half right: the kind and its body agree more often than not. */
  sync(kinds) {
    const kind = this.random.of(kinds)
    const body = this.random.of([
      '\0',
      '\x01\x05\x03',
      '\0\0',
      '\x01\x01\x07\0\x04\x01\x05title\x01x\0',
      this.bytes(12),
    ])
    return kind === 1 ? `\x01${this.buffer(this.awareness())}` : `\0${this.varUint(kind)}${this.buffer(body)}`
  }

  update(ch, seq) {
    const turned = Array.from({ length: this.random.oneIn(2) ? 0 : 1 + this.random.below(3) }, () => [
      this.random.below(64),
      this.random.below(256),
    ])
    const field = this.random.of(['title', 'decision', 'a1/what', 'a1/who', 'nowhere', ''])
    return { update: ch, seq, field, text: this.random.of(['a', 'Ä😀', 'rivi\n', 'a\rb', 'x'.repeat(3000)]), turned }
  }

  hub() {
    const { random } = this
    const seat = this.seat()
    const pieces = random.oneIn(1.5) ? [{ open: 1, doc: this.doc(seat) }] : []
    for (let seq = 1, n = random.below(8); n >= 0; n--) {
      const what = random.below(8)
      if (what < 3) pieces.push(this.whole(1, this.json(this.message(seat))))
      else if (what < 5 && pieces[0]?.open) pieces.push(this.update(1, random.oneIn(6) ? random.below(9) : seq++))
      else if (what < 6)
        pieces.push(this.whole(2, this.varUint(random.oneIn(4) ? random.below(300) : 1) + this.hubBody()))
      else if (random.oneIn(3)) pieces.push(this.odd())
    }
    return { door: 'ws', seat: seat.seat, pieces, end: this.end() }
  }

  hubBody() {
    const { random } = this
    return random.oneIn(3)
      ? this.sync([0, 1, 2, 3, 7])
      : this.varUint(random.of([16, 17, 18, 19, 20])) +
          this.varUint(random.below(4)) +
          this.buffer(this.bytes(random.below(40)))
  }

  stock() {
    const pieces = []
    const { random } = this
    const seat = this.seat()
    for (let n = random.below(6); n >= 0; n--)
      pieces.push(
        random.oneIn(3)
          ? this.update(0, 0)
          : random.oneIn(6)
            ? this.odd()
            : this.whole(2, random.oneIn(4) ? this.bytes(random.below(30)) : this.sync([0, 1, 2, 3, 5])),
      )
    return { door: 'yjs', seat: seat.seat, doc: this.doc(seat), pieces, end: this.end() }
  }
}
