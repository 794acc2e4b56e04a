/* Mails that a server took and sent back later: the report comes in by its own door, the board's delivery shows it, and the
 * mail goes again; what is no such report, or none of ours, changes nothing. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { handOver, reportOn } from '../lib/bounce.mjs'
import { organisationsPresent, published } from '../lib/published.mjs'
import { loadPack } from '../lib/replay.mjs'
import { ROOT } from '../lib/server.mjs'
import { post, Session } from '../lib/session.mjs'
import { goodHost, textOf } from '../lib/smtp.mjs'
import { until } from '../lib/wait.mjs'

const pack = loadPack()
const { secretary } = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const there = organisationsPresent(pack)
const addressOf = new Map(pack.organisations.map(({ id, registry_email }) => [id, registry_email]))
const SENT = ['sent', 'SMTP 250 to the message']
const WORDS = 'Kukaan ei ole kirjaamo@kunta.example, kysy Maijalta'
const idOf = (mail) => /^Message-ID: <(\S+)>/im.exec(mail.toString())[1]

describe('a mail that comes back', () => {
  let mail
  let day
  const [gone, full, read, late, killed] = there

  before(async () => {
    mail = await goodHost()
    day = await published(pack, 'bounce', mail)
    const { voices, hash } = day
    await voices.do(secretary, 'minutes_distribute', { hash })
    const areSent = async () => (await day.hub.day()).deliveries.every(({ state }) => state === 'sent')
    await until(areSent, 60_000, 'every mail is sent')
  })

  after(() => day?.end())

  const deliveryOf = async (organisation) =>
    (await day.hub.day()).deliveries.find((one) => one.organisation === organisation)
  const stateOf = async (organisation) => {
    const { state, reason } = await deliveryOf(organisation)
    return [state, reason]
  }
  const mailsTo = (organisation, address = addressOf.get(organisation)) =>
    mail.received.filter(({ to }) => to.includes(address)).map(({ bytes }) => bytes)
  const say = (report, headers) => handOver(day.server, report, headers)

  it('is listed with its code, once, and with no word of the report', async () => {
    const report = reportOn(mailsTo(gone)[0], { words: WORDS })
    assert.deepEqual(await say(report), [200, 'bounced'])
    assert.deepEqual(await stateOf(gone), ['bounced', '5.1.1'])
    const { pos } = await day.hub.event('delivery_bounced', ({ organisation }) => organisation === gone)
    assert.deepEqual(await say(report), [200, 'known'])
    assert.deepEqual(await say(report.replaceAll('\n', '\r\n')), [200, 'known'])
    const { at_ms } = await deliveryOf(gone)
    assert.ok(pos > 0 && at_ms > 0)
    assert.ok(!JSON.stringify(await day.hub.day()).includes('Maijalta'))
    assert.ok(!readFileSync(day.server.log, 'utf8').includes('Maijalta'))
  })

  it('goes again to a mended address; the old report undoes nothing, one about the new mail does', async () => {
    const { voices, server } = day
    const [old] = mailsTo(gone)
    const { headers } = await voices.sessionOf(secretary)
    const address = 'uusi.kirjaamo@kunta.example'
    assert.equal((await post(server, '/api/v1/registry', { organisation: gone, address }, headers)).status, 200)
    await voices.do(secretary, 'delivery_repeat', { organisation: gone })
    await until(async () => (await deliveryOf(gone)).state === 'sent', 10_000, 'it is sent')
    const [anew] = mailsTo(gone, address)
    assert.notEqual(idOf(anew), idOf(old))
    assert.deepEqual(await say(reportOn(old)), [200, 'not_ours'])
    assert.deepEqual(await stateOf(gone), SENT)
    assert.deepEqual(await say(reportOn(anew, { status: '5.2.2' })), [200, 'bounced'])
    assert.deepEqual(await stateOf(gone), ['bounced', '5.2.2'])
  })

  it('is known by the mail it answers to where nothing is returned', async () => {
    const whole = reportOn(mailsTo(full)[0], { status: '5.2.2' })
    const cut = whole.slice(0, whole.indexOf('Content-Type: text/rfc822-headers'))
    const answering = cut.replace('Subject:', `In-Reply-To: <${idOf(mailsTo(full)[0])}>\nSubject:`)
    assert.deepEqual(await say(cut), [200, 'not_ours'])
    assert.deepEqual(await say(answering), [200, 'bounced'])
    assert.deepEqual(await stateOf(full), ['bounced', '5.2.2'])
  })

  it('changes nothing while somebody goes on trying, or is only away', async () => {
    const [sent] = mailsTo(late)
    for (const [action, status] of [
      ['delayed', '4.4.7'],
      ['relayed', '2.1.9'],
      ['delivered', '2.0.0'],
      ['expanded', '2.0.0'],
    ])
      assert.deepEqual(await say(reportOn(sent, { action, status })), [200, 'not_failed'])
    const away = `Auto-Submitted: auto-replied\nIn-Reply-To: <${idOf(sent)}>\nSubject: Poissa\n\nPalaan maanantaina.\n`
    assert.deepEqual(await say(away), [200, 'no_report'])
    assert.deepEqual(await stateOf(late), SENT)
    assert.deepEqual(await say(reportOn(sent, { status: '4.4.7' })), [200, 'bounced'])
  })

  it('is not believed without the mail in hand, nor for what was opened since', async () => {
    const forge = (id) => say(reportOn(`Message-ID: <${id}>`))
    const own = idOf(mailsTo(read)[0])
    const { mail: hash, version, organisation } = await deliveryOf(read)
    const host = 'hyvinvointialue.example'
    const known = [hash, `${hash}@${host}`, `${(await day.hub.day()).day}.${version}.${organisation}@${host}`]
    const near = [own.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')), own.slice(1), `x${own}`, '', 'a'.repeat(5000)]
    for (const id of [...known, ...near, own.toUpperCase()]) assert.deepEqual(await forge(id), [200, 'not_ours'])
    assert.deepEqual(await stateOf(read), SENT)
    const [, url] = /^(http\S+#\S+)$/m.exec(textOf(mailsTo(read)[0]).replaceAll('\r', ''))
    day.server.links.set(`registry-${read}`, { seat: `registry-${read}`, url })
    const registry = await Session.of(day.server, `registry-${read}`)
    assert.equal((await registry.command('delivery_open', { organisation: read })).body.outcome, 'done')
    assert.deepEqual(await forge(own), [200, 'known'])
    assert.deepEqual(await stateOf(read), SENT)
  })

  it('holds what is on disk: kill -9 behind the answer loses nothing', async () => {
    const report = reportOn(mailsTo(killed)[0])
    assert.deepEqual(await say(report), [200, 'bounced'])
    await day.server.kill()
    await day.server.restart(day.clock.env)
    await day.hub.connect()
    assert.deepEqual(await stateOf(killed), ['bounced', '5.1.1'])
    assert.deepEqual(await say(report), [200, 'known'])
  })

  it('the door takes mail of any type from programs, of a bounded size, and no page of another site', async () => {
    const big = (size) => `Subject: x\n\n${'x'.repeat(size - 12)}`
    assert.deepEqual(await say(big(256 * 1024)), [200, 'no_report'])
    assert.deepEqual(await say(big(256 * 1024 + 1)), [413, 'too_big'])
    assert.deepEqual(await say(''), [200, 'no_report'])
    assert.deepEqual(await say(new Uint8Array(1000)), [200, 'no_report'])
    assert.deepEqual(await say('x', { Origin: 'https://evil.example' }), [403, 'origin'])
    assert.equal((await fetch(`${day.server.url}/api/bounce`)).status, 405)
  })

  /* -> the exit status, which tells the mail server whether to come again */
  function piped(report) {
    const [, line] = /^sopu: "\|(.*)"$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))
    const command = line.replace('http://127.0.0.1:8750', day.server.url)
    return new Promise((resolve) => {
      const child = execFile('sh', ['-c', command], (error) => resolve(error?.code ?? 0))
      child.stdin.on('error', () => {}) /* `head` reads no more than it wants */
      child.stdin.end(report)
    })
  }

  it('is handed over by the README’s line, however long it is; what found nobody comes again', async () => {
    const [organisation] = there.slice(5)
    const report = reportOn(mailsTo(organisation)[0])
    await day.server.stop()
    assert.equal(await piped(report), 75)
    await day.server.restart(day.clock.env)
    await day.hub.connect()
    assert.equal(await piped('Subject: x\n\nnone of ours\n'), 0)
    assert.equal(await piped(report + 'x'.repeat(900_000)), 0)
    assert.deepEqual(await stateOf(organisation), ['bounced', '5.1.1'])
  })

  it('the door is counted as a whole', async () => {
    const codes = []
    for (let i = 0; i < 90; i++) codes.push((await say('x'))[1])
    assert.ok(codes.includes('rate') && codes.includes('no_report'))
    assert.equal(codes.at(-1), 'rate')
    await until(async () => (await say(reportOn(mailsTo(there[6])[0])))[1] === 'bounced', 10_000, 'it opens again')
  })
})
