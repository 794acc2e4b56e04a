/* The speakers' list: one tap asks, one gives; a point of order goes first; the hall sees who speaks. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

describe('the floor', () => {
  const findings = new Findings()
  let server
  let browser
  let hub
  let chair
  let speaker
  let wall
  let seats
  const nameOf = (seat) => server.links.get(seat).name

  before(async () => {
    server = await demo('e2e-floor')
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.chair)
    seats = membersOf(server, groups.a)
    await hub.do('phase_change', { phase: 'opening' })
    chair = await Person.enter(browser, server, officers.chair, undefined, 'agenda')
    speaker = await Person.enter(browser, server, seats[0], PHONE, 'home')
    wall = await Person.enter(browser, server, 'wall')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  it('is asked for with one tap while an item is in hand, and not before', async () => {
    await speaker.page.getByText('Tervetuloa').first().waitFor()
    assert.equal(await speaker.page.getByRole('button', { name: 'Pyydä puheenvuoro' }).count(), 0)
    await hub.do('item_open', { item: 'item-5' })
    await speaker.button('Pyydä puheenvuoro').click()
    await speaker.page.getByText('Olet jonossa sijalla 1.').waitFor()
    await findings.look(speaker, 'floor-asked')
  })

  it('a point of order goes first, and a request can be taken back', async () => {
    const other = await Hub.enter(server, seats[1])
    await other.do('floor_ask', { seat: seats[1], speech: 'point_of_order' })
    await speaker.page.getByText('Olet jonossa sijalla 2.').waitFor()
    await other.do('floor_withdraw', { seat: seats[1] })
    await speaker.page.getByText('Olet jonossa sijalla 1.').waitFor()
    await other.do('floor_ask', { seat: seats[1], speech: 'point_of_order' })
    assert.equal((await other.command('floor_give', { seat: seats[1] })).code, 'not_allowed')
    await findings.look(chair, 'floor-chair')
    await other.close()
  })

  it('is given with one tap; the phone and the hall see who speaks and who is next', async () => {
    const { page } = chair
    await page.getByRole('button', { name: new RegExp(`^Anna puheenvuoro: ${nameOf(seats[1])}`) }).click()
    await wall.page.getByText(`Puheenvuoro: ${nameOf(seats[1])}`).waitFor()
    await wall.page.getByText(`Seuraavaksi: ${nameOf(seats[0])}`).waitFor()
    await findings.look(wall, 'floor-wall')
    await page.getByRole('button', { name: new RegExp(`^Anna puheenvuoro: ${nameOf(seats[0])}`) }).click()
    await speaker.page.getByText('Sinulla on puheenvuoro.').waitFor()
    await speaker.button('Puheenvuoro päättyi').click()
    await speaker.button('Pyydä puheenvuoro').waitFor()
    await page.getByText('Kukaan ei ole pyytänyt puheenvuoroa.').waitFor()
  })

  it('the next item begins with an empty list', async () => {
    await speaker.button('Pyydä puheenvuoro').click()
    await speaker.page.getByText('Olet jonossa sijalla 1.').waitFor()
    await chair.button(/^Seuraava: 6 §/).click()
    await speaker.button('Pyydä puheenvuoro').waitFor()
    assert.deepEqual((await hub.day()).speakers, [])
  })

  it('a meeting without a list has no button for it', async () => {
    const { page } = chair
    await page.getByRole('button', { name: 'Poista puheenvuorolista käytöstä' }).click()
    await page.getByText('Puheenvuorolista ei ole käytössä.').waitFor()
    await speaker.button('Pyydä puheenvuoro').waitFor({ state: 'detached' })
    const hubOfSpeaker = await Hub.enter(server, seats[0])
    assert.equal(
      (await hubOfSpeaker.command('floor_ask', { seat: seats[0], speech: 'speech' })).code,
      'floor_is_closed',
    )
    await hubOfSpeaker.close()
    await page.getByRole('button', { name: 'Ota puheenvuorolista käyttöön' }).click()
    await speaker.button('Pyydä puheenvuoro').waitFor()
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [chair, speaker, wall]) assert.deepEqual(person.troubles, [])
  })
})
