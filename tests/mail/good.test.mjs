/* What a good SMTP server gets, by three readers: the bytes, Python's e-mail package, and the envelope. And what the desk
 * makes of a server that says no, later, or wants to know who we are. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { badHost, certificateFor, goodHost } from '../lib/smtp.mjs'
import { assertWent, runDesk, sendOne } from './desk.mjs'

const READ_MAIL = `
import email, email.policy, json, sys
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
defects = [str(d) for d in mail.defects] + [str(d) for v in mail.values() for d in v.defects]
sender = mail['from'].addresses[0]
print(json.dumps({
    'from': [sender.display_name, sender.addr_spec], 'to': str(mail['to']), 'subject': str(mail['subject']),
    'date': mail['date'].datetime.isoformat(), 'id': mail['message-id'], 'language': mail['content-language'],
    'automatic': mail['auto-submitted'], 'type': mail.get_content_type(), 'charset': mail.get_content_charset(),
    'text': mail.get_content(), 'names': mail.keys(), 'defects': defects}))`

function readMail(bytes) {
  const wish = { input: bytes, encoding: 'utf8', maxBuffer: 1 << 26 }
  const mail = JSON.parse(execFileSync('python3', ['-c', READ_MAIL], wish))
  return { ...mail, text: mail.text.replaceAll('\r\n', '\n') }
}

let folder
let host
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sopu-mail-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

async function withHost(options, test) {
  host = await goodHost(options)
  try {
    await test(host, `127.0.0.1:${host.port}`)
  } finally {
    await host.end()
  }
}

describe('a mail that is taken', () => {
  it('arrives as it was meant, to the byte', () =>
    withHost({}, async ({ received }, at) => {
      const text = 'Pöytäkirja on valmis.\n.\n..kaksi pistettä\nviimeinen rivi ilman loppua'
      assertWent(await sendOne({ url: `smtp://${at}`, name: 'Sopu', text }), 'sent', /^SMTP 250 to the message$/)
      assert.equal(received.length, 1)
      assert.equal(received[0].from, 'sopu@hyvaep.example')
      assert.deepEqual(received[0].to, ['kirjaamo@kunta.example'])
      assert.equal(
        received[0].bytes.toString('latin1'),
        [
          'From: Sopu <sopu@hyvaep.example>',
          'To: kirjaamo@kunta.example',
          'Subject: Hei',
          'Date: Thu, 12 Sep 2024 07:00:00 +0000',
          'Message-ID: <minutes-0@sopu.example>',
          'MIME-Version: 1.0',
          'Content-Type: text/plain; charset=utf-8',
          'Content-Transfer-Encoding: quoted-printable',
          'Content-Language: fi',
          'Auto-Submitted: auto-generated',
          '',
          'P=C3=B6yt=C3=A4kirja on valmis.',
          '.',
          '..kaksi pistett=C3=A4',
          'viimeinen rivi ilman loppua',
          '',
        ].join('\r\n'),
      )
    }))

  it('is read by others as it was written', () =>
    withHost({}, async ({ received }, at) => {
      const subject = `Päätöspöytäkirja 12.9.2024 – ${'Etelä-Pohjanmaan hyte-neuvottelu, š ž å 🎉 '.repeat(6)}9 § a`
      const name = 'Hyvinvointialue, "hyte" 🎉' /* one word: Python puts a space between two of a name */
      const text = `Hyvä vastaanottaja,\n\n${'å ä ö š 🎉 = . '.repeat(40)}\n  sisennetty \n\n.\nFrom here\n${'x'.repeat(2000)}\n`
      assert.equal((await sendOne({ url: `smtp://${at}`, subject, name, text })).outcome, 'sent')
      const lines = received[0].bytes.toString('latin1').split('\r\n')
      assert.ok(lines.every((line) => line.length <= 76 && /^[\t -~]*$/.test(line)))
      const mail = readMail(received[0].bytes)
      assert.deepEqual(mail.defects, [])
      assert.deepEqual(mail.from, [name, 'sopu@hyvaep.example'])
      assert.equal(mail.subject, subject)
      assert.equal(mail.text, text)
      assert.equal(mail.date, '2024-09-12T07:00:00+00:00')
      assert.deepEqual([mail.id, mail.to], ['<minutes-0@sopu.example>', 'kirjaamo@kunta.example'])
      assert.deepEqual([mail.language, mail.automatic], ['fi', 'auto-generated'])
      assert.deepEqual([mail.type, mail.charset], ['text/plain', 'utf-8'])
      assert.equal(mail.names.length, 10)
    }))

  it('may be long', () =>
    withHost({}, async ({ received }, at) => {
      const text = 'Päätettiin yksimielisesti.\n'.repeat(40_000)
      assert.equal((await sendOne({ url: `smtp://${at}`, text })).outcome, 'sent')
      assert.ok(readMail(received[0].bytes).text === text)
    }))

  it('goes with others, four at a time, each once', () =>
    withHost({}, async (host, at) => {
      const to = Array.from({ length: 20 }, (_, i) => `kirjaamo${i}@kunta.example`)
      const { results } = await runDesk({ url: `smtp://${at}`, to })
      assert.ok(results.every(({ outcome }) => outcome === 'sent'))
      assert.deepEqual(results.map(({ key }) => key).sort(), to.map((_, i) => `mail-${i}`).sort())
      assert.deepEqual(host.received.map((one) => one.to[0]).sort(), [...to].sort())
      assert.equal(host.sessions, 20)
    }))

  it('at the pace of the loop takes about a second', () =>
    withHost({}, async (_, at) => {
      const { outcome, ms } = await sendOne({ url: `smtp://${at}`, every: 100 })
      assert.equal(outcome, 'sent')
      assert.ok(ms < 3000, `${ms} ms`)
      console.log(`one mail with ten ticks a second: ${ms} ms`)
    }))
})

