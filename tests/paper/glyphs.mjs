/* glyphs.mjs - whether a PDF draws the box that stands for a missing letter. Its text does not tell: it names the letter
 * that was meant. In a TrueType font that box is glyph 0; the fonts that LibreOffice packs carry it first, and once more
 * as a glyph of its own where it is drawn. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const run = (...args) => execFileSync('qpdf', args, { maxBuffer: 1 << 26 })

/* The outlines of a TrueType font's glyphs, as bytes. */
function outlinesOf(font) {
  const tables = new Map()
  for (let at = 12, end = 12 + 16 * font.readUInt16BE(4); at < end; at += 16) {
    const begin = font.readUInt32BE(at + 8)
    tables.set(font.toString('latin1', at, at + 4), font.subarray(begin, begin + font.readUInt32BE(at + 12)))
  }
  const isLong = tables.get('head').readInt16BE(50) === 1
  const loca = tables.get('loca')
  const place = (n) => (isLong ? loca.readUInt32BE(n * 4) : loca.readUInt16BE(n * 2) * 2)
  const count = tables.get('maxp').readUInt16BE(4)
  return Array.from({ length: count }, (_, n) => tables.get('glyf').subarray(place(n), place(n + 1)))
}

export function assertNoMissingGlyph(pdf, folder) {
  const plain = join(folder, 'plain.pdf')
  run('--qdf', '--no-original-object-ids', pdf, plain)
  const descriptors = readFileSync(plain, 'latin1').matchAll(/\/FontFile2 (\d+) 0 R[^>]*?\/FontName \/(\S+)/g)
  let fonts = 0
  for (const [, object, name] of descriptors) {
    const [missing, ...drawn] = outlinesOf(run(`--show-object=${object}`, '--filtered-stream-data', plain))
    const boxes = missing.length > 0 && drawn.some((one) => one.equals(missing))
    assert.ok(!boxes, `${name} has no picture for something in the text`)
    fonts++
  }
  assert.ok(fonts > 0)
}
