/* The published minutes go out: one mail to each organisation's registry, a link of its own in each, through refusals, a
 * pause that a server asks for, and kills in the middle; and what the organisations answer. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { organisationsPresent, published } from '../lib/published.mjs'
import { loadPack } from '../lib/replay.mjs'
import { post, Session } from '../lib/session.mjs'
import { goodHost, textOf } from '../lib/smtp.mjs'
import { sleep, until } from '../lib/wait.mjs'

const pack = loadPack()
const session = pack.sessions.find(({ id }) => id === pack.workshop.session)
const { chair, secretary, minutes_checkers: examiners } = session.officers
const there = organisationsPresent(pack)
const addressOf = new Map(pack.organisations.map(({ id, registry_email }) => [id, registry_email]))
const LATER = ['2024-09-12T15:05:00+03:00', '2024-09-12T15:20:00+03:00']

const receiversOf = (mail) => mail.received.map(({ to }) => to.join()).sort()

describe('distribution', () => {
  let mail
  let day
  const [deaf, busy] = [there[3], there[5]]
  let isBusy = true

  before(async () => {
    mail = await goodHost({
      onRecipient: (address) => {
        if (address === addressOf.get(deaf)) return [550, 'no such mailbox']
        if (address === addressOf.get(busy) && isBusy) return [451, 'come back later']
      },
    })
    day = await published(pack, 'distribution', mail)
  })

  after(() => day?.end())

  const deliveryOf = async (organisation) =>
    (await day.hub.day()).deliveries.find((one) => one.organisation === organisation)

  it('is begun once for a version, by those who look after it', async () => {
    const { voices, hash } = day
    const send = (seat, data) => voices.command(seat, 'minutes_distribute', data)
    assert.equal((await send(examiners[0], { hash })).code, 'not_allowed')
    assert.equal((await send(secretary, { hash: '0'.repeat(64) })).code, 'minutes_changed')
    assert.equal((await send(secretary, { hash })).outcome, 'done')
    assert.equal((await send(secretary, { hash })).code, 'distributed_already')
  })

  it('reaches every registry of those who were there, once; who refuses and who asks for a pause is listed', async () => {
    const began = Date.now()
    await until(
      async () => (await day.hub.day()).deliveries.every(({ tries, state }) => tries > 0 && state !== 'sending'),
      60_000,
      'every mail was tried',
    )
    console.log(`${there.length} mails in ${Date.now() - began} ms`)
    const wanted = there.filter((one) => one !== deaf && one !== busy).map((one) => addressOf.get(one))
    assert.deepEqual(receiversOf(mail), wanted.sort())
    const refused = await deliveryOf(deaf)
    assert.deepEqual([refused.state, refused.reason], ['refused', 'SMTP 550 to RCPT'])
    const waiting = await deliveryOf(busy)
    assert.deepEqual([waiting.state, waiting.reason], ['queued', 'SMTP 451 to RCPT'])
  })

  it('is tried again after a pause, that grows', async () => {
    await sleep(500)
    assert.equal((await deliveryOf(busy)).tries, 1)
    day.clock.set(LATER[0])
    await until(async () => (await deliveryOf(busy)).tries === 2, 10_000, 'the second try')
    isBusy = false
    day.clock.set(LATER[1])
    await until(async () => (await deliveryOf(busy)).state === 'sent', 10_000, 'the third one is taken')
    assert.equal(receiversOf(mail).filter((to) => to === addressOf.get(busy)).length, 1)
  })

  it('goes again to a mended address', async () => {
    const { voices, server } = day
    const { headers } = await voices.sessionOf(secretary)
    const set = (address, who = headers) => post(server, '/api/v1/registry', { organisation: deaf, address }, who)
    const stranger = (await voices.sessionOf(examiners[0])).headers
    assert.equal((await set('x@y.example', stranger)).body.code, 'not_allowed')
    assert.equal((await set('a@b.example\r\nBcc: c@d.example')).body.code, 'address_malformed')
    assert.equal((await set('uusi.kirjaamo@kunta.example')).status, 200)
    await voices.do(secretary, 'delivery_repeat', { organisation: deaf })
    await until(async () => (await deliveryOf(deaf)).state === 'sent', 10_000, 'it is taken')
    assert.ok(receiversOf(mail).includes('uusi.kirjaamo@kunta.example'))
    const seen = await fetch(`${server.url}/api/v1/registry?seat=${secretary}`, { headers })
    assert.equal((await seen.json()).addresses[deaf], 'uusi.kirjaamo@kunta.example')
    assert.equal((await fetch(`${server.url}/api/v1/registry?seat=${examiners[0]}`, { headers: stranger })).status, 403)
  })

  /* What a person with the mail in front of them can do. */
  async function opened(organisation) {
    const { bytes } = mail.received.findLast(({ to }) => to.includes(addressOf.get(organisation)))
    const [, url] = /^(http\S+#\S+)$/m.exec(textOf(bytes).replaceAll('\r', ''))
    const seat = `registry-${organisation}`
    day.server.links.set(seat, { seat, url })
    return Session.of(day.server, seat)
  }

  it('tells no more than it must, and its link opens the organisation’s own page', async () => {
    const [organisation] = there
    const { bytes } = mail.received.find(({ to }) => to.includes(addressOf.get(organisation)))
    const text = textOf(bytes)
    assert.ok(text.includes(pack.organisations.find(({ id }) => id === organisation).name))
    assert.ok(text.includes(day.hash))
    assert.match(bytes.toString(), /^Message-ID: <\S+@hyvinvointialue\.example>\r$/im)
    for (const { name } of pack.people) assert.ok(!text.includes(name), `no ${name}`)
    const registry = await opened(organisation)
    const minutes = await fetch(`${day.server.url}/api/v1/minutes?seat=${registry.seat}&format=html`, {
      headers: { Cookie: registry.cookie },
    })
    assert.equal(minutes.status, 200, (await minutes.text()) + minutes.url)
  })

  it('the organisation says it was received, who handles it, and what became of its actions; for no other', async () => {
    const [organisation, other] = there
    const registry = await opened(organisation)
    const command = async (kind, data) => (await registry.command(kind, data)).body
    assert.equal((await command('delivery_open', { organisation })).outcome, 'done')
    assert.equal((await command('delivery_acknowledge', { organisation })).outcome, 'done')
    const onward = {
      organisation,
      body: 'Kunnanhallitus',
      date: '14.10.2024',
      paragraph: '212 §',
      outcome: 'Merkittiin',
    }
    assert.equal((await command('onward_set', onward)).outcome, 'done')
    const { items } = await day.hub.day()
    const { item, decisions } = items.find(({ kind }) => kind === 'proposal')
    const [action] = decisions.at(-1).actions
    const status = { organisation, item, action, state: 'in_progress', text: 'Valmistelu alkoi.' }
    assert.equal((await command('status_set', status)).outcome, 'done')
    assert.equal((await command('onward_set', { ...onward, organisation: other })).code, 'not_own_organisation')
    assert.equal((await command('presence_set', { seat: chair, here: false })).outcome, 'refused')
    const { onwards, statuses, deliveries } = await day.hub.day()
    assert.deepEqual([onwards[0].body, statuses[0].state], ['Kunnanhallitus', 'in_progress'])
    assert.ok(deliveries.find((one) => one.organisation === organisation).acknowledged_ms > 0)
  })
})

