/* SMTP servers that stand still, hang up, or talk nonsense: the mail may be tried later, in bounded time, and no tick of the
 * desk waits for any of it (desk.mjs looks at that in every run). */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it } from 'node:test'
import { badHost } from '../lib/smtp.mjs'
import { assertWent, runDesk, sendOne } from './desk.mjs'

const SECONDS = 2
/* The time of an attempt, a tick, and a machine that is busy. */
const BOUND_MS = SECONDS * 1000 + 1500

async function withHost(options, test) {
  const host = await badHost(options)
  try {
    await test(`smtp://127.0.0.1:${host.port}`, host)
  } finally {
    await host.end()
  }
}

const silentAt = (moment) => ({ reply: (what) => (what.startsWith(moment) ? null : undefined) })
const hangsUpAt = (moment) => ({
  reply(what, socket) {
    if (!what.startsWith(moment)) return undefined
    socket.destroy()
    return null
  },
})
const says = (moment, words) => ({ reply: (what) => (what.startsWith(moment) ? words : undefined) })

describe('a server that stands still', () => {
  for (const moment of ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'message'])
    it(`after ${moment}: later, when the time of an attempt is over`, () =>
      withHost(silentAt(moment), async (url) => {
        const run = await sendOne({ url, seconds: SECONDS })
        assertWent(run, 'later', /Timeout was reached/)
        assert.ok(run.ms >= SECONDS * 1000 - 100 && run.ms < BOUND_MS, `${run.ms} ms`)
      }))

  it('after QUIT: the mail was taken', () =>
    withHost(silentAt('QUIT'), async (url, { lines }) => {
      const run = await sendOne({ url, seconds: SECONDS })
      assertWent(run, 'sent', /^SMTP 250/)
      assert.ok(run.ms < 1000, `${run.ms} ms`)
      assert.equal(lines.at(-1), 'QUIT')
    }))

  it('and does not read a long message: later', () =>
    withHost(
      {
        reply(what, socket) {
          if (what === 'DATA') setImmediate(() => socket.pause())
        },
      },
      async (url) => {
        const run = await sendOne({ url, seconds: SECONDS, text: `${'x'.repeat(99)}\n`.repeat(200_000) })
        assertWent(run, 'later', /Timeout was reached, at the message/)
        assert.ok(run.ms < BOUND_MS, `${run.ms} ms`)
      },
    ))

  it('does not keep others from their mail', () =>
    withHost({ reply: (what) => (what.includes('stuck') ? null : undefined) }, async (url) => {
      const to = ['stuck@a.example', 'b@b.example', 'c@c.example', 'd@d.example', 'e@e.example', 'f@f.example']
      const { results } = await runDesk({ url, to, seconds: SECONDS })
      assert.deepEqual(
        results.map(({ outcome }) => outcome),
        ['sent', 'sent', 'sent', 'sent', 'sent', 'later'],
      )
    }))
})

describe('a server that takes its time', () => {
  it('with every answer, in time: sent', () =>
    withHost(
      {
        reply(what, socket) {
          const answer = what === 'connect' ? '220 x' : what === 'DATA' ? '354 x' : '250 x'
          setTimeout(() => socket.destroyed || socket.write(`${answer}\r\n`), 200)
          return null
        },
      },
      async (url) => assertWent(await sendOne({ url, seconds: 10 }), 'sent', /^SMTP 250/),
    ))

  it('letter by letter: sent', () =>
    withHost(
      {
        reply(what, socket) {
          const answer = what === 'DATA' ? '354-a\r\n354-b\r\n354 c\r\n' : '250-a\r\n250\r\n'
          if (what === 'connect' || what.startsWith('EHLO')) return undefined
          ;[...answer].forEach((letter, at) => setTimeout(() => socket.destroyed || socket.write(letter), at * 10))
          return null
        },
      },
      async (url) => assertWent(await sendOne({ url, seconds: 10 }), 'sent', /^SMTP 250/),
    ))
})

