/* smtp.mjs - SMTP servers on loopback. `goodHost` is a real one (npm smtp-server) that keeps what it got, and refuses,
 * greylists, encrypts or wants a password when told so. `badHost` speaks the bare protocol and stops, hangs up or talks
 * nonsense at a given moment. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'

function listening(server, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, host, () => resolve(server.address().port))
  })
}

/* A self-made certificate for a name: { key, cert, file }. */
export function certificateFor(name, folder) {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
  const asked = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`
  const into = ['-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert]
  execFileSync('openssl', [...asked.split(' '), ...into], { stdio: 'pipe' })
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert }
}

const replyOf = (code, text) => Object.assign(new Error(text), { responseCode: code })

function bytesOf(stream) {
  return new Promise((resolve, reject) => {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    stream.on('end', () => resolve(Buffer.concat(parts)))
    stream.on('error', reject)
  })
}

/* `certificate`: it offers STARTTLS, or with `isSecure` speaks TLS from the first byte. `user`: { name, password }.
 * `onRecipient(address)`: a reply [code, text] for those it does not take. */
export async function goodHost({ certificate, isSecure = false, user, onRecipient } = {}) {
  const host = { received: [], logins: [], sessions: 0, wereSecure: [], quits: 0 }
  const server = new SMTPServer({
    secure: isSecure,
    key: certificate?.key,
    cert: certificate?.cert,
    disabledCommands: certificate === undefined ? ['STARTTLS'] : [],
    authOptional: user === undefined,
    disableReverseLookup: true,
    onConnect(_, done) {
      host.sessions++
      done()
    },
    onAuth({ username, password, method }, { secure }, done) {
      host.logins.push({ username, method, secure })
      if (username === user?.name && password === user.password) done(null, { user: username })
      else done(replyOf(535, 'go away'))
    },
    onRcptTo({ address }, _, done) {
      const reply = onRecipient?.(address)
      done(reply ? replyOf(...reply) : null)
    },
    async onData(stream, { envelope, secure }, done) {
      const bytes = await bytesOf(stream).catch(() => null)
      if (bytes === null) return done(replyOf(451, 'the line broke'))
      const to = envelope.rcptTo.map(({ address }) => address)
      host.received.push({ from: envelope.mailFrom.address, to, bytes, secure })
      done()
    },
  })
  server.on('error', () => {}) /* handshakes that the other side ended */
  host.port = await listening(server.server)
  host.end = () => new Promise((resolve) => server.close(resolve))
  return host
}

const USUAL = [
  [/^(EHLO|HELO)/, '250-bad.example\r\n250 8BITMIME\r\n'],
  [/^DATA/, '354 go on\r\n'],
  [/^QUIT/, '221 bye\r\n'],
  [/./, '250 ok\r\n'],
]

/* `reply(what, socket)`: instead of the usual answer to "connect", to a command's line or to "message" (the whole of it has
 * come); undefined: the usual one, null: none, ever. `onPart(socket)`: a part of the message came. */
export async function badHost({ reply = () => undefined, onPart = () => {} } = {}) {
  const host = { lines: [], sockets: new Set() }
  const answer = (socket, what, usual) => {
    const own = reply(what, socket)
    if (own !== null && !socket.destroyed) socket.write(own ?? usual)
  }
  const server = createServer((socket) => {
    let [text, isMessage] = ['', false]
    host.sockets.add(socket.setEncoding('latin1'))
    socket.on('error', () => {})
    socket.on('close', () => host.sockets.delete(socket))
    answer(socket, 'connect', '220 bad.example\r\n')
    socket.on('data', (part) => {
      text += part
      if (isMessage) onPart(socket)
      for (;;) {
        const end = isMessage ? '\r\n.\r\n' : '\r\n'
        const at = text.indexOf(end)
        if (at < 0) return
        const line = isMessage ? 'message' : text.slice(0, at)
        text = text.slice(at + end.length)
        isMessage = line.startsWith('DATA')
        host.lines.push(line)
        answer(socket, line, line === 'message' ? '250 taken\r\n' : USUAL.find(([form]) => form.test(line))[1])
      }
    })
  })
  host.port = await listening(server)
  host.end = () =>
    new Promise((resolve) => {
      for (const socket of host.sockets) socket.destroy()
      server.close(resolve)
    })
  return host
}

/* The text of a mail as a mail program shows it: quoted-printable and base64 alike. */
export function textOf(bytes) {
  const mail = bytes.toString('latin1')
  const [head, ...body] = mail.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString()
  const joined = text.replaceAll('=\r\n', '')
  return Buffer.from(
    joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
}