describe('distribution, with the server killed in the middle', () => {
  const KILLS = 6
  let mail
  let day

  before(async () => {
    mail = await goodHost()
    day = await published(pack, 'distribution-killed', mail)
  })

  after(() => day?.end())

  it('sends nothing twice, and says of what it is not sure', async () => {
    const { server, voices, hub, hash, clock } = day
    await voices.do(secretary, 'minutes_distribute', { hash })
    for (let kill = 1; kill <= KILLS; kill++) {
      await until(() => mail.received.length >= kill * 5, 30_000, `${kill * 5} mails`)
      await server.kill()
      await server.restart(clock.env)
    }
    await hub.connect()
    const isOver = ({ state }) => state === 'sent' || state === 'unsure'
    await until(async () => (await hub.day()).deliveries.every(isOver), 60_000, 'all is over')
    const { deliveries } = await hub.day()
    const receivers = receiversOf(mail)
    assert.equal(new Set(receivers).size, receivers.length, 'nobody got it twice')
    const sent = deliveries
      .filter(({ state }) => state === 'sent')
      .map(({ organisation }) => addressOf.get(organisation))
    for (const address of sent) assert.ok(receivers.includes(address), `${address} got what is said to be sent`)
    const unsure = deliveries.filter(({ state }) => state === 'unsure')
    const arrived = unsure.filter(({ organisation }) => receivers.includes(addressOf.get(organisation)))
    console.log(`${KILLS} kills: ${sent.length} sent, ${unsure.length} unsure (${arrived.length} of them had arrived)`)
    assert.equal(sent.length + unsure.length, there.length)
  })
})
