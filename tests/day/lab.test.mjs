/* `sopu serve --lab`: for people who write editors. Any text for anybody on this machine, as durable as everything else;
 * and never a door to a real day. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { ROOT, Server } from '../lib/server.mjs'
import { until } from '../lib/wait.mjs'

const BINARY = process.env.SOPU_BINARY ? resolve(process.env.SOPU_BINARY) : join(ROOT, 'build/sopu')
const PATIENCE_MS = 30_000
const sopu = (...args) => spawnSync(BINARY, args, { encoding: 'utf8', timeout: PATIENCE_MS })

/* As a page on another port of this machine would come. */
class PageSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { perMessageDeflate: false, origin: 'http://localhost:5173' })
  }
}

describe('the lab', () => {
  let folder
  let child
  let address
  const editors = []

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'sopu-lab-')), 'made')
    await start(0)
  })

  after(() => {
    for (const { provider } of editors) provider.destroy()
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(port) {
    child = spawn(BINARY, ['serve', '--lab', '--data', folder, '--port', String(port)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    address = /^lab: (ws:\/\/127\.0\.0\.1:\d+\/yjs)\/NAME$/.exec(line)[1]
  }

  async function editor(name) {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(address, name, doc, { disableBc: true, WebSocketPolyfill: PageSocket })
    editors.push({ provider })
    await until(() => provider.synced, PATIENCE_MS, `${name} is open`)
    return { doc, provider }
  }

  it('opens any text without signing in, takes anything Yjs has, and keeps it over a kill -9', async () => {
    const [one, two] = [await editor('huone'), await editor('huone')]
    const long = 'pitkä teksti '.repeat(40_000) /* half a megabyte at once: somebody's document */
    one.doc.getText('t').insert(0, long, { bold: true })
    one.doc.getMap('m').set('k', new Y.Array())
    one.doc.getXmlFragment('x').insert(0, [new Y.XmlElement('p')])
    const content = () =>
      JSON.stringify([two.doc.getText('t').toDelta(), two.doc.getMap('m'), two.doc.getXmlFragment('x')])
    await until(() => two.doc.getXmlFragment('x').length === 1, PATIENCE_MS, 'the other sees it')
    const seen = content()
    assert.ok(seen.includes(long))

    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    for (const { provider } of editors.splice(0)) provider.destroy()
    const whole = sopu('verify', '--json', join(folder, 'sopu.db'))
    assert.equal(whole.status, 0, whole.stderr)
    assert.match(whole.stdout, /"doc":"huone"/)
    await start(new URL(address).port)
    const { doc } = await editor('huone')
    assert.equal(JSON.stringify([doc.getText('t').toDelta(), doc.getMap('m'), doc.getXmlFragment('x')]), seen)
  })

  it('keeps texts apart', async () => {
    const one = await editor('yksi')
    one.doc.getText('t').insert(0, 'yksi')
    const again = await editor('yksi')
    const other = await editor('kaksi')
    await until(() => again.doc.getText('t').toString() === 'yksi', PATIENCE_MS, 'it is there')
    assert.equal(other.doc.getText('t').toString(), '')
  })

  it('lets no page from elsewhere in, and has no hub', async () => {
    const refusal = (path, origin) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address.replace('/yjs', path), { origin })
        socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode))
        socket.on('open', () => resolve(101))
        socket.on('error', () => {})
      })
    for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'http://127.0.0.1:x', 'null'])
      assert.equal(await refusal('/yjs/huone', origin), 403, origin)
    assert.equal(await refusal('/ws', 'http://localhost'), 404)
  })

  it('is on this machine only, and never opens a day', async () => {
    assert.equal(sopu('serve', '--lab', '--data', folder, '--host', '0.0.0.0').status, 2)
    assert.equal(sopu('serve', '--lab', '--data', folder, '--public-url', 'https://sopu.example').status, 2)
    assert.equal(sopu('serve', '--lab', '--data', folder, '--db', 'x').status, 2)
    const day = await Server.demo({ name: 'lab' })
    try {
      await day.stop()
      const refused = sopu('serve', '--lab', '--db', day.database, '--port', '0')
      assert.deepEqual([refused.status, refused.stdout], [1, ''])
      assert.match(refused.stderr, /there is a day in it/)
      child.kill()
      await new Promise((resolve) => child.once('exit', resolve))
      const lab = sopu('serve', '--data', folder, '--port', '0')
      assert.equal(lab.status, 1)
      assert.match(lab.stderr, /serve it with --lab/)
    } finally {
      await day.end()
    }
  })
})
