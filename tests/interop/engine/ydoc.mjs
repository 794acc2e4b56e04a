/* ydoc.mjs - the engine as a child process that answers line by line (tests/ydoc_cli.c). */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const PROGRAM = process.env.YDOC ?? '../build/ydoc'
const base64 = (bytes) => Buffer.from(bytes).toString('base64')
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'))

export class YDoc {
  #child = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] })
  #waiting = []

  constructor() {
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift().resolve(line))
    this.#child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting) reject(new Error(`ydoc ended: ${code ?? signal}`))
    })
  }

  ask(line) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#child.stdin.write(`${line}\n`)
    })
  }

  apply = (update) => this.ask(`apply ${base64(update)}`)
  vector = async () => bytes(await this.ask('sv'))
  state = async (vector) => bytes(await this.ask(vector ? `state ${base64(vector)}` : 'state'))
  content = async (kind, root) => JSON.parse(await this.ask(`content ${kind} ${root}`))
  string = async (kind, root) => JSON.parse(await this.ask(`string ${kind} ${root}`))
  /* Nothing if it is refused. */
  async edit(step) {
    const answer = await this.ask(`edit ${JSON.stringify(step)}`)
    return answer.startsWith('rejected') ? undefined : bytes(answer)
  }

  end = () => this.#child.stdin.end()
}
