import { describe, expect, test } from 'vitest'
import { type DocumentFrame, decodeFrame, encodeFrame } from '../../src/net/frames'

const update = Uint8Array.of(0, 0)

describe('the frames of a document', () => {
  test('are the bytes of docs/protocol.md', () => {
    expect([...encodeFrame(3, { kind: 'vector', vector: Uint8Array.of(0) })]).toEqual([3, 0, 0, 1, 0])
    expect([...encodeFrame(3, { kind: 'numbered', seq: 300, update })]).toEqual([3, 16, 0xac, 0x02, 2, 0, 0])
    expect([...encodeFrame(3, { kind: 'answer', seq: 1, update })]).toEqual([3, 19, 1, 2, 0, 0])
    expect([...encodeFrame(3, { kind: 'awareness', update })]).toEqual([3, 1, 2, 0, 0])
  })

  test('come back as they went', () => {
    const frames: DocumentFrame[] = [
      { kind: 'vector', vector: Uint8Array.of(0) },
      { kind: 'state', update },
      { kind: 'update', update },
      { kind: 'awareness', update },
      { kind: 'numbered', seq: 2 ** 40, update },
      { kind: 'answer', seq: 1, update },
      { kind: 'ack', seq: 77 },
      { kind: 'nack', seq: 77, code: 'late' },
    ]
    for (const frame of frames) expect(decodeFrame(encodeFrame(127, frame))).toEqual({ ch: 127, frame })
  })

  test('cut short or unknown, are nothing', () => {
    expect(decodeFrame(Uint8Array.of())).toBeNull()
    expect(decodeFrame(Uint8Array.of(3, 0, 1, 9, 1))).toBeNull()
    expect(decodeFrame(Uint8Array.of(3, 0, 7))).toBeNull()
    expect(decodeFrame(Uint8Array.of(3, 99))).toBeNull()
  })
})
