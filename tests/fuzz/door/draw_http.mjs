/* draw_http.mjs - requests as browsers make them, with something changed: method, target, heads, lengths, ends of lines;
 * several at once, or byte by byte. */
const TARGETS = [
  '/',
  '/healthz',
  '/agenda',
  '/answers',
  '/agenda?language=sv',
  '/l',
  '/aula',
  '/favicon.ico',
  '/index.html',
  '/ws',
  '/yjs/ryhma-a',
]
const POSTS = [
  '/api/v1/session',
  '/api/v1/ticket',
  '/api/v1/sign-out',
  '/api/v1/commands',
  '/api/v1/lobby',
  '/api/v1/lobby/ask',
  '/api/v1/lobby/code',
]
const METHODS = [
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'get',
  'PRI',
  '',
  'G'.repeat(200),
  'GE\0T',
]
const LENGTHS = [
  '-1',
  '+2',
  '0x10',
  '1e3',
  ' 2',
  '2 ',
  '2, 2',
  '99999999999',
  '18446744073709551617',
  '',
  '2\t',
  'two',
  '16385',
  '0',
]
const ODD = [
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity',
  'transfer-encoding : chunked',
  'Expect: 100-continue',
  'Connection: close',
  'Connection: upgrade, keep-alive',
  'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
  'Upgrade: websocket',
  'Upgrade: WebSocket, foo\r\nConnection: Upgrade',
  'Sec-WebSocket-Key: x',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
  'Range: bytes=0-0,1-1,2-',
  'If-None-Match: *',
  'Accept-Encoding: gzip, br, *;q=0',
  'Accept-Language: sv;q=1, fi',
  'Origin: null',
  'Origin: https://evil.example',
  'Cookie: =; ;;sopu_=;',
  'Authorization: Bearer ',
  'X-Sopu-Seat: ../../x',
  'Host: a\r\nHost: b',
  'X: y\r\n z: folded',
  ': no name',
  'No colon at all',
  'X\0Y: z',
]

/* The head a browser would send. */
function head(draw, isPost, body) {
  const { random } = draw
  const target = isPost ? random.of(POSTS) : random.of(TARGETS)
  const lines = [`${isPost ? 'POST' : 'GET'} ${target} HTTP/1.1`, 'Host: 127.0.0.1']
  if (isPost) lines.push('Content-Type: application/json', `Content-Length: ${body.length}`)
  if (random.oneIn(1.5)) lines.push('X-Sopu-Seat: ‹seat›', 'Cookie: ‹cookie›')
  return lines
}

function upgrade(draw) {
  const door = draw.random.of(['/ws', `/yjs/${draw.name('doc')}`, '/yjs/', '/ws/', `/yjs/${'d'.repeat(129)}`])
  return [
    `GET ${door}?ticket=‹ticket› HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
}

function change(draw, lines) {
  const { random } = draw
  const at = random.below(lines.length)
  random.of([
    () => lines.splice(at, 1),
    () => lines.splice(at, 0, lines[at]),
    () => lines.push(random.of(ODD)),
    () => lines.push(`X-Long: ${'x'.repeat(random.below(20_000))}`),
    () => lines.push(...Array.from({ length: random.below(300) }, (_, i) => `X-${i}: ${i}`)),
    () => (lines[0] = lines[0].replace(/^\S+/, random.of(METHODS))),
    () => (lines[0] = lines[0].replace(/ \S+ /, ` ${draw.random.of(odd(draw))} `)),
    () => (lines[0] = lines[0].replace('1.1', random.of(['1.0', '0.9', '2.0', '9', '1.10', '']))),
    () => lines.push(`Content-Length: ${random.of(LENGTHS)}`),
    () => (lines[at] = lines[at].replace(/\d+/, random.of(LENGTHS))),
    () => (lines[at] = lines[at].slice(0, random.below(lines[at].length)) + draw.bytes(1 + random.below(4))),
  ])()
}

function odd(draw) {
  return [
    '*',
    'http://127.0.0.1/healthz',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/%',
    '/%zz',
    '//healthz',
    '/a/../healthz?x=%',
    `/${'a'.repeat(draw.random.below(9000))}`,
    `/ws?ticket=${'t'.repeat(draw.random.below(300))}`,
    `/?${'&'.repeat(draw.random.below(500))}`,
    '/ä',
    '',
  ]
}

function body(draw) {
  const { random } = draw
  return random.of([
    () => draw.json(draw.command()),
    () => draw.json({ id: 'abcdefgh', secret: 'x'.repeat(26) }),
    () => draw.json({ code: 'AAAAAA' }),
    () => draw.json({ code: 'AAAAAA', name: draw.bytes(random.below(120)), organisation: 'o-hva' }),
    () => '{}',
    () => draw.bytes(random.below(50)),
    () => `5\r\nhello\r\n0\r\n\r\n`,
    () => 'x'.repeat(random.below(20_000)),
  ])()
}

function request(draw) {
  const { random } = draw
  const isPost = random.oneIn(2)
  const content = isPost ? body(draw) : ''
  const lines = random.oneIn(4) ? upgrade(draw) : head(draw, isPost, content)
  for (let n = random.below(4); n > 0 && lines.length > 0; n--) change(draw, lines)
  const newline = random.oneIn(10) ? random.of(['\n', '\r', '\r\r\n', '\0\n']) : '\r\n'
  return lines.join(newline) + newline + newline + content
}

function nonsense(draw) {
  return draw.random.of([
    draw.bytes(draw.random.below(400)),
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    '\r\n'.repeat(draw.random.below(3000)),
  ])
}

/* In one piece, cut anywhere, or byte by byte. */
function cut(draw, bytes) {
  const { random } = draw
  if (random.oneIn(8)) {
    const slow = random.below(Math.min(bytes.length, 60))
    return [...bytes.slice(0, slow), bytes.slice(slow)]
  }
  const pieces = []
  for (let at = 0; at < bytes.length; ) {
    const next = random.oneIn(2) ? bytes.length : at + 1 + random.below(bytes.length - at)
    pieces.push(bytes.slice(at, next))
    at = next
  }
  return pieces
}

export function drawHttp(draw) {
  let bytes = draw.random.oneIn(12) ? nonsense(draw) : request(draw)
  while (draw.random.oneIn(4)) bytes += request(draw)
  return { door: 'http', seat: draw.seat().seat, pieces: cut(draw, bytes), end: draw.end() }
}
