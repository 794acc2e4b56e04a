/* An amendment from a phone, its seconder on another, a ballot on phones, a show of hands: the chair's desk, four phones,
 * the wall. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LAPTOP, openBrowser, PHONE, Person, WALL } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { decidingOf, presentAt, Voices } from '../lib/meeting.mjs'
import { until } from '../lib/wait.mjs'
import { demo, officers, pack } from './hall.mjs'

const [vote] = pack.decisions.votes
const motion = pack.decisions.amendments.find((one) => one.vote === vote.id)
const [counter, otherCounter] = officers.vote_counters

describe('amendments and votes in browsers', () => {
  const findings = new Findings()
  let server
  let browser
  let hub
  let voices
  let chair
  let mover
  let seconder
  let wall
  let outsider

  before(async () => {
    server = await demo('e2e-votes')
    voices = new Voices(server)
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.secretary)
    await decidingOf(server, pack, voices)
    for (const seat of presentAt(pack, vote.opened_at))
      await voices.do(officers.secretary, 'presence_set', { seat, here: true })
    const { items } = await hub.day()
    const b = items.find(({ kind, code }) => kind === 'proposal' && code === 'b')
    await voices.do(officers.chair, 'item_open', { item: b.item })
    chair = await Person.enter(browser, server, officers.chair, LAPTOP, 'decide')
    mover = await Person.enter(browser, server, motion.by, PHONE, 'home')
    seconder = await Person.enter(browser, server, motion.seconded_by, PHONE, 'home')
    wall = await Person.enter(browser, server, 'wall', WALL)
    outsider = await Person.enter(browser, server, 'p033', PHONE, 'agenda')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  it('an amendment is moved on a phone and seconded by one tap on another', async () => {
    await mover.button('Esitä muutosta').click()
    const dialog = mover.page.getByRole('dialog')
    await dialog.getByLabel('Mihin kohtaan?').selectOption({ label: 'Toimenpide 1: mitä tehdään' })
    await dialog.getByRole('textbox').fill(motion.text)
    await findings.look(mover, 'motion-dialog')
    await dialog.getByRole('button', { name: 'Esitä' }).click()
    await seconder.page.getByText(motion.text).waitFor()
    await findings.look(seconder, 'motion-second')
    const began = Date.now()
    await seconder.button('Kannatan').click()
    await chair.page.getByText(`kannattaja ${seconder.name}`).waitFor()
    console.log(`the chair sees the seconder ${Date.now() - began} ms after the tap`)
    await findings.look(chair, 'motion-desk')
    await wall.page.getByText(motion.text).waitFor()
    await wall.picture('motion-wall', false)
  })

  it('the gavel says what is still to be settled', async () => {
    await chair.button('Kirjataan päätös').click()
    await chair.button('Vahvista päätös').click()
    await chair.page.getByText('Muutosesitys on vielä ratkaisematta.').waitFor()
  })

  it('the chair opens the vote in two taps: everything is filled in', async () => {
    await chair.button('Äänestetään').click()
    await chair.page.getByRole('dialog').getByLabel('EI tarkoittaa').waitFor()
    await findings.look(chair, 'vote-dialog')
    await chair.page.getByRole('dialog').getByRole('button', { name: 'Avaa äänestys' }).click()
    await mover.page.getByRole('button', { name: /^EI/ }).waitFor()
    await outsider.page.getByText('Organisaatiosi ääntä käyttää').waitFor()
    await findings.look(outsider, 'vote-other')
    await wall.page.getByText('0/52 äänestänyt').waitFor()
    await wall.picture('vote-wall-open', false)
  })

  it('one tap votes, another changes it, and nobody sees how', async () => {
    await findings.look(mover, 'vote-ballot')
    await mover.page.getByRole('button', { name: /^JAA/ }).click()
    await mover.page.getByText('Äänesi on kirjattu: JAA.').waitFor()
    await mover.page.getByRole('button', { name: /^EI/ }).click()
    await mover.page.getByText('Äänesi on kirjattu: EI.').waitFor()
    await findings.look(mover, 'vote-cast')
    await wall.page.getByText('1/52 äänestänyt').waitFor()
    const called = seconder.page.getByRole('link', { name: 'Äänestä' })
    await seconder.go('agenda')
    await called.waitFor()
    await seconder.page.getByRole('button', { name: /^JAA/ }).click()
    await called.waitFor({ state: 'detached' })
    await findings.look(chair, 'vote-desk')
  })

  it('the totals are there when it is closed, and the result when the chair has confirmed it', async () => {
    const { vote: id, voters } = (await hub.day()).votes[0]
    const rest = voters.filter(({ seat }) => seat !== mover.seat && seat !== seconder.seat)
    for (const [i, { seat }] of rest.entries())
      await voices.do(seat, 'ballot_cast', { vote: id, seat, choice: i < 18 ? 'yes' : i < 21 ? 'empty' : 'no' })
    await wall.page.getByText('52/52 äänestänyt').waitFor()
    await chair.button('Päätä äänestys').click()
    await wall.page.getByText('52/52 äänestänyt').waitFor({ state: 'detached' })
    await wall.picture('vote-wall-closed', false)
    await findings.look(mover, 'vote-closed')
    await chair.button('Vahvista tulos').click()
    await chair.page.getByText(/^EI voitti: Muutosesitys/).waitFor()
    await findings.look(chair, 'vote-confirmed')
    const [counted] = (await hub.day()).votes
    assert.deepEqual([counted.yes, counted.no, counted.empty, counted.result], [19, 30, 3, 'no'])
  })

  it('a show of hands: two phones give the numbers, and different ones are told', async () => {
    const officersNow = [counter, otherCounter].map((seat) => ({ post: 'counter', seat }))
    await voices.do(officers.secretary, 'officers_elect', { item: 'item-4', officers: officersNow })
    const phones = []
    for (const seat of [counter, otherCounter]) phones.push(await Person.enter(browser, server, seat, PHONE, 'home'))
    await chair.button('Avaa muu äänestys').click()
    const dialog = chair.page.getByRole('dialog')
    await dialog.getByLabel('Mistä äänestetään?').fill('Jatketaanko yli ajan?')
    await dialog.getByLabel('JAA tarkoittaa').fill('Jatketaan')
    await dialog.getByLabel('EI tarkoittaa').fill('Ei jatketa')
    await dialog.getByLabel(/Kättennostolla/).check()
    await dialog.getByRole('button', { name: 'Avaa äänestys' }).click()
    const give = async (phone, yes) => {
      for (const [label, figure] of [
        ['JAA', yes],
        ['EI', 20],
        ['TYHJÄ', 1],
      ])
        await phone.page.getByLabel(label, { exact: true }).fill(String(figure))
      await phone.button('Anna luvut').click()
      await phone.page.getByText(`Annoit: JAA ${yes},`).waitFor()
    }
    await give(phones[0], 31)
    await give(phones[1], 30)
    await phones[1].page.getByText('Ääntenlaskijoiden luvut eroavat. Laskekaa uudelleen.').waitFor()
    await findings.look(phones[1], 'vote-counter')
    await give(phones[1], 31)
    await chair.button('Päätä äänestys').click()
    await chair.button('Vahvista tulos').click()
    await until(async () => (await hub.day()).votes[1].state === 'confirmed', 5000, 'the result')
  })

  it('a tie is the chair’s to decide, and a dissent follows a decision', async () => {
    await chair.button('Avaa muu äänestys').click()
    const dialog = chair.page.getByRole('dialog')
    await dialog.getByLabel('Mistä äänestetään?').fill('Pidetäänkö tauko?')
    await dialog.getByLabel('JAA tarkoittaa').fill('Pidetään')
    await dialog.getByLabel('EI tarkoittaa').fill('Ei pidetä')
    await dialog.getByRole('button', { name: 'Avaa äänestys' }).click()
    await chair.button('Päätä äänestys').click()
    await chair.page.getByRole('dialog').getByRole('button', { name: 'Päätä äänestys' }).click()
    await chair.page.getByText('Puheenjohtajan ääni ratkaisee.').waitFor()
    await findings.look(chair, 'vote-tie')
    await chair.button('EI voittaa').click()
    await chair.button('Kirjaa lausuma').click()
    const words = chair.page.getByRole('dialog')
    await words.getByLabel('Kenen?').selectOption(mover.seat)
    await words.getByLabel('Teksti pöytäkirjaan').fill('Aika olisi riittänyt.')
    await findings.look(chair, 'statement-dialog')
    await words.getByRole('button', { name: 'Jätä' }).click()
    await chair.page.getByText('Aika olisi riittänyt.').waitFor()
  })

  it('somebody leaves for one item and is back', async () => {
    await mover.button('Poistun tämän asian ajaksi').click()
    await mover.page.getByLabel('Olen esteellinen tässä asiassa').check()
    await findings.look(mover, 'away-dialog')
    await mover.button('Poistun').last().click()
    await mover.page.getByText('Olet merkitty poissa olevaksi tämän asian ajan.').waitFor()
    await mover.button('Palasin').click()
    await mover.button('Poistun tämän asian ajaksi').waitFor()
    const [{ disqualified, from_ms, to_ms }] = (await hub.day()).absences
    assert.ok(disqualified && from_ms > 0 && to_ms >= from_ms)
  })

  it('how the meeting votes stands on the agenda, and cannot be changed any more', async () => {
    await outsider.page.getByText('Jokaisella läsnä olevalla organisaatiolla on yksi ääni.').waitFor()
    await findings.look(outsider, 'vote-rules')
    assert.equal(await outsider.button('Kirjaa äänestystapa').count(), 0)
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [chair, mover, seconder, wall, outsider]) assert.deepEqual(person.troubles, [])
  })
})