describe('a mail that is not taken', () => {
  const onRecipient = (address) =>
    ({ 'nobody@kunta.example': [550, 'no such user'], 'grey@kunta.example': [451, 'try again'] })[address]

  it('is refused for good by 550, later by 451, and the others go', () =>
    withHost({ onRecipient }, async ({ received }, at) => {
      const to = ['nobody@kunta.example', 'grey@kunta.example', 'kirjaamo@kunta.example']
      const { results, log } = await runDesk({ url: `smtp://${at}`, to })
      const [nobody, grey, good] = ['mail-0', 'mail-1', 'mail-2'].map((key) => results.find((one) => one.key === key))
      assertWent(nobody, 'refused', /^SMTP 550 to RCPT$/)
      assertWent(grey, 'later', /^SMTP 451 to RCPT$/)
      assertWent(good, 'sent', /^SMTP 250 /)
      assert.equal(received.length, 1)
      assert.doesNotMatch(log, /@|kunta/)
    }))

  it('is taken at the second attempt by a server that greylists', async () => {
    let attempts = 0
    await withHost({ onRecipient: () => (++attempts === 1 ? [451, 'later'] : null) }, async (_, at) => {
      assert.equal((await sendOne({ url: `smtp://${at}` })).outcome, 'later')
      assert.equal((await sendOne({ url: `smtp://${at}` })).outcome, 'sent')
    })
  })

  it('is no mail where a field would add a header, or the address is none', () =>
    withHost({}, async (host, at) => {
      const tries = [{ subject: 'Hei\r\nBcc: x@y.example' }, { to: 'a@b.example>\r\nDATA' }, { to: 'nobody' }]
      for (const wrong of tries)
        assertWent(await sendOne({ url: `smtp://${at}`, ...wrong }), 'refused', /^no mail: a field is malformed$/)
      assert.equal(host.sessions, 0)
    }))
})

describe('TLS and signing in', () => {
  let good
  before(() => {
    good = certificateFor('mail.example', folder)
  })

  it('is demanded where the server is another machine', () =>
    withHost({}, async ({ received, port }) => {
      assertWent(await sendOne({ url: `smtp://mail.example:${port}` }), 'later', /^curl 64 /)
      assert.equal(received.length, 0)
    }))

  it('encrypts after STARTTLS, and from the first byte with smtps', async () => {
    for (const isSecure of [false, true])
      await withHost({ certificate: good, isSecure }, async ({ received, port }) => {
        const url = `smtp${isSecure ? 's' : ''}://mail.example:${port}`
        assertWent(await sendOne({ url, ca: good.file }), 'sent', /^SMTP 250/)
        assert.equal(received[0].secure, true)
      })
  })

  it('tells nothing to a server whose certificate is not trusted, or is another’s', async () => {
    const other = certificateFor('other.example', folder)
    for (const isSecure of [false, true])
      for (const [certificate, ca] of [
        [good, undefined],
        [good, other.file],
        [other, other.file],
      ])
        await withHost({ certificate, isSecure }, async ({ received, port }) => {
          const url = `smtp${isSecure ? 's' : ''}://mail.example:${port}`
          const wishes = ca === undefined ? { url } : { url, ca }
          assertWent(await sendOne(wishes), 'later', /^curl 60 /)
          assert.equal(received.length, 0)
        })
  })

  it('signs in with a name and password, over TLS', () =>
    withHost({ certificate: good, user: { name: 'sopu@hyvaep.example', password: 'sala sanä' } }, async (host) => {
      const url = `smtp://mail.example:${host.port}`
      const wishes = { url, ca: good.file, user: 'sopu@hyvaep.example', password: 'sala sanä' }
      assertWent(await sendOne(wishes), 'sent', /^SMTP 250/)
      assert.deepEqual(host.logins, [{ username: 'sopu@hyvaep.example', method: 'PLAIN', secure: true }])
    }))

  it('signs in by no other way, whatever a server offers first', async () => {
    const offer = '250-x\r\n250 AUTH GSSAPI NTLM DIGEST-MD5 CRAM-MD5 PLAIN LOGIN\r\n'
    const answers = { EHLO: offer, AUTH: '334 \r\n', AHNv: '235 welcome\r\n' }
    const host = await badHost({ reply: (what) => answers[what.slice(0, 4)] })
    const url = `smtp://127.0.0.1:${host.port}`
    assertWent(await sendOne({ url, user: 'sopu@hyvaep.example', password: 'sala' }), 'sent', /^SMTP 250/)
    assert.match(host.lines[1], /^AUTH PLAIN/)
    await host.end()
  })

  it('may try again later where the password is wrong or missing: the mail is not at fault', () =>
    withHost({ certificate: good, user: { name: 'sopu', password: 'right' } }, async ({ received, port }) => {
      const wishes = { url: `smtp://mail.example:${port}`, ca: good.file }
      assertWent(await sendOne({ ...wishes, user: 'sopu', password: 'wrong' }), 'later', /^curl 67 .*SMTP 535/)
      assertWent(await sendOne(wishes), 'later', /^SMTP 530 to MAIL$/)
      assert.equal(received.length, 0)
    }))
})
