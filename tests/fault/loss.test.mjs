/* Packets are lost, as on phones behind concrete: what is typed and pressed takes longer, and nothing else. The kernel's own
 * TCP over a line that loses 5 % of its packets (lossy.c). SECONDS=1800 by hand; LOSS=20 for a worse line. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { BINARY, ROOT } from '../lib/server.mjs'

const LOSSY = join(resolve(BINARY, '..'), 'fault/lossy')
const LOSS = process.env.LOSS ?? '5'
const NOT_POSSIBLE = 77

async function overTheLine() {
  const child = spawn(LOSSY, [LOSS, process.execPath, join(ROOT, 'tests/fault/loss_session.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const [said, told] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await ended, said, told: told.trim() }
}

describe(`a line that loses ${LOSS} % of its packets`, () => {
  it('delays words and commands, and loses none; nobody has to come in again', async (t) => {
    const { status, said, told } = await overTheLine()
    if (status === NOT_POSSIBLE) return t.skip(told)
    assert.equal(status, 0, told)
    const { lostLines, retransmitted, typed, pressed, done, words, onDisk } = JSON.parse(said)
    console.log(`${told}; ${retransmitted} segments sent again; ${typed} edits and ${done} commands arrived`)
    assert.ok(retransmitted > 20, `${retransmitted}: a line that loses nothing shows nothing`)
    assert.equal(lostLines, 0)
    assert.ok(typed > 100 && pressed > 20, `${typed} edits, ${pressed} commands`)
    assert.equal(done, pressed)
    assert.deepEqual(onDisk, words)
  })
})
