/* The HTTP door: read strictly, answered with a code, closed when it makes no sense or takes too long. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EchoServer, Raw, sleep, statusOf, upgrade, Witness } from './door.mjs'

const HOST = 'Host: 127.0.0.1\r\n'

describe('HTTP', { concurrency: true, timeout: 60_000 }, () => {
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
  const get = (path, headers = {}) => fetch(server.url + path, { headers })
  const postRaw = (headers, body = '') =>
    status(`POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n${body}`)
  const codeOf = async (answer) => [answer.status, (await answer.json()).code]

  it('serves the page to every screen of the program, not stored, under a strict policy', async () => {
    for (const path of ['/', '/l', '/p/anything/at/all']) {
      const page = await get(path)
      assert.equal(page.status, 200)
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.equal(page.headers.get('cache-control'), 'no-store')
      assert.match(
        page.headers.get('content-security-policy'),
        /default-src 'none'; script-src 'self'; style-src 'self'.*require-trusted-types-for 'script'/,
      )
      assert.match(page.headers.get('etag'), /^"[0-9a-f]{32}(-gz)?"$/)
    }
  })

  it('lets browsers keep the parts of the page for good', async () => {
    const html = await (await get('/')).text()
    for (const [, path] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      const part = await get(path, { 'Accept-Encoding': 'gzip' })
      assert.equal(part.status, 200, path)
      assert.equal(part.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.match(part.headers.get('content-type'), /^(text\/(javascript|css); charset=utf-8|image\/svg\+xml)$/)
      const whole = await get(path, { 'Accept-Encoding': 'identity' })
      assert.equal(await whole.text(), await part.text())
      assert.notEqual(part.headers.get('etag'), null)
      const again = await get(path, { 'Accept-Encoding': 'gzip', 'If-None-Match': part.headers.get('etag') })
      assert.equal(again.status, 304)
    }
  })

  it('says 304 to who has the page, and gives HEAD no body', async () => {
    const etag = (await get('/')).headers.get('etag')
    const again = await get('/', { 'If-None-Match': etag })
    assert.equal(again.status, 304)
    assert.equal(await again.text(), '')
    const head = await fetch(`${server.url}/`, { method: 'HEAD' })
    assert.equal(head.status, 200)
    assert.ok(Number(head.headers.get('content-length')) > 0)
    assert.equal(await head.text(), '')
  })

  it('compresses for who takes it, and for nobody else', async () => {
    const plain = await get('/', { 'Accept-Encoding': 'identity' })
    const zipped = await get('/', { 'Accept-Encoding': 'br, gzip' })
    const refused = await get('/', { 'Accept-Encoding': 'gzip;q=0' })
    assert.equal(plain.headers.get('content-encoding'), null)
    assert.equal(refused.headers.get('content-encoding'), null)
    assert.equal(zipped.headers.get('vary'), 'Accept-Encoding')
    assert.equal(await plain.text(), await zipped.text())
  })

  it('answers the agenda in the language of the browser', async () => {
    assert.match(await (await get('/agenda', { 'Accept-Language': 'sv-FI, fi;q=0.5' })).text(), /lang="sv"/)
    assert.match(await (await get('/agenda', { 'Accept-Language': 'de' })).text(), /lang="fi"/)
  })

  it('knows no other path, however it is spelled', async () => {
    for (const path of [
      '/nowhere',
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/../../../etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '//etc/passwd',
      '/index.html/x',
      '/index.html.gz',
      '/p',
    ])
      assert.ok([400, 404, 0].includes(await status(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`)), path)
    assert.deepEqual(await codeOf(await get('/api/v1/nowhere')), [404, 'not_found'])
  })

  it('takes no other method', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      for (const path of ['/', '/api/v1/session'])
        assert.equal(
          await status(`${method} ${path} HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`),
          405,
          `${method} ${path}`,
        )
    assert.equal(await status(`POST /agenda HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`), 405)
    assert.deepEqual(await codeOf(await get('/api/v1/session')), [405, 'method'])
    for (const method of ['BREW', 'TRACE', 'CONNECT', 'PRI'])
      assert.ok([0, 400, 403, 405].includes(await status(`${method} / HTTP/1.1\r\n${HOST}\r\n`)), method)
  })

  it('refuses a body that two servers could read in two ways', async () => {
    const chunked = '5\r\nhello\r\n0\r\n\r\n'
    assert.equal(await postRaw('Transfer-Encoding: chunked\r\n', chunked), 400)
    assert.equal(await postRaw('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', chunked), 400)
    assert.equal(await postRaw('Content-Length: 5\r\nTransfer-Encoding: identity\r\n', 'hello'), 400)
    for (const length of [
      '-1',
      '+2',
      '0x2',
      '2, 2',
      '2;2',
      '1e1',
      'two',
      '99999999999999999999999',
      '18446744073709551618',
    ])
      assert.equal(await postRaw(`Content-Length: ${length}\r\n`, '{}'), 400, length)
    assert.equal(await postRaw('Content-Length: 2\r\nContent-Length: 2\r\n', '{}'), 400)
    assert.equal(await postRaw('', '{}'), 411)
    assert.equal(await status(`GET / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`), 400)
    assert.equal(await status('GET / HTTP/1.1\r\n\r\n'), 400)
  })

  it('answers no request hidden behind the body of another', async () => {
    const hidden = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`
    for (const first of [
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 0\r\n\r\n`,
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `GET / HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`,
    ]) {
      const raw = new Raw(server.port).write(first + hidden)
      assert.ok(await raw.untilClosed(3000), first)
      assert.ok(!raw.text.includes('\r\n\r\nok\n'), raw.text)
    }
  })

  it('answers one request on each connection, and does not hang in what comes behind it', async () => {
    const ask = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`
    const body = '{"id":"c1","kind":"x"}'
    const command = `POST /api/v1/commands HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nX-Sopu-Seat: p01\r\nCookie: ${person.Cookie}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    for (const bytes of [
      ask + ask,
      ask + command + ask,
      `${command}more than announced`,
      `${command}\r\n`,
      command + command + ask,
    ]) {
      const raw = new Raw(server.port).write(bytes)
      assert.ok(await raw.untilClosed(3000), bytes)
      assert.ok(raw.text.split('HTTP/1.1 ').length <= 2, raw.text)
      assert.equal((await get('/healthz')).status, 200)
    }
  })

  it('bounds a body at 16 KiB', async () => {
    const large = JSON.stringify({ id: 'x'.repeat(17000), secret: 'y' })
    assert.deepEqual(await codeOf(await server.post('/api/v1/session', large)), [413, 'too_big'])
    assert.deepEqual(await codeOf(await server.post('/api/v1/session', 'x'.repeat(900_000))), [413, 'too_big'])
    assert.equal(await postRaw('Content-Length: 2000000\r\n', 'x'), 413)
    assert.equal(await postRaw('Content-Length: 999999999999\r\n', 'x'), 413)
    const just = JSON.stringify({ id: 'x'.repeat(16 * 1024 - 25), secret: 'y' })
    assert.deepEqual(await codeOf(await server.post('/api/v1/session', just)), [403, 'link_unknown'])
  })

  it('takes JSON from its own pages only', async () => {
    const { id, secret } = server.links[0]
    const body = { id, secret }
    for (const type of ['text/plain', 'application/jsonx', 'application/x-www-form-urlencoded', ''])
      assert.deepEqual(
        await codeOf(await server.post('/api/v1/session', body, { 'Content-Type': type })),
        [415, 'type'],
        type,
      )
    for (const origin of [
      'null',
      'https://evil.example',
      `${server.url}.evil.example`,
      server.url.replace('http', 'https'),
    ])
      assert.deepEqual(
        await codeOf(await server.post('/api/v1/session', body, { Origin: origin })),
        [403, 'origin'],
        origin,
      )
    for (const origin of [server.url, server.url.replace('127.0.0.1', 'localhost')])
      assert.equal(
        (
          await server.post('/api/v1/session', body, {
            Origin: origin,
            'Content-Type': 'application/json; charset=utf-8',
          })
        ).status,
        200,
      )
  })

  it('refuses what is no sign-in', async () => {
    const deep = '['.repeat(8000)
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '{}',
      '{"id":1,"secret":2}',
      '{"id":"a"}',
      '{"id":"a","secret":"b","more":1}',
      '{"id":"a","id":"a","secret":"b"}',
      '{"id":"\\ud800","secret":"b"}',
      deep,
      '\u0000',
      '{"id":"a\\u0000","secret":"b"}',
    ])
      assert.deepEqual(await codeOf(await server.post('/api/v1/session', body)), [400, 'malformed'], body.slice(0, 40))
  })

  it('lets nobody in without a link that opens', async () => {
    const [first, , ended, stranger] = server.links
    const tryWith = async (id, secret) => codeOf(await server.post('/api/v1/session', { id, secret }))
    assert.deepEqual(await tryWith('nosuchid', first.secret), [403, 'link_unknown'])
    assert.deepEqual(await tryWith(first.id, ended.secret), [403, 'link_unknown'])
    assert.deepEqual(await tryWith(ended.id, ended.secret), [403, 'link_ended'])
    assert.deepEqual(await tryWith(stranger.id, stranger.secret), [403, 'link_ended'])
  })

  it('gives a cookie that scripts cannot read', async () => {
    const { id, secret, seat } = server.links[0]
    const answer = await server.post('/api/v1/session', { id, secret })
    assert.deepEqual(await answer.json(), { seat })
    assert.match(
      answer.headers.get('set-cookie'),
      new RegExp(`^sopu_${seat}=[a-z2-7]{52}; Path=/api; HttpOnly; SameSite=Strict; Max-Age=57600$`),
    )
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  it('gives tickets to whoever has signed in, by cookie or bearer token', async () => {
    const token = person.Cookie.split('=')[1]
    const others = { Cookie: `sopu_p99=${'a'.repeat(52)}; ${person.Cookie}; theme=dark` }
    for (const headers of [person, { ...person, ...others }, { Authorization: `Bearer ${token}` }]) {
      const answer = await server.post('/api/v1/ticket', {}, headers)
      assert.equal(answer.status, 200)
      assert.match((await answer.json()).ticket, /^[a-z2-7]{26}$/)
    }
    for (const headers of [
      {},
      { Cookie: person.Cookie },
      { ...person, 'X-Sopu-Seat': 'p02' },
      { 'X-Sopu-Seat': 'p01' },
      { Authorization: 'Bearer x' },
      { Authorization: `Basic ${token}` },
      { Authorization: `Bearer ${'a'.repeat(52)}` },
      { 'X-Sopu-Seat': '=;', Cookie: person.Cookie },
      { 'X-Sopu-Seat': 'x'.repeat(500), Cookie: person.Cookie },
    ])
      assert.deepEqual(
        await codeOf(await server.post('/api/v1/ticket', {}, headers)),
        [401, 'session'],
        JSON.stringify(headers),
      )
  })

  it('answers commands as the hall does', async () => {
    const done = await server.post('/api/v1/commands', { id: 'c1', kind: 'x', data: {} }, person)
    assert.equal(done.status, 200)
    const answer = await done.json()
    assert.equal(answer.outcome, 'done')
    assert.equal(answer.op, undefined)
    const refused = await server.post('/api/v1/commands', { id: 'c1', kind: 'refuse', data: {} }, person)
    assert.equal(refused.status, 409)
    assert.deepEqual(await codeOf(await server.post('/api/v1/commands', {})), [401, 'session'])
    for (const body of ['', 'hei', '[]', '{}', '{"id":7}', '{"id":""}', '{"id":"a","id":"b"}', '{"id":"a"'])
      assert.deepEqual(await codeOf(await server.post('/api/v1/commands', body, person)), [400, 'malformed'], body)
  })

  it('closes within ten seconds whoever begins and does not go on', async () => {
    const began = Date.now()
    const silent = new Raw(server.port)
    const half = new Raw(server.port).write('GET / HTTP/1.1\r\nHost: 127')
    const bodyless = new Raw(server.port).write(
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
    )
    const dripping = new Raw(server.port)
    const drip = setInterval(() => dripping.write('G'), 500).unref()
    const slowBody = new Raw(server.port).write(
      `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n`,
    )
    const dripBody = setInterval(() => slowBody.write(' '), 500).unref()
    const handshake = new Raw(server.port).write(upgrade('/ws').slice(0, -2))
    const drippingShake = new Raw(server.port).write(upgrade('/ws').slice(0, -2))
    const dripShake = setInterval(() => drippingShake.write('X: y\r\n'), 500).unref()
    const begun = { silent, half, bodyless, dripping, slowBody, handshake, drippingShake }
    for (const [name, raw] of Object.entries(begun)) assert.ok(await raw.untilClosed(began + 10_300 - Date.now()), name)
    clearInterval(dripShake)
    clearInterval(drip)
    clearInterval(dripBody)
  })

  it('survives noise', async () => {
    const hello = Buffer.from('16030100a5010000a10303', 'hex')
    const noises = [
      hello,
      Buffer.alloc(5000),
      Buffer.from('\r\n\r\n\r\n'),
      Buffer.from('GET'),
      Buffer.from(`GET / HTTP/9.9\r\n${HOST}\r\n`),
      Buffer.from(`GET /${'a'.repeat(30000)} HTTP/1.1\r\n${HOST}\r\n`),
      Buffer.from(`GET / HTTP/1.1\r\n${HOST}X: ${'b'.repeat(30000)}\r\n\r\n`),
      Buffer.from(`GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(5000)}\r\n`),
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      Buffer.from(`GET /\0 HTTP/1.1\r\nHo\0st: x\r\n${HOST}\r\n`),
      Buffer.from(`GET /?${'&=%'.repeat(500)} HTTP/1.1\r\n${HOST}\r\n`),
      Buffer.from(`GET /${'%'.repeat(100)} HTTP/1.1\r\n${HOST}\r\n`),
    ]
    for (const noise of noises) {
      const raw = new Raw(server.port).write(noise)
      await sleep(50)
      raw.end()
    }
    assert.equal((await get('/healthz')).status, 200)
  })

  it('survives a hundred who hang up in the middle', async () => {
    for (let i = 0; i < 100; i++) {
      const whole = `POST /api/v1/commands HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nX-Sopu-Seat: p01\r\nCookie: ${person.Cookie}\r\nContent-Length: 20\r\n\r\n{"id":"c1","kind":1}`
      const raw = new Raw(server.port).write(whole.slice(0, 1 + Math.floor((i / 99) * whole.length)))
      if (i % 3) await sleep(2)
      raw.end()
    }
    assert.equal((await get('/healthz')).status, 200)
  })
})
