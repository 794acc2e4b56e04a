/* The elections in one confirmed act: the gavel leaves one screen and appears on another without a reload. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LAPTOP, openBrowser, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

describe('the elections', () => {
  const findings = new Findings()
  let server
  let browser
  let hub
  let chair
  let elected
  let seats

  before(async () => {
    server = await demo('e2e-elect')
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.secretary)
    seats = membersOf(server, groups.a)
    const leader = await Hub.enter(server, officers.chair)
    await leader.do('phase_change', { phase: 'opening' })
    await leader.close()
    chair = await Person.enter(browser, server, officers.chair, LAPTOP, 'agenda')
    elected = await Person.enter(browser, server, seats[0], LAPTOP, 'agenda')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  it('are recorded while their item is in hand', async () => {
    await chair.page.getByText('Ota ensin valintojen pykälä käsittelyyn.').waitFor()
    await chair.page.getByRole('button', { name: /^Ota käsittelyyn: 4 §/ }).click()
    await chair.page.getByText('Ota ensin valintojen pykälä käsittelyyn.').waitFor({ state: 'detached' })
    await findings.look(chair, 'elect-before')
  })

  it('say at once why an examiner cannot be the secretary', async () => {
    await chair.button('Kirjaa valinnat').click()
    const dialog = chair.page.getByRole('dialog')
    assert.equal(await dialog.getByLabel('Puheenjohtaja', { exact: true }).inputValue(), officers.chair)
    await dialog.getByLabel('Pöytäkirjantarkastaja 1').selectOption(officers.secretary)
    await findings.look(chair, 'elect-dialog')
    await dialog.getByRole('button', { name: 'Kirjataan valinnat' }).click()
    const why = chair.page.getByText('Sihteeri ei voi tarkastaa omaa pöytäkirjaansa.')
    await why.waitFor()
    await chair.button('Svenska').first().press('Enter')
    await chair.page.getByText('Sekreteraren kan inte justera sitt eget protokoll.').waitFor()
    await chair.button('Suomi').first().press('Enter')
    await why.waitFor()
  })

  it('move the rights on every open screen, in one act', async () => {
    assert.equal(await elected.page.getByRole('button', { name: /^Seuraava/ }).count(), 0)
    await chair.button('Kirjaa valinnat').click()
    const dialog = chair.page.getByRole('dialog')
    const fill = (label, seat) => dialog.getByLabel(label, { exact: true }).selectOption(seat)
    await fill('Puheenjohtaja', seats[0])
    await fill('Varapuheenjohtaja', seats[3])
    await fill('Pöytäkirjantarkastaja 1', seats[1])
    await fill('Pöytäkirjantarkastaja 2', seats[2])
    await fill('Ääntenlaskija 1', seats[1])
    const began = Date.now()
    await dialog.getByRole('button', { name: 'Kirjataan valinnat' }).click()
    await elected.page.getByRole('button', { name: /^Seuraava/ }).waitFor()
    await chair.page.getByRole('button', { name: /^Seuraava/ }).waitFor({ state: 'detached' })
    console.log(`the gavel has moved ${Date.now() - began} ms after the tap`)
    await elected.page.getByText(server.links.get(seats[2]).name).first().waitFor()
    await findings.look(elected, 'elect-after')
    const day = await hub.day()
    assert.deepEqual(
      day.officers.filter(({ post }) => post !== 'secretary').map(({ post, seat }) => [post, seat]),
      [
        ['chair', seats[0]],
        ['vice_chair', seats[3]],
        ['examiner', seats[1]],
        ['examiner', seats[2]],
        ['counter', seats[1]],
      ],
    )
    assert.equal(
      (await (await Hub.enter(server, officers.chair)).command('phase_change', { phase: 'workshop' })).code,
      'not_allowed',
    )
  })

  it('the vice-chair leads while the chair is out for an item, and no longer', async () => {
    const viceChair = await Person.enter(browser, server, seats[3], LAPTOP, 'agenda')
    const next = viceChair.page.getByRole('button', { name: /^Seuraava/ })
    await hub.do('presence_set', { seat: seats[0], here: true })
    assert.equal(await next.count(), 0)
    await hub.do('absence_begin', { seat: seats[0], disqualified: true })
    await next.waitFor()
    await elected.page.getByRole('button', { name: /^Seuraava/ }).waitFor({ state: 'detached' })
    await findings.look(viceChair, 'elect-vice-chair')
    await next.click()
    await elected.page.getByRole('button', { name: /^Seuraava/ }).waitFor()
    await next.waitFor({ state: 'detached' })
    assert.deepEqual(viceChair.troubles, [])
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [chair, elected]) assert.deepEqual(person.troubles, [])
  })
})
