/* What takes its time: a disk that does not answer, a peer that is gone, the server's own end. */
import assert from 'node:assert/strict'
import { connect, createServer } from 'node:net'
import { describe, it } from 'node:test'
import { EchoServer, RawSocket, sleep } from './door.mjs'

describe('time', { concurrency: true, timeout: 90_000 }, () => {
  it('lets no answer out before it is on disk, and says so when that takes too long', async () => {
    const server = await EchoServer.start('--slow-disk')
    const { id, secret } = server.links[0]
    const answer = server.post('/api/v1/session', { id, secret })
    assert.equal(await Promise.race([answer, sleep(2000)]), undefined)
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
    const { status, headers } = await answer
    assert.equal(status, 503)
    assert.equal(headers.get('set-cookie'), null)
    await server.stop()
  })

  it('gives up a peer that is gone after thirty seconds', async () => {
    const server = await EchoServer.start()
    const person = await server.signIn(0)
    const silent = await RawSocket.open(server, person)
    const half = await RawSocket.open(server, person)
    half.send({ opcode: 2, payload: Buffer.alloc(5), announce: 1000n })
    assert.ok(await silent.untilClosed(40_000), 'silent')
    assert.ok(await half.untilClosed(10_000), 'half a frame')
    assert.ok(
      silent.frames.some(({ opcode }) => opcode === 9),
      'it was asked',
    )
    await server.stop()
  })

  it('gives up a peer whose proxy takes everything and passes nothing on', async () => {
    const server = await EchoServer.start()
    const proxy = await swallowing(server.port)
    const through = { port: proxy.port, ticket: (person) => server.ticket(person) }
    const phone = await RawSocket.open(through, await server.signIn(0))
    proxy.swallow()
    const isLeft = await Promise.race([proxy.left, sleep(45_000).then(() => 'the server is still there')])
    assert.equal(isLeft, undefined)
    phone.end()
    proxy.end()
    await server.stop()
  })

  it('ends within three seconds, tells everyone, and frees its port', async () => {
    const server = await EchoServer.start()
    const person = await server.signIn(0)
    const sockets = []
    for (let i = 0; i < 8; i++) sockets.push(await RawSocket.open(server, person))
    const began = Date.now()
    const stopped = server.stop()
    for (const socket of sockets) {
      assert.equal(await socket.closeCodeWithin(), 1012)
      assert.deepEqual(socket.texts, ['{"op":"restarting"}'])
      socket.end()
    }
    await stopped
    assert.ok(Date.now() - began < 3000)
    assert.match(server.log, /busy: Cannot listen on 127\.0\.0\.1 port \d+: the port is in use by another program\./)
  })
})

/* What stands between a phone and the server may go on taking bytes when the phone is long gone. */
async function swallowing(port) {
  let isSwallowing = false
  let leave
  const left = new Promise((resolve) => {
    leave = resolve
  })
  const proxy = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    near.on('data', (bytes) => isSwallowing || far.write(bytes))
    far.on('data', (bytes) => isSwallowing || near.write(bytes))
    far.on('close', () => leave())
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const swallow = () => {
    isSwallowing = true
  }
  return { port: proxy.address().port, swallow, left, end: () => proxy.close() }
}
