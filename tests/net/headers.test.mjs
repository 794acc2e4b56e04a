/* What stands on every answer, whatever was asked and however it was refused: the crawl finds every path there is in the
 * pages themselves, and asks for each kind of refusal. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EchoServer, Raw, upgrade } from './door.mjs'

const HOST = 'Host: 127.0.0.1\r\n'
const JSON_TYPE = 'Content-Type: application/json\r\n'
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
}

describe('headers', { concurrency: true, timeout: 60_000 }, () => {
  let server
  let person

  before(async () => {
    server = await EchoServer.start()
    person = await server.signIn(0)
  })

  after(() => server.stop())

  /* The answer to the bytes: status, headers with their names in small letters, body. */
  async function ask(bytes) {
    const raw = new Raw(server.port).write(bytes)
    assert.ok(await raw.untilClosed(12_000), `an answer, then closed: ${bytes.slice(0, 80)}`)
    const [head, ...body] = raw.text.split('\r\n\r\n')
    const [first, ...lines] = head.split('\r\n')
    const headers = {}
    for (const line of lines) {
      const [name, value] = [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]
      assert.equal(headers[name], undefined, `${name} twice: ${bytes.slice(0, 80)}`)
      headers[name] = value
    }
    return { status: Number(/^HTTP\/1\.\d (\d+)/.exec(first)?.[1] ?? 0), headers, body: body.join('\r\n\r\n') }
  }

  function assertAlways({ status, headers }, what) {
    for (const [name, value] of Object.entries(ALWAYS)) assert.equal(headers[name], value, `${status} ${what}: ${name}`)
    assert.equal(headers['access-control-allow-origin'], undefined, what)
    assert.equal(headers.server, undefined, what)
  }

  function assertGuarded(answer, what) {
    assertAlways(answer, what)
    const { status, headers } = answer
    const policy = new Map(
      (headers['content-security-policy'] ?? '').split('; ').map((rule) => {
        const at = rule.indexOf(' ')
        return [rule.slice(0, at), rule.slice(at + 1)]
      }),
    )
    for (const [name, value] of Object.entries(POLICY))
      assert.equal(policy.get(name), value, `${status} ${what}: ${name}`)
    assert.match(policy.get('connect-src'), new RegExp(`^'self' ws://127\\.0\\.0\\.1:${server.port} `))
    assert.equal(headers.connection, 'close', what)
    assert.equal(policy.size, Object.keys(POLICY).length + 1, `${what}: ${headers['content-security-policy']}`)
  }

  const get = (path, more = '') => ask(`GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`)
  const post = (path, more = '', body = '{}') =>
    ask(`POST ${path} HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: ${body.length}\r\n${more}\r\n${body}`)

  it('stand on every path that the pages lead to', async () => {
    const seen = new Set()
    const toSee = [
      '/',
      '/l',
      '/aula',
      '/p/p01',
      '/p/p01/group/a',
      '/agenda',
      '/answers',
      '/healthz',
      '/favicon.ico',
      '/manifest.webmanifest',
    ]
    while (toSee.length > 0) {
      const path = toSee.pop()
      if (seen.has(path)) continue
      seen.add(path)
      const answer = await get(path)
      assertGuarded(answer, path)
      assert.match(
        answer.headers['cache-control'],
        path.startsWith('/assets/')
          ? /^public, max-age=31536000, immutable$/
          : answer.headers['content-type'].startsWith('text/html')
            ? /^no-store$/
            : /^no-(store|cache)$/,
        path,
      )
      /* Whatever looks like an address of ours, in any of our own files. */
      for (const [, found] of answer.body.matchAll(/["'`(.](\/?assets\/[\w.-]+\.\w+)["'`)]/g))
        toSee.push(found.startsWith('/') ? found : `/${found}`)
      for (const [, found] of answer.body.matchAll(/["'`]\.\/([\w-]+\.(?:js|css))["'`]/g))
        toSee.push(`/assets/${found}`)
      for (const [, found] of answer.body.matchAll(/(?:href|src)="(\/[^"#?]*)/g)) toSee.push(found)
    }
    assert.ok([...seen].filter((path) => path.startsWith('/assets/')).length > 10, [...seen].join(' '))
  })

  it('stand on every answer of the doors, given or refused', async () => {
    const { id, secret, seat } = server.links[0]
    const signIn = await post('/api/v1/session', '', JSON.stringify({ id, secret }))
    const who = `X-Sopu-Seat: ${person['X-Sopu-Seat']}\r\nCookie: ${person.Cookie}\r\n`
    const leaving = `X-Sopu-Seat: ${seat}\r\nCookie: ${signIn.headers['set-cookie'].split(';')[0]}\r\n`
    const command = '{"id":"c1","kind":"x"}'
    const answers = [
      [200, signIn],
      [200, await post('/api/v1/ticket', who)],
      [200, await post('/api/v1/commands', who, command)],
      [409, await post('/api/v1/commands', who, '{"id":"c1","kind":"refuse"}')],
      [400, await post('/api/v1/commands', who, 'hei')],
      [403, await post('/api/v1/link', who, '{"seat":"p02"}')],
      [403, await post('/api/v1/session', '', '{"id":"a","secret":"b"}')],
      [403, await post('/api/v1/lobby/code', who)],
      [401, await post('/api/v1/lobby/code')],
      [400, await post('/api/v1/lobby')],
      [400, await post('/api/v1/lobby/ask')],
      [200, await post('/api/bounce', '', 'Subject: x\n\nx')],
      [413, await post('/api/bounce', '', 'x'.repeat(300_000))],
      [403, await post('/api/v1/ticket', `${who}Origin: https://evil.example\r\n`)],
      [401, await post('/api/v1/ticket')],
      [405, await get('/api/v1/ticket')],
      [404, await post('/api/v1/nowhere')],
      [404, await get('/api/v1/nowhere')],
      [404, await get('/nowhere')],
      [405, await post('/agenda')],
      [405, await ask(`DELETE / HTTP/1.1\r\n${HOST}\r\n`)],
      [411, await ask(`POST /api/v1/session HTTP/1.1\r\n${HOST}${JSON_TYPE}\r\n`)],
      [413, await post('/api/v1/session', '', 'x'.repeat(20_000))],
      [413, await ask(`POST /api/v1/session HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 99999999\r\n\r\n`)],
      [400, await ask(`POST /api/v1/session HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`)],
      [400, await ask('GET / HTTP/1.1\r\n\r\n')],
      [
        415,
        await ask(`POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx`),
      ],
      [200, await ask(`HEAD / HTTP/1.1\r\n${HOST}\r\n`)],
      [304, await get('/', `If-None-Match: ${(await get('/')).headers.etag}\r\n`)],
      [403, await ask(upgrade('/ws'))],
      [403, await ask(upgrade('/ws', { Origin: 'https://evil.example' }))],
      [400, await ask(upgrade('/ws', { 'Sec-WebSocket-Version': '8' }))],
      [404, await ask(upgrade('/elsewhere'))],
      [204, await post('/api/v1/sign-out', leaving)],
    ]
    for (const [i, [status, answer]] of answers.entries()) {
      assert.equal(answer.status, status, `answer ${i}: ${answer.body}`)
      assertGuarded(answer, `answer ${i}`)
      if (status !== 304) assert.equal(answer.headers['cache-control'], 'no-store', `answer ${i}`)
    }
  })

  it('stand on what the library answers by itself, where what came is no request', async () => {
    let heard = 0
    for (const bytes of [
      upgrade('/ws', { Upgrade: 'foo', Connection: 'keep-alive, Upgrade' }),
      upgrade('/ws', { Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' }),
      `BREW / HTTP/1.1\r\n${HOST}\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      `GET /${'a'.repeat(30_000)} HTTP/1.1\r\n${HOST}\r\n`,
      `GET / HTTP/1.1\r\n${HOST}X: ${'b'.repeat(30_000)}\r\n\r\n`,
      `GET /%00 HTTP/1.1\r\n${HOST}\r\n`,
      `GET /%zz HTTP/1.1\r\n${HOST}\r\n`,
      `TRACE / HTTP/1.1\r\n${HOST}\r\n`,
      `CONNECT 127.0.0.1:1 HTTP/1.1\r\n${HOST}\r\n`,
      `GET / HTTP/9.9\r\n${HOST}\r\n`,
      '\x16\x03\x01\x02\x00\x01\x00',
    ]) {
      const answer = await ask(bytes)
      if (answer.status === 0) continue
      const what = JSON.stringify(bytes.slice(0, 60))
      heard++
      if (answer.body.includes('assets')) assertGuarded(answer, what)
      else {
        assertAlways(answer, what)
        assert.match(answer.headers['content-security-policy'], /^default-src 'none';.*frame-ancestors 'none'/, what)
        assert.equal(answer.headers['cache-control'], 'no-store', what)
      }
    }
    assert.ok(heard > 3, `${heard} answers`)
  })
})