describe('a server that hangs up', () => {
  for (const moment of ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'message'])
    it(`after ${moment}: later, at once`, () =>
      withHost(hangsUpAt(moment), async (url) => {
        const run = await sendOne({ url, seconds: 20 })
        assertWent(run, 'later', /^curl \d+ \(/)
        assert.ok(run.ms < 2000, `${run.ms} ms`)
      }))

  it('in the middle of a message: later', () =>
    withHost({ onPart: (socket) => socket.destroy() }, async (url) => {
      const run = await sendOne({ url, seconds: 20, text: `${'x'.repeat(99)}\n`.repeat(200_000) })
      assertWent(run, 'later', /^curl \d+ \(.*at the message$/)
    }))

  it('or is not there: later', async () => {
    const nobody = createServer()
    await new Promise((resolve) => nobody.listen(0, '127.0.0.1', resolve))
    const { port } = nobody.address()
    await new Promise((resolve) => nobody.close(resolve))
    assertWent(await sendOne({ url: `smtp://127.0.0.1:${port}` }), 'later', /^curl 7 /)
  })
})

describe('a server that says', () => {
  const cases = [
    ['connect', '554 no service\r\n', 'later', /^curl \d+ .*SMTP 554/],
    ['connect', '421 busy\r\n', 'later', /^curl \d+ .*SMTP 421/],
    ['connect', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'later', /^(curl \d+|Timeout)/],
    ['MAIL', '550 not from you\r\n', 'refused', /^SMTP 550 to MAIL$/],
    ['MAIL', '421 closing\r\n', 'later', /^SMTP 421 to MAIL$/],
    ['RCPT', '251 forwarded\r\n', 'sent', /^SMTP 250/],
    ['RCPT', '452-too many\r\n452 later\r\n', 'later', /^SMTP 452 to RCPT$/],
    ['RCPT', '354 what\r\n', 'later', /^SMTP 354 to RCPT$/],
    ['DATA', '250 what\r\n', 'later', /^SMTP 250 to DATA$/],
    ['DATA', '554 no\r\n', 'refused', /^SMTP 554 to DATA$/],
    ['message', '552 too big\r\n', 'refused', /^SMTP 552 to the message$/],
    ['message', '451 disk\r\n', 'later', /^SMTP 451 to the message$/],
    ['MAIL', 'hello\r\n', 'later', /^no SMTP reply, at MAIL$/],
    ['MAIL', '\r\n', 'later', /^no SMTP reply, at MAIL$/],
    ['MAIL', '25\r\n', 'later', /^no SMTP reply, at MAIL$/],
    ['MAIL', '999 x\r\n', 'later', /^no SMTP reply, at MAIL$/],
    ['MAIL', '250_x\r\n', 'later', /^no SMTP reply, at MAIL$/],
    ['MAIL', 'x'.repeat(100_000), 'later', /^an endless reply, at MAIL$/],
    ['MAIL', '250-more\r\n'.repeat(10_000), 'later', /^an endless reply, at MAIL$/],
    ['MAIL', '250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n', 'later', /^SMTP \d+ to /],
  ]
  for (const [moment, words, outcome, reason] of cases)
    it(`${JSON.stringify(words.slice(0, 24))} to ${moment}: ${outcome}`, () =>
      withHost(says(moment, words), async (url) =>
        assertWent(await sendOne({ url, seconds: SECONDS }), outcome, reason),
      ))
})

describe('a name that takes long to be found', () => {
  it('holds nobody up: later, in time', () =>
    withHost({}, async (_, { port }) => {
      const run = await sendOne({ url: `smtp://slow.example:${port}`, seconds: 1 })
      assertWent(run, 'later', /Timeout was reached/)
      assert.ok(run.ms < 2500, `${run.ms} ms`)
    }))
})

describe('a desk that is given up', () => {
  for (const moment of ['connect', 'RCPT', 'message'])
    it(`while a server stands still after ${moment}: at once, and nothing is left`, () =>
      withHost(silentAt(moment), async (url) => {
        const to = Array.from({ length: 4 }, (_, i) => `x${i}@a.example`)
        const { results } = await runDesk({ url, to, abort: 300 })
        assert.deepEqual(results, [])
      }))

  it('while a name is being found: at once', async () => {
    const { results, ms } = await runDesk({ url: 'smtp://slow.example', abort: 300 })
    assert.deepEqual(results, [])
    assert.ok(ms < 1000, `${ms} ms`)
  })
})
