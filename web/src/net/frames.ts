/* frames.ts - the binary frames of documents, byte for byte as docs/protocol.md has them: varUint channel, then a message. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export type DocumentFrame =
  | { readonly kind: 'vector'; readonly vector: Uint8Array } // SyncStep1: what the sender has
  | { readonly kind: 'state'; readonly update: Uint8Array } // SyncStep2, from the server
  | { readonly kind: 'update'; readonly update: Uint8Array } // from the server
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'numbered'; readonly seq: number; readonly update: Uint8Array } // 16, to the server
  | { readonly kind: 'answer'; readonly seq: number; readonly update: Uint8Array } // 19, to the server
  | { readonly kind: 'ack'; readonly seq: number }
  | { readonly kind: 'nack'; readonly seq: number; readonly code: string }

export function encodeFrame(ch: number, frame: DocumentFrame): Uint8Array<ArrayBuffer> {
  const out = encoding.createEncoder()
  const uint = (n: number) => encoding.writeVarUint(out, n)
  const bytes = (b: Uint8Array) => encoding.writeVarUint8Array(out, b)
  uint(ch)
  switch (frame.kind) {
    case 'vector':
      uint(0), uint(0), bytes(frame.vector)
      break
    case 'state':
      uint(0), uint(1), bytes(frame.update)
      break
    case 'update':
      uint(0), uint(2), bytes(frame.update)
      break
    case 'awareness':
      uint(1), bytes(frame.update)
      break
    case 'numbered':
      uint(16), uint(frame.seq), bytes(frame.update)
      break
    case 'ack':
      uint(17), uint(frame.seq)
      break
    case 'nack':
      uint(18), uint(frame.seq), encoding.writeVarString(out, frame.code)
      break
    case 'answer':
      uint(19), uint(frame.seq), bytes(frame.update)
      break
  }
  return encoding.toUint8Array(out) as Uint8Array<ArrayBuffer>
}

/** null: a message of a kind this page does not know, or one cut short. */
export function decodeFrame(data: Uint8Array): { readonly ch: number; readonly frame: DocumentFrame } | null {
  try {
    const input = decoding.createDecoder(data)
    const ch = decoding.readVarUint(input)
    const frame = decodeMessage(input)
    return frame === null ? null : { ch, frame }
  } catch {
    return null
  }
}

function decodeMessage(input: decoding.Decoder): DocumentFrame | null {
  const uint = () => decoding.readVarUint(input)
  const bytes = () => decoding.readVarUint8Array(input)
  switch (uint()) {
    case 0:
      switch (uint()) {
        case 0:
          return { kind: 'vector', vector: bytes() }
        case 1:
          return { kind: 'state', update: bytes() }
        case 2:
          return { kind: 'update', update: bytes() }
        default:
          return null
      }
    case 1:
      return { kind: 'awareness', update: bytes() }
    case 16:
      return { kind: 'numbered', seq: uint(), update: bytes() }
    case 17:
      return { kind: 'ack', seq: uint() }
    case 18:
      return { kind: 'nack', seq: uint(), code: decoding.readVarString(input) }
    case 19:
      return { kind: 'answer', seq: uint(), update: bytes() }
    default:
      return null
  }
}
