/* Arriving and leaving: one's own tap on the phone, and the secretary's list at the door, by keyboard alone. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { until } from '../lib/wait.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

describe('who is present', () => {
  const findings = new Findings()
  let server
  let browser
  let hub
  let member
  let secretary
  let seat
  let other

  before(async () => {
    server = await demo('e2e-presence')
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.chair)
    ;[seat, other] = membersOf(server, groups.a)
    member = await Person.enter(browser, server, seat, PHONE, 'home')
    secretary = await Person.enter(browser, server, officers.secretary, undefined, 'presence')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  const staysOf = async (whose) => (await hub.day()).stays.filter((stay) => stay.seat === whose)

  it('one tap on arrival, without a field', async () => {
    await member.button('Olen paikalla').click()
    await member.page.getByText(/Olet merkitty läsnä olevaksi klo/).waitFor()
    await findings.look(member, 'presence-own')
    await secretary.page.getByText('1 läsnä, 1 organisaatio,').waitFor()
    assert.equal((await staysOf(seat))[0].to_ms, 0)
  })

  it('the list at the door finds by the beginning of any word, and Enter marks the only one', async () => {
    const { page } = secretary
    const { name } = server.links.get(other)
    await findings.look(secretary, 'presence-list')
    await page.getByRole('searchbox').focus()
    const began = Date.now()
    await page.keyboard.type(name.split(' ').at(-1).slice(0, 6).toLowerCase(), { delay: 15 })
    await page.getByRole('button', { name: `Merkitse läsnä: ${name}` }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(`${name} on merkitty läsnä olevaksi.`).waitFor()
    console.log(`found and marked by keyboard in ${Date.now() - began} ms`)
    assert.equal((await staysOf(other)).length, 1)
    await page.getByText('2 läsnä').waitFor()
  })

  it('who leaves has a time for it, and who comes back a second stay', async () => {
    await member.button('Lähden nyt').click()
    await member.button('Olen paikalla').waitFor()
    const [first] = await staysOf(seat)
    assert.ok(first.to_ms >= first.from_ms)
    const { name } = server.links.get(seat)
    await secretary.page.getByRole('button', { name: `Merkitse läsnä: ${name}` }).click()
    await member.page.getByText(/Olet merkitty läsnä olevaksi klo/).waitFor()
    await until(async () => (await staysOf(seat)).length === 2, 5000, 'the second stay')
  })

  it('the missing alone are shown where that is asked for', async () => {
    const { page } = secretary
    const all = await page.getByRole('button', { name: /^Merkitse/ }).count()
    await page.getByLabel('Vain ne, jotka puuttuvat').check()
    assert.equal(await page.getByRole('button', { name: /^Merkitse/ }).count(), all - 2)
    await page.getByRole('searchbox').fill('xyzzy')
    await page.getByText('Kukaan ei täsmää hakuun.').waitFor()
  })

  it('who is on no list is added by keyboard alone, with what was sought as the name, and is present', async () => {
    const { page } = secretary
    const before = await hub.day()
    await page.getByRole('searchbox').fill('Tuntematon Tuija')
    const began = Date.now()
    await page.getByRole('button', { name: 'Lisää henkilö' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Nimi').waitFor()
    assert.equal(await dialog.getByLabel('Nimi').inputValue(), 'Tuntematon Tuija')
    await dialog.getByLabel('Organisaatio').selectOption({ label: 'Lapuan kaupunki' })
    await findings.look(secretary, 'presence-add')
    await dialog.getByLabel('Nimi').press('Enter')
    await page.getByText('Tuntematon Tuija on merkitty läsnä olevaksi.').waitFor()
    console.log(`added and marked by keyboard in ${Date.now() - began} ms`)
    const { seats, stays } = await hub.day()
    const added = seats.find(({ seat: one }) => !before.seats.some(({ seat: old }) => old === one))
    assert.deepEqual(added.roles, ['participant'])
    assert.ok(stays.some((stay) => stay.seat === added.seat && stay.to_ms === 0))
    assert.equal(
      (await hub.command('seat_make', { organisation: 'nowhere', group: '', name: 'X' })).code,
      'no_such_organisation',
    )
  })

  it('a substitute takes the seat: the name changes on every screen, seat and link stay', async () => {
    const { page } = secretary
    const { name } = server.links.get(seat)
    await page.getByLabel('Vain ne, jotka puuttuvat').uncheck()
    await page.getByRole('button', { name: `Nimi: ${name}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Nimi').fill('Siina Sijainen')
    await dialog.getByLabel('Varsinaisen edustajan sijainen').check()
    await findings.look(secretary, 'presence-substitute')
    await dialog.getByRole('button', { name: 'Vaihda nimi' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Siina Sijainen').first().waitFor()
    await page.getByText(', sijainen').waitFor()
    assert.deepEqual((await hub.day()).substitutes, [seat])
    await member.page.getByRole('heading', { level: 1, name: /Siina/ }).waitFor()
    await findings.look(secretary, 'presence-named')
  })

  it('a participant marks nobody else, and has no list', async () => {
    const hubOfMember = await Hub.enter(server, seat)
    assert.equal((await hubOfMember.command('presence_set', { seat: other, here: false })).code, 'not_allowed')
    assert.equal((await hubOfMember.command('presence_set', { seat: 'nobody', here: true })).code, 'no_such_seat')
    assert.equal((await hub.command('presence_set', { seat: 'wall', here: true })).code, 'seat_unfit')
    assert.equal(await member.page.getByRole('link', { name: 'Läsnäolo' }).count(), 0)
    await hubOfMember.close()
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [member, secretary]) assert.deepEqual(person.troubles, [])
  })
})
