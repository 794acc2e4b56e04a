/* The agenda leads: the opener steps from 1 § on, every phone and the wall follow, what is put off keeps its reason. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

describe('the agenda leads', () => {
  const findings = new Findings()
  let server
  let browser
  let hub
  let chair
  let member
  let wall

  before(async () => {
    server = await demo('e2e-agenda')
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.chair)
    await hub.do('phase_change', { phase: 'opening' })
    chair = await Person.enter(browser, server, officers.chair, undefined, 'agenda')
    const [seat] = membersOf(server, groups.a)
    member = await Person.enter(browser, server, seat, PHONE, 'home')
    wall = await Person.enter(browser, server, 'wall')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  const itemOf = async (code) => (await hub.day()).items.find((one) => one.code === code)

  it('the one step that comes next is a button, and names the item', async () => {
    const { page } = chair
    await page.getByText('Mikään asia ei ole käsittelyssä').waitFor()
    await findings.look(chair, 'agenda-begin')
    await chair.button(/^Seuraava: 1 §/).click()
    await page
      .getByRole('heading', { name: /^1 § Kokouksen avaus/ })
      .first()
      .waitFor()
    await chair.button(/^Seuraava: 2 §/).click()
    await chair.button(/^Seuraava: 3 §/).waitFor()
    const first = await itemOf('1 §')
    assert.equal(first.state, 'done')
    assert.ok(first.closed_ms >= first.opened_ms && first.opened_ms > 0)
  })

  it('every phone says what is going on now, and what comes next', async () => {
    const { page } = member
    await page.getByRole('heading', { name: /^2 § Läsnäolijoiden toteaminen/ }).waitFor()
    await page.getByText(/Käsittelyssä alle minuutin/).waitFor()
    await page.getByText('Asialistan hyväksyminen').waitFor()
    await findings.look(member, 'home-in-hand')
    assert.equal(await page.getByRole('button', { name: /Seuraava/ }).count(), 0)
  })

  it('the wall shows the item, its presenters and how it stands with the time', async () => {
    await wall.page.getByRole('heading', { name: /^Läsnäolijoiden toteaminen/ }).waitFor()
    await hub.do('item_open', { item: (await itemOf('7 §')).item })
    await wall.page.getByText(/Seinäjo.*Evijärv|Evijärv.*Seinäjo/).waitFor()
    await findings.look(wall, 'wall-item')
  })

  it('materials are links under their item, for everybody at once', async () => {
    const { page } = chair
    await page.getByRole('button', { name: /^Aineistot: 6 §/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Linkin 1 nimi').fill('Hyvinvointikertomus 2024')
    await dialog.getByLabel('Linkin 1 osoite').fill('javascript:alert(1)')
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.getByText('Linkin osoitteen on alettava https://.').waitFor()
    await dialog.getByLabel('Linkin 1 osoite').fill('https://example.org/hyvinvointikertomus.pdf')
    await findings.look(chair, 'agenda-materials-dialog')
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.waitFor({ state: 'detached' })
    const reader = await Person.enter(browser, server, membersOf(server, groups.b)[0], PHONE, 'agenda')
    const link = reader.page.getByRole('link', { name: 'Hyvinvointikertomus 2024' })
    await link.waitFor()
    assert.equal(await link.getAttribute('href'), 'https://example.org/hyvinvointikertomus.pdf')
    assert.equal(await reader.page.getByRole('button', { name: /^Aineistot/ }).count(), 0)
    await reader.page.getByText('Mitä edellisistä päätöksistä tuli (4)').click()
    await reader.page.getByText('18/18 nimetty.').waitFor()
    await reader.page.getByText('Luovuttiin').waitFor()
    await findings.look(reader, 'agenda-earlier-phone')
    assert.deepEqual(reader.troubles, [])
    await reader.leave()
    await findings.look(chair, 'agenda-materials')
  })

  it('what is put off says why, and can be taken up again', async () => {
    const { page } = chair
    await chair.button('Siirrä myöhemmäksi').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Siirrä myöhemmäksi' }).click()
    await dialog.getByText('Kirjoita syy.').waitFor()
    await findings.look(chair, 'agenda-postpone')
    await dialog.getByRole('textbox').fill('Esittelijä on matkalla')
    await dialog.getByRole('button', { name: 'Siirrä myöhemmäksi' }).click()
    await page.getByText('Siirretty myöhemmäksi: Esittelijä on matkalla').waitFor()
    const item = await itemOf('7 §')
    assert.deepEqual([item.state, item.postpone_reason], ['postponed', 'Esittelijä on matkalla'])
    await findings.look(chair, 'agenda-postponed')
    await page.getByRole('button', { name: /^Ota käsittelyyn: 7 §/ }).click()
    await page.getByText('Siirretty myöhemmäksi: Esittelijä on matkalla').waitFor({ state: 'detached' })
    assert.equal((await itemOf('7 §')).state, 'in_hand')
  })

  it('a break is an item too, and the end of an item is said', async () => {
    await chair.page.getByRole('button', { name: /^Ota käsittelyyn: LOUNAS/ }).click()
    await wall.page.getByRole('heading', { name: /LOUNAS/ }).waitFor()
    await chair.button('Päätä käsittely').click()
    await chair.page.getByText('Mikään asia ei ole käsittelyssä').waitFor()
    await member.page.getByRole('heading', { name: 'Kokouksen alku' }).waitFor()
  })

  it('the codes are as they were sent out: 10 § is followed by 12 §', async () => {
    const codes = (await hub.day()).items.map(({ code }) => code).filter((code) => /^\d+ §$/.test(code))
    assert.deepEqual(codes.slice(-2), ['10 §', '12 §'])
    await hub.do('item_open', { item: (await itemOf('10 §')).item })
    await chair.button(/^Seuraava: 12 §/).waitFor()
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [chair, member, wall]) assert.deepEqual(person.troubles, [])
  })
})
