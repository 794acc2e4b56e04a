/* The socket door: a ticket before the 101, whole messages of a bounded size, one peer's nonsense nobody else's trouble. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import WebSocket from 'ws'
import { EchoServer, Raw, RawSocket, sleep, statusOf, upgrade, Witness } from './door.mjs'

const MAX = 256 * 1024

describe('WebSocket', { timeout: 90_000 }, () => {
  let server
  let person
  let witness

  before(async () => {
    server = await EchoServer.start()
    person = await server.signIn(0)
    witness = await Witness.enter(server, await server.signIn(1))
  })

  after(async () => {
    assert.ok(await witness.isUnharmed())
    await server.stop()
  })

  const status = (bytes) => statusOf(server.port, bytes)
  const path = async (door = '/ws') => `${door}?ticket=${await server.ticket(person)}`

  /* A stock client, and what it hears, from the first message on. */
  async function stock(door, options) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${await path(door)}`, options)
    const heard = []
    const waiting = []
    socket.on('message', (data, isBinary) => {
      heard.push(isBinary ? data : data.toString())
      while (waiting.length && heard.length) waiting.shift()(heard.shift())
    })
    socket.on('error', () => {})
    const next = () => (heard.length ? heard.shift() : new Promise((resolve) => waiting.push(resolve)))
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])))
    return { socket, next, closed }
  }

  it('lets a stock client in, and declines its compression', async () => {
    const { socket, next, closed } = await stock('/ws', { perMessageDeflate: true, origin: server.url })
    assert.equal(JSON.parse(await next()).seat, 'p01')
    assert.equal(socket.extensions, '')
    socket.send('moi ä€😀')
    assert.equal(await next(), 'moi ä€😀')
    socket.send(Buffer.from([0, 1, 255]))
    assert.deepEqual(await next(), Buffer.from([0, 1, 255]))
    socket.send('here')
    assert.equal(await next(), 'present')
    socket.close(1000)
    await closed
  })

  it('leads /yjs/<doc> to that text, and closes with its code where it is denied', async () => {
    const socket = await RawSocket.open(server, person, '/yjs/g1')
    assert.ok(await socket.until(() => socket.texts.includes('g1')))
    socket.end()
    const denied = await stock('/yjs/denied')
    assert.deepEqual(await denied.closed, [4403, 'denied'])
  })

  it('lets nobody in without a good ticket, before the 101', async () => {
    assert.equal(await status(upgrade('/ws')), 403)
    assert.equal(await status(upgrade('/ws?ticket=')), 403)
    assert.equal(await status(upgrade(`/ws?ticket=${'a'.repeat(26)}`)), 403)
    assert.equal(await status(upgrade(`/ws?ticket=${'a'.repeat(500)}`)), 403)
    assert.equal(await status(upgrade(`/ws?xticket=${await server.ticket(person)}`)), 403)
    const once = await path()
    assert.equal(await status(upgrade(once)), 101)
    assert.equal(await status(upgrade(once)), 403)
    assert.equal(await status(upgrade('/yjs/g1')), 403)
  })

  it('lets no foreign page in', async () => {
    const own = `http://127.0.0.1:${server.port}`
    for (const origin of [
      'null',
      'https://evil.example',
      `${own}.evil.example`,
      `http://evil@127.0.0.1:${server.port}`,
      `https://127.0.0.1:${server.port}`,
      'http://127.0.0.1',
      `${own}/`,
      `x${own}`,
      'a'.repeat(2000),
    ])
      assert.equal(await status(upgrade(await path(), { Origin: origin })), 403, origin)
    assert.equal(await status(upgrade(await path(), { Origin: own })), 101)
    assert.equal(await status(upgrade(await path(), { Origin: `http://localhost:${server.port}` })), 101)
    assert.equal(await status(upgrade(await path(), { Origin: null })), 101)
  })

  it('refuses what is no WebSocket handshake', async () => {
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Version': '8' })), 400)
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Version': null })), 400)
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Key': null })), 400)
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Key': 'short' })), 400)
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Key': 'k'.repeat(500) })), 400)
    assert.equal(await status(upgrade(await path(), { 'Sec-WebSocket-Protocol': 'x' })), 400)
    assert.equal(await status(upgrade(await path(), { Host: null })), 400)
    assert.equal(await status(upgrade(await path('/elsewhere'))), 404)
    assert.equal(await status(upgrade(await path('/yjs/'))), 404)
    assert.equal(await status(upgrade(await path(`/yjs/${'d'.repeat(129)}`))), 404)
    assert.equal(await status(upgrade(await path('/yjs/a%20b'))), 404)
    assert.equal(await status(upgrade(await path()).replace('GET', 'POST')), 405)
    assert.notEqual(await status(upgrade(await path(), { Connection: 'close' })), 101)
    assert.notEqual(await status(upgrade(await path(), { Connection: null })), 101)
  })

  it('cuts every other upgrade', async () => {
    for (const value of ['foo', 'h2c', 'websocketx', 'web', 'websocket, h2c', 'WebSocket/13', 'x'.repeat(3000)]) {
      const raw = new Raw(server.port).write(
        upgrade(await path(), {
          Upgrade: value,
          Connection: 'keep-alive, Upgrade',
          'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA',
        }),
      )
      assert.ok(await raw.untilClosed(3000), value)
      assert.ok(!raw.text.includes('101'), value)
    }
  })

  it('puts messages together from fragments, with pings between them', async () => {
    const socket = await RawSocket.open(server, person)
    const euro = Buffer.from('€')
    socket.send({ fin: false, opcode: 1, payload: euro.subarray(0, 1) })
    socket.send({ opcode: 9, payload: Buffer.from('ping') })
    socket.send({ fin: false, opcode: 0, payload: euro.subarray(1, 2) })
    socket.send({ fin: true, opcode: 0, payload: euro.subarray(2) })
    assert.ok(await socket.until(() => socket.texts.includes('€')))
    assert.ok(socket.frames.some(({ opcode, payload }) => opcode === 10 && payload.toString() === 'ping'))
    socket.send({ fin: true, opcode: 1 })
    assert.ok(await socket.until(() => socket.texts.includes('')))
    socket.end()
  })

  it('takes a message of 256 KiB whole, and no byte more', async () => {
    const { socket, next, closed } = await stock('/ws')
    await next()
    socket.send(Buffer.alloc(MAX, 7))
    assert.equal((await next()).length, MAX)
    socket.send(Buffer.alloc(MAX + 1))
    assert.equal((await closed)[0], 1009)
  })

  it('closes with 1009 on the announcement alone', async () => {
    for (const announce of [BigInt(MAX) + 1n, 1n << 31n, 1n << 40n, (1n << 62n) + 5n]) {
      const socket = await RawSocket.open(server, person)
      socket.send({ opcode: 2, payload: Buffer.alloc(10), announce })
      assert.equal(await socket.closeCodeWithin(), 1009, `${announce}`)
      socket.end()
    }
    const pieces = await RawSocket.open(server, person)
    for (let i = 0; i < 5; i++) pieces.send({ fin: false, opcode: i ? 0 : 2, payload: Buffer.alloc(64 * 1024) })
    assert.equal(await pieces.closeCodeWithin(), 1009)
    pieces.end()
  })

  it('closes with 1007 on text that is not UTF-8', async () => {
    for (const hex of [
      'ff',
      'c3',
      'c0af',
      'e080af',
      'eda080',
      'f4908080',
      'f0808080',
      'e282',
      '61ff',
      '80',
      'f8a0a0a080',
    ]) {
      const socket = await RawSocket.open(server, person)
      socket.send({ payload: Buffer.from(hex, 'hex') })
      assert.equal(await socket.closeCodeWithin(), 1007, hex)
      socket.end()
    }
  })

  it('survives frames that are none', async () => {
    const whole = Buffer.from('x')
    const wrong = [
      [{ opcode: 0, payload: whole }],
      [{ opcode: 3, payload: whole }],
      [{ opcode: 15, payload: whole }],
      [{ rsv: 4, payload: whole }],
      [{ rsv: 7, opcode: 2, payload: whole }],
      [
        { fin: false, payload: whole },
        { opcode: 1, payload: whole },
      ],
      [{ fin: false, opcode: 9, payload: whole }],
      [{ opcode: 9, payload: Buffer.alloc(126) }],
      [{ opcode: 8, payload: Buffer.from([3]) }],
      [{ opcode: 8, payload: Buffer.from([0, 0]) }],
      [{ opcode: 8, payload: Buffer.alloc(125) }],
      [{ mask: false, payload: whole }],
      [{ mask: false, opcode: 2, payload: Buffer.alloc(200) }],
      [{ opcode: 2, payload: whole, announce: 1n << 63n }],
    ]
    for (const frames of wrong) {
      const socket = await RawSocket.open(server, person)
      for (const one of frames) socket.send(one)
      await sleep(30)
      socket.end()
    }
    for (let i = 0; i < 50; i++) {
      const socket = await RawSocket.open(server, person)
      socket.write(Buffer.from(Array.from({ length: 200 }, () => Math.floor(Math.random() * 256))))
      await sleep(5)
      socket.end()
    }
    assert.ok(await witness.isUnharmed())
  })

  it('closes with the code the hall gave, after the last words', async () => {
    const socket = await RawSocket.open(server, person)
    socket.say('last words')
    socket.say('close')
    socket.say('too late')
    assert.equal(await socket.closeCodeWithin(), 4000)
    assert.deepEqual(socket.texts, ['last words'])
    socket.end()
  })

  it('sends many frames in order, one for each turn', async () => {
    const socket = await RawSocket.open(server, person)
    socket.say('many')
    assert.ok(await socket.until(() => socket.texts.length === 300))
    assert.deepEqual(
      socket.texts,
      Array.from({ length: 300 }, (_, i) => `${i}`),
    )
    socket.end()
  })

  it('keeps nobody waiting for someone who does not read', async () => {
    const stalled = await RawSocket.open(server, person)
    stalled.socket.pause()
    for (let i = 0; i < 4; i++) stalled.say('big')
    await sleep(200)
    const began = Date.now()
    assert.ok(await witness.isUnharmed())
    assert.ok(Date.now() - began < 1000)
    stalled.socket.resume()
    await stalled.untilClosed(5000)
    stalled.end()
  })

  it('sends a large frame in one and in pieces, and what is asked meanwhile is answered behind it', async () => {
    const raw = await RawSocket.open(server, person)
    raw.socket.pause()
    raw.say('big')
    await sleep(200)
    raw.send({ opcode: 9, payload: Buffer.from('there?') })
    raw.say('after')
    await sleep(200)
    raw.socket.resume()
    assert.ok(await raw.until(() => raw.frames.length >= 3, 5000))
    const [big, ...others] = raw.frames
    assert.equal(big.payload.length, 3 * 1024 * 1024)
    assert.ok(big.payload.every((byte) => byte === big.payload[0]))
    assert.deepEqual(new Set(others.map(({ payload }) => payload.toString())), new Set(['there?', 'after']))
    raw.end()
  })

  it('closes who sends too much, and who opens too many sockets', async () => {
    const fast = await RawSocket.open(server, person)
    for (let i = 0; i < 400; i++) fast.say('x')
    assert.equal(await fast.closeCodeWithin(), 4529)
    fast.end()
    await sleep(4500) // the seat may say something again
    const sockets = []
    for (let i = 0; i < 8; i++) sockets.push(await RawSocket.open(server, person))
    const ninth = new RawSocket(server.port).write(upgrade(await path()))
    assert.ok(await ninth.until(() => ninth.got.includes(Buffer.from([0x11, 0xb1])))) // 4529
    for (const socket of [...sockets, ninth]) socket.end()
    await sleep(100)
    ;(await RawSocket.open(server, person)).end()
  })

  it('closes the sockets of who signs out, and takes their session no more', async () => {
    const leaving = await server.signIn(0)
    const socket = await RawSocket.open(server, leaving)
    const unused = await server.ticket(leaving)
    const answer = await server.post('/api/v1/sign-out', {}, leaving)
    assert.equal(answer.status, 204)
    assert.match(answer.headers.get('set-cookie'), /^sopu_p01=; .*Max-Age=0$/)
    assert.equal(await socket.closeCodeWithin(2500), 4401)
    socket.end()
    assert.equal((await server.post('/api/v1/ticket', {}, leaving)).status, 401)
    assert.equal(await status(upgrade(`/ws?ticket=${unused}`)), 403)
  })
})
