/* desk.mjs - runs build/mail_once, and looks at what every run must have: no tick held its thread, nothing was left open. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { within } from '../lib/wait.mjs'

const PROGRAM = resolve(process.env.MAIL_ONCE ?? '../build/mail_once')
const NAMES = resolve(process.env.MAIL_NAMES ?? '../build/mail_names.so')
/* What a turn of the loop may take; a sanitizer makes everything slower. */
const TICK_MS = PROGRAM.includes('/san-') ? 100 : 20
const RUN_MS = 60_000

/* { to, subject, user, ... }: see mail_once.c; `text` is what is sent. */
export async function runDesk({ text = 'Hei!\n', to = 'kirjaamo@kunta.example', ...wishes }) {
  const given = Object.entries(wishes).map(([name, value]) => `${name}=${value}`)
  const args = [...given, ...[to].flat().map((one) => `to=${one}`)]
  /* A proxy of the environment has no part in this. */
  const env = { ...process.env, LD_PRELOAD: NAMES, ALL_PROXY: 'http://127.0.0.1:9', smtp_proxy: 'http://127.0.0.1:9' }
  const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  const said = { out: '', err: '' }
  child.stdout.on('data', (part) => (said.out += part))
  child.stderr.on('data', (part) => (said.err += part))
  child.stdin.end(text)
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
  const { code, signal } = await within(ended, RUN_MS, 'mail_once').catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, said.err)
  const run = { ...JSON.parse(said.out), log: said.err }
  assert.ok(run.longest_ms < TICK_MS, `a tick took ${run.longest_ms} ms`)
  assert.ok(run.free_ms < TICK_MS, `giving up took ${run.free_ms} ms`)
  assert.equal(run.files_left, 0)
  return run
}

/* One mail, and how it went. */
export async function sendOne(wishes) {
  const run = await runDesk(wishes)
  assert.equal(run.results.length, 1)
  return { ...run.results[0], ...run }
}

export function assertWent({ outcome, reason }, expectedOutcome, expectedReason) {
  assert.equal(outcome, expectedOutcome, reason)
  assert.match(reason, expectedReason)
  assert.doesNotMatch(reason, /@|example|Hei/)
}
