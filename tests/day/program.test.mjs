/* The program on the command line: what is wrong is said in one sentence, with the right exit status, and nothing is
 * damaged by it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { BINARY, Server } from '../lib/server.mjs'

const sopu = (...args) => spawnSync(BINARY, args, { encoding: 'utf8', timeout: 30_000 })

/* One line for people, and a second only where the command line itself is wrong ("Try `sopu --help`."). */
function assertSaid({ status, stderr, stdout }, expected, sentence) {
  assert.equal(status, expected, stderr)
  assert.equal(stdout, '')
  const lines = stderr.trimEnd().split('\n')
  assert.equal(lines.length, expected === 2 ? 2 : 1, stderr)
  assert.match(lines[0], sentence)
}

describe('the program', () => {
  let folder
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sopu-program-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('tells what it can do', () => {
    const { status, stdout } = sopu('--help')
    assert.equal(status, 0)
    for (const command of ['demo', 'serve', 'import', 'verify', 'backup', 'export-person', 'erase-person'])
      assert.ok(stdout.includes(`sopu ${command} `), command)
    assert.match(sopu('--version').stdout, /^sopu \S+\n$/)
  })

  it('names what is wrong on the command line, exit 2', () => {
    assertSaid(sopu('frob'), 2, /there is no command "frob"/)
    assertSaid(sopu('serve'), 2, /--db FILE is needed/)
    assertSaid(sopu('serve', '--db'), 2, /--db needs a value/)
    assertSaid(sopu('serve', '--db', 'x', '--port', '99999'), 2, /"99999" is not a port/)
    assertSaid(sopu('serve', '--db', 'x', '--colour', 'red'), 2, /serve does not know "--colour"/)
    assertSaid(sopu('verify'), 2, /verify needs the file of a database/)
    assertSaid(sopu('verify', 'x', '--head', '12'), 2, /--head must be RECORD:HEX/)
    assertSaid(sopu('backup', 'x'), 2, /--to COPY is needed/)
    assertSaid(sopu('erase-person', 'x'), 2, /erase-person needs a seat's id/)
    assertSaid(sopu('export-person', 'x', 'p001', 'p002'), 2, /does not know "p002"/)
    assertSaid(sopu('serve', '--db', 'x', '--public-url', 'sopu.example'), 2, /--public-url must be/)
  })

  it('names what is wrong about the mail on the command line, exit 2', () => {
    const serve = (...args) => sopu('serve', '--db', 'x', ...args)
    const from = ['--mail-from', 'sopu@organisation.example']
    const urls = ['mail.example', 'http://mail.example', 'smtp://', 'smtp://a:b@mail.example', 'smtp://mail.example/x']
    for (const url of urls) assertSaid(serve('--smtp', url, ...from), 2, /--smtp must be smtps:/)
    assertSaid(serve('--smtp', 'smtp://mail.example'), 2, /--mail-from ADDRESS is needed/)
    assertSaid(serve('--smtp', 'smtp://mail.example', '--mail-from', 'Sopu <a@b.fi>'), 2, /must be a plain address/)
    assertSaid(serve(...from), 2, /--smtp URL is needed/)
    assertSaid(serve('--smtp-ca', 'x'), 2, /--smtp URL is needed/)
    assertSaid(serve('--smtp', 'smtps://mail.example', ...from, '--smtp-user', 'sopu'), 2, /go together/)
    assertSaid(serve('--smtp', 'smtps://mail.example', ...from, '--smtp-password-file', 'x'), 2, /go together/)
    assertSaid(sopu('verify', 'x', '--smtp', 'smtp://mail.example'), 2, /verify does not know "--smtp"/)
  })

  it('takes no password from a file that others may open, and touches nothing then', () => {
    const [secret, database] = [join(folder, 'secret'), join(folder, 'none.db')]
    const serve = (file, ...more) =>
      sopu(
        ...['serve', '--db', database, '--smtp', 'smtps://mail.example', '--mail-from', 'sopu@organisation.example'],
        ...['--smtp-user', 'sopu', '--smtp-password-file', file, ...more],
      )
    writeFileSync(secret, 'sala\n')
    for (const mode of [0o644, 0o640, 0o604, 0o602]) {
      chmodSync(secret, mode)
      assertSaid(serve(secret), 1, /others may open it: `chmod 600`/)
    }
    chmodSync(secret, 0o600)
    assertSaid(serve(secret, '--smtp-ca', join(folder, 'no.pem')), 1, /no\.pem cannot be read/)
    for (const wrong of ['', '\n', 'one\ntwo\n', 'x'.repeat(1025), 'a\0b']) {
      writeFileSync(secret, wrong)
      assertSaid(serve(secret), 1, /must hold the password on one line/)
    }
    assertSaid(serve(folder), 1, /is no file with a password/)
    assertSaid(serve(join(folder, 'missing')), 1, /missing cannot be read/)
    assert.equal(existsSync(database), false)
    writeFileSync(secret, 'sala\n')
    assertSaid(serve(secret), 1, /there is no day in it yet/)
  })

  it('leaves alone what it cannot use, exit 1', () => {
    assertSaid(sopu('serve', '--db', join(folder, 'no/such/folder.db')), 1, /cannot open or create/)
    const foreign = join(folder, 'foreign.db')
    writeFileSync(foreign, 'this is somebody else’s file\n'.repeat(400))
    const before = readFileSync(foreign)
    assertSaid(sopu('serve', '--db', foreign), 1, /not a Sopu database/)
    assertSaid(sopu('verify', foreign), 1, /./)
    assertSaid(sopu('erase-person', foreign, 'p001'), 1, /not a Sopu database/)
    assertSaid(sopu('backup', foreign, '--to', join(folder, 'copy.db')), 1, /not a Sopu database/)
    assert.deepEqual(readFileSync(foreign), before)
    assertSaid(sopu('import', foreign, '--db', join(folder, 'imported.db')), 1, /not JSON/)
  })

  it('serves no day that is not there', () => {
    assertSaid(sopu('serve', '--db', join(folder, 'empty.db'), '--port', '0'), 1, /there is no day in it yet/)
  })

  it('leaves a newer database as it is', async () => {
    const server = await Server.demo({ name: 'program' })
    try {
      await server.stop()
      const file = server.database
      const bytes = readFileSync(file)
      bytes.writeUInt32BE(99, 60) /* where SQLite keeps user_version */
      writeFileSync(file, bytes)
      assertSaid(sopu('serve', '--db', file, '--port', '0'), 1, /made by a newer Sopu/)
      assert.deepEqual(readFileSync(file), bytes)
    } finally {
      await server.end()
    }
  })

  it('says that a port is taken, and that a database is in use', async () => {
    const server = await Server.demo({ name: 'program' })
    const other = createServer().listen(0, '127.0.0.1')
    try {
      assertSaid(sopu('serve', '--db', server.database, '--port', '0'), 1, /in use by another Sopu process/)
      await server.stop()
      const { port } = other.address()
      assertSaid(sopu('serve', '--db', server.database, '--port', String(port)), 1, /the port is in use/)
      assert.equal(sopu('verify', server.database).status, 0)
    } finally {
      other.close()
      await server.end()
    }
  })
})
