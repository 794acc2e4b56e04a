/* line.mjs - a person's network: a proxy that can be cut and mended. Browsers' own "offline" leaves open sockets alone;
 * a phone in a lift does not. */
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { Transform } from 'node:stream'

/* Everything comes through, in its order, so much later. */
function later(ms) {
  return new Transform({
    transform(part, _, done) {
      setTimeout(() => this.push(part), ms)
      done()
    },
    flush(done) {
      setTimeout(done, ms)
    },
  })
}

export class Line {
  #sockets = new Set()
  #isCut = false

  /* late_ms: so long it takes in each direction. (Chromium's own throttling leaves WebSockets alone.) */
  static async lay({ late_ms = 0 } = {}) {
    const line = new Line(late_ms)
    await new Promise((resolve) => line.proxy.listen(0, '127.0.0.1', resolve))
    line.url = `http://127.0.0.1:${line.proxy.address().port}`
    return line
  }

  constructor(late_ms) {
    this.late_ms = late_ms
    this.proxy = createServer((asked, answer) => this.#pass(asked, answer))
    this.proxy.on('connect', (asked, socket, head) => this.#tunnel(asked, socket, head))
    this.proxy.on('connection', (socket) => {
      if (this.#isCut) socket.destroy()
      else this.#keep(socket)
    })
  }

  #keep(socket) {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #join(from, to) {
    if (this.late_ms === 0) from.pipe(to)
    else from.pipe(later(this.late_ms)).pipe(to)
  }

  #pass(asked, answer) {
    const { hostname, port, pathname, search } = new URL(asked.url)
    const onward = request(
      { hostname, port, path: pathname + search, method: asked.method, headers: asked.headers },
      (reply) => {
        answer.writeHead(reply.statusCode, reply.headers)
        this.#join(reply, answer)
      },
    )
    onward.on('error', () => answer.destroy())
    this.#join(asked, onward)
  }

  #tunnel(asked, socket, head) {
    const { hostname, port } = new URL(`http://${asked.url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.write(head)
      this.#join(onward, socket)
      this.#join(socket, onward)
    })
    this.#keep(onward)
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  }

  cut() {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend() {
    this.#isCut = false
  }

  end() {
    this.cut()
    this.proxy.close()
  }
}
