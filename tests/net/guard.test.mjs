/* The guard before the upgrade, watched by valgrind. CVE-2025-11677: libwebsockets 4.1.6 answers 403 by itself to an Upgrade
 * value it does not know, and then reads the header it has just freed, if the connection has had an answer before and
 * stays open. Two things of ours stand against it: the guard (which also keeps h2c out), and that no connection is
 * answered twice. Either is missed here when it is missing; when both are, valgrind reports the reads. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EchoServer, Raw, RawSocket, sleep, upgrade } from './door.mjs'

const FOREIGN = [
  'foo',
  'h2c',
  'websocketx',
  'web',
  'websocket, h2c',
  'WebSocket/13',
  'TLS/1.0',
  'x'.repeat(3000),
  '\x01',
]
const BESIDE = [
  { Connection: 'keep-alive, Upgrade' },
  { Connection: 'Upgrade', 'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' },
  { Connection: 'Upgrade', Host: null },
  { Connection: 'Upgrade', 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Version': null, 'Content-Length': '5' },
]
const BEFORE = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n'
const VALGRIND = ['valgrind', '--error-exitcode=99', '--leak-check=no', '--quiet']
const skip = process.env.SAN
  ? 'valgrind does not run what is built with sanitizers; `make net` without SAN does'
  : false

describe('foreign Upgrade values', { timeout: 120_000 }, () => {
  it('touch no memory that is not theirs, whatever stands beside or before them', { skip }, async () => {
    const server = await EchoServer.startUnder(VALGRIND)
    try {
      const person = await server.signIn(0)
      for (const value of FOREIGN)
        for (const headers of BESIDE) await refused(server, person, { Upgrade: value, ...headers })
      const socket = await RawSocket.open(server, person)
      socket.say('still here')
      assert.ok(await socket.until(() => socket.texts.includes('still here'), 10_000))
      socket.end()
    } finally {
      await server.stop() /* fails with what valgrind has seen */
    }
  })

  async function refused(server, person, headers) {
    const bytes = upgrade(`/ws?ticket=${await server.ticket(person)}`, headers)
    const alone = new Raw(server.port).write(bytes)
    const behind = new Raw(server.port).write(BEFORE + bytes)
    const later = new Raw(server.port).write(BEFORE)
    await sleep(5)
    later.write(bytes)
    for (const [raw, answers] of [
      [alone, /^(|403)$/] /* the library's own, or the guard's silence */,
      [behind, /^200$/],
      [later, /^200$/],
    ]) {
      assert.ok(await raw.untilClosed(5000), `closed: ${JSON.stringify(headers)}`)
      const statuses = [...raw.text.matchAll(/HTTP\/1\.\d (\d+)/g)].map(([, status]) => status)
      assert.match(statuses.join(), answers, `${JSON.stringify(headers)}: ${raw.text}`)
    }
  }
})
