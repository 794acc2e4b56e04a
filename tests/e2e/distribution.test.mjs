/* The secretary sends the minutes out, an organisation answers on its own page, and the board shows it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { handOver, reportOn } from '../lib/bounce.mjs'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { organisationsPresent, published } from '../lib/published.mjs'
import { goodHost, textOf } from '../lib/smtp.mjs'
import { until } from '../lib/wait.mjs'
import { groups, membersOf, officers, pack } from './hall.mjs'

const there = organisationsPresent(pack)
const nameOf = (organisation) => pack.organisations.find(({ id }) => id === organisation).name
const addressOf = (organisation) => pack.organisations.find(({ id }) => id === organisation).registry_email

describe('the minutes go out', () => {
  const findings = new Findings()
  const [, own, deaf, gone] = there
  let mail
  let day
  let browser
  let secretary
  let registry

  before(async () => {
    mail = await goodHost({ onRecipient: (address) => (address === addressOf(deaf) ? [550, 'no such mailbox'] : null) })
    day = await published(pack, 'e2e-distribution', mail)
    browser = await openBrowser()
    secretary = await Person.enter(browser, day.server, officers.secretary, undefined, 'distribution')
  })

  after(async () => {
    await browser?.close()
    await day?.end()
  })

  it('with one button and one question', async () => {
    const { page } = secretary
    await secretary.button('Lähetä pöytäkirja').waitFor()
    await findings.look(secretary, 'distribution-before')
    await secretary.button('Lähetä pöytäkirja').click()
    const dialog = page.getByRole('dialog')
    await findings.look(secretary, 'distribution-sure')
    await dialog.getByRole('button', { name: 'Lähetä pöytäkirja' }).click()
    await page.getByText(`${there.length - 1}/${there.length} lähetetty`).waitFor({ timeout: 60_000 })
    await page.getByText('Ei kelvannut').waitFor()
    await findings.look(secretary, 'distribution-sent')
  })

  it('a refused address is mended on the board, and the mail goes again', async () => {
    const { page } = secretary
    await page.getByRole('button', { name: `Osoite: ${nameOf(deaf)}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Kirjaamon sähköpostiosoite').fill('kirjaamo@kunta')
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.getByText('Tarkista osoite.').waitFor()
    await dialog.getByLabel('Kirjaamon sähköpostiosoite').fill('kirjaamo@oikea.example')
    await findings.look(secretary, 'distribution-address')
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('kirjaamo@oikea.example').waitFor()
    await page.getByRole('button', { name: `Lähetä uudelleen: ${nameOf(deaf)}` }).click()
    await page.getByText(`${there.length}/${there.length} lähetetty`).waitFor({ timeout: 20_000 })
  })

  it('a mail that comes back is listed with what to do, and goes again', async () => {
    const { page } = secretary
    const [{ bytes }] = mail.received.filter(({ to }) => to.includes(addressOf(gone)))
    assert.deepEqual(await handOver(day.server, reportOn(bytes)), [200, 'bounced'])
    await page.getByText('Palautui', { exact: true }).waitFor()
    const first = page.locator('.delivery-list > li').first()
    await first.getByText(`${nameOf(gone)}`).waitFor()
    await first.getByText('osoitetta ei tunneta: tarkista se ja lähetä uudelleen (5.1.1)').waitFor()
    await findings.look(secretary, 'distribution-bounced')
    await page.getByRole('button', { name: `Lähetä uudelleen: ${nameOf(gone)}` }).click()
    await page.getByText(`${there.length}/${there.length} lähetetty`).waitFor({ timeout: 20_000 })
  })

  it('the link in the mail opens the organisation’s own page, without an account', async () => {
    const { bytes } = mail.received.findLast(({ to }) => to.includes(addressOf(own)))
    const [, url] = /^(http\S+#\S+)$/m.exec(textOf(bytes).replaceAll('\r', ''))
    day.server.links.set(`registry-${own}`, { seat: `registry-${own}`, url })
    registry = await Person.enter(browser, day.server, `registry-${own}`, undefined, 'organisation')
    await registry.page.getByRole('heading', { level: 1, name: nameOf(own) }).waitFor()
    await findings.look(registry, 'organisation')
    await secretary.page.getByText(/^Avattu /).waitFor()
    assert.equal(await registry.page.getByRole('link', { name: 'Läsnäolo' }).count(), 0)
  })

  it('it acknowledges, says who handles the minutes, and what became of an action; the board shows it', async () => {
    const { page } = registry
    await registry.button('Kuittaa vastaanotetuksi').click()
    await page.getByText(/^Vastaanotto kuitattiin /).waitFor()
    await page.getByLabel('Toimielin').fill('Kunnanhallitus')
    await page.getByLabel('Päivä', { exact: true }).fill('14.10.2024')
    await page.getByLabel('Pykälä').fill('212 §')
    await page.getByLabel('Tulos').fill('Merkittiin tiedoksi ja pantiin toimeen.')
    await page.getByRole('button', { name: 'Tallenna' }).first().click()
    await page.getByText('Tallennettu').first().waitFor()
    await page
      .getByRole('button', { name: /^Kerro tilanne/ })
      .first()
      .click()
    await findings.look(registry, 'organisation-status')
    await page.getByLabel('Tilanne').first().selectOption({ label: 'Kesken' })
    await page
      .getByLabel(/Lisätieto/)
      .first()
      .fill('Valmistelu on alkanut.')
    await page.getByRole('dialog').or(page.locator('form')).getByRole('button', { name: 'Tallenna' }).last().click()
    await until(async () => (await day.hub.day()).statuses.length === 1, 5000, 'the status is told')
    await findings.look(registry, 'organisation-answered')
    await secretary.page.getByText(/Kunnanhallitus · 14\.10\.2024 · 212 §/).waitFor()
    await findings.look(secretary, 'distribution-answered')
  })

  it('the organiser writes the goals of the plan, and says which of them an action serves', async () => {
    const { page } = secretary
    await secretary.button('Muokkaa tavoitteita').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tavoitteet, yksi kullekin riville').fill('Yksinäisyys vähenee\n\nArki kantaa\nArki kantaa')
    await findings.look(secretary, 'goals-dialog')
    const lines = dialog.getByLabel('Tavoitteet, yksi kullekin riville')
    const wanted = await lines.inputValue()
    await lines.fill(Array.from({ length: 21 }, (_, i) => `Tavoite ${i}`).join('\n'))
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.getByRole('alert').getByText('Enintään 20 tavoitetta').waitFor()
    await lines.fill(wanted)
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByLabel(/^9 § a, Toimenpide 1/).selectOption({ label: 'Arki kantaa' })
    await until(async () => (await day.hub.day()).action_goals.length === 1, 5000, 'the goal is chosen')
    assert.deepEqual(
      (await day.hub.day()).goals.map(({ text }) => text),
      ['Yksinäisyys vähenee', 'Arki kantaa'],
    )
    await findings.look(secretary, 'goals')
    await registry.page.getByText('Arki kantaa').waitFor()
  })

  it('everyone reads the answers to the questions, without a link of their own', async () => {
    const reader = await Person.withoutLink(browser, day.server, '/answers')
    await reader.page.getByRole('heading', { level: 1, name: 'Vastaukset neuvottelun kysymyksiin' }).waitFor()
    await reader.page.getByText('Suunnitelman tavoite: Arki kantaa').waitFor()
    await reader.page.getByText('Valmistelu on alkanut.').waitFor()
    await findings.look(reader, 'answers')
    await reader.leave()
  })

  it('whoever took part says in three taps how the day was; the board reads it without names', async () => {
    const [seat] = membersOf(day.server, groups.a)
    const member = await Person.enter(browser, day.server, seat, PHONE, 'home')
    const { page } = member
    await member.button('Lähetä palaute').click()
    await page.getByText('Valitse arvosana molempiin kysymyksiin.').waitFor()
    await page.getByRole('group', { name: /hyöty/ }).getByLabel('5').check()
    await page
      .getByRole('group', { name: /vaikuttamaan/ })
      .getByLabel('4')
      .check()
    await page.getByLabel('Mitä tekisimme ensi vuonna toisin?').fill('Kirjaimet olivat pieniä.')
    await findings.look(member, 'feedback')
    await member.button('Lähetä palaute').click()
    await page.getByText('Kiitos! Palautteesi on tallessa.').waitFor()
    await findings.look(member, 'feedback-given')
    assert.deepEqual(member.troubles, [])
    await member.leave()
    await secretary.page.getByText('Kirjaimet olivat pieniä.').waitFor()
    await secretary.page.getByText('keskiarvo 5').waitFor()
    await findings.look(secretary, 'feedback-board')
  })

  it('the next round is one button away', async () => {
    const { page } = secretary
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Luo seuraava kierros' }).click()
    const download = await waiting
    assert.equal(download.suggestedFilename(), 'sopu-2025.json')
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [secretary, registry]) assert.deepEqual(person.troubles, [])
  })
})
