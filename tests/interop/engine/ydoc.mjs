/* ydoc.mjs - the engine as a child process that answers line by line (tests/ydoc_cli.c). Questions need not wait for
 * one another: answers come in the order of the questions. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'

const PROGRAM = process.env.YDOC ?? '../build/ydoc'
const base64 = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
const latin1 = (text) => Buffer.from(text).toString('latin1')

function bytes(text) {
  assert.ok(!text.startsWith('rejected'), `our engine refuses: ${text}`)
  return Buffer.from(text, 'base64')
}

export class YDoc {
  #child = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] })
  #waiting = []
  #begun = [] // pieces of a line whose end has not come
  #toSend = []
  #end

  constructor() {
    this.#child.stdout.setEncoding('latin1') // bytes: a piece may end inside a letter
    this.#child.stdout.on('data', (text) => this.#read(text))
    this.#child.on('close', (code, signal) => {
      this.#end = new Error(`our engine has ended: ${code ?? signal}`)
      for (const { reject } of this.#waiting) reject(this.#end)
    })
    this.#child.stdin.on('error', () => {}) // told by its exit
  }

  #read(text) {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#begun.push(text.slice(from, end))
      this.#waiting.shift().resolve(this.#begun.join(''))
      this.#begun = []
      from = end + 1
    }
    if (from < text.length) this.#begun.push(text.slice(from))
  }

  /* Question and answer are bytes, each as one letter. */
  ask(line) {
    if (this.#end) return Promise.reject(this.#end)
    if (this.#toSend.length === 0) process.nextTick(() => this.#send())
    this.#toSend.push(line)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #send() {
    this.#child.stdin.write(`${this.#toSend.join('\n')}\n`, 'latin1')
    this.#toSend = []
  }

  async #json(line) {
    return JSON.parse(Buffer.from(await this.ask(line), 'latin1').toString())
  }

  async #ok(line) {
    assert.equal(await this.ask(line), 'ok')
  }

  begin = (gc) => this.#ok(`new ${gc ? 1 : 0}`)
  beClient = (id) => this.#ok(`client ${id}`)
  apply = (update) => this.#ok(`apply ${base64(update)}`)
  push = async (update) => bytes(await this.ask(`push ${base64(update)}`))
  merge = async (updates) => bytes(await this.ask(`merge ${updates.map(base64).join(' ')}`))
  edit = async (step) => bytes(await this.ask(`edit ${latin1(JSON.stringify(step))}`))
  /* Several edits as one update. */
  open = () => this.#ok('begin')
  write = (step) => this.#ok(`edit ${latin1(JSON.stringify(step))}`)
  commit = async () => bytes(await this.ask('commit'))
  vector = async () => bytes(await this.ask('sv'))
  state = async (vector) => bytes(await this.ask(vector ? `state ${base64(vector)}` : 'state'))
  content = (kind, root) => this.#json(`content ${kind} ${root}`)
  string = (kind, root) => this.#json(`string ${kind} ${root}`)
  isPending = async () => (await this.ask('pending')) === 'yes'
  holds = async (update) => (await this.ask(`holds ${base64(update)}`)) === 'yes'

  end = () => this.#child.stdin.end()
}
