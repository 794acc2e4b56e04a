/* The program itself with --smtp: it serves, and stops as before. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { BINARY } from '../lib/server.mjs'
import { within } from '../lib/wait.mjs'

it('a server that is told who takes its mail serves as any other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sopu-mail-'))
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'sala\n', { mode: 0o600 })
  const mail = ['--smtp', 'smtps://mail.example', '--mail-from', 'sopu@organisation.example']
  const user = ['--smtp-user', 'sopu', '--smtp-password-file', secret]
  const args = ['demo', '--db', join(folder, 'day.db'), '--port', '0', '--json-links', ...mail, ...user]
  const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))
  try {
    const first = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    const { url } = JSON.parse(await within(first, 60_000, 'the demo begins'))
    assert.equal((await fetch(url)).status, 200)
    child.kill('SIGTERM')
    assert.deepEqual(await within(ended, 20_000, 'the demo ends'), { code: 0, signal: null })
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})
