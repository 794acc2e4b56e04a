/* A guest without an invitation: reads the code on the wall, says who they are, waits, and is let in by one tap. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { post } from '../lib/session.mjs'
import { until } from '../lib/wait.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

const group = groups.b
const NAME = 'Maija Meikäläinen'
const FROM = 'Evijärven kunta'

describe('a guest without an invitation', () => {
  const findings = new Findings()
  let server
  let browser
  let leader
  let wall
  let facilitator
  let guest

  before(async () => {
    server = await demo('e2e-lobby')
    browser = await openBrowser()
    leader = await Hub.enter(server, group.facilitator)
    wall = await Person.enter(browser, server, 'wall')
    facilitator = await Person.enter(browser, server, group.facilitator, undefined, `group/${group.id}`)
  })

  after(async () => {
    await leader?.close()
    await browser?.close()
    await server?.end()
  })

  const hallCode = async () => (await post(server, '/api/v1/lobby/code', {}, leader.session.headers)).body

  async function fillIn(person, name) {
    await person.field('Nimesi').fill(name)
    const { organisations } = (await post(server, '/api/v1/lobby', { code: (await hallCode()).code })).body
    const known = organisations.find((one) => one.name === FROM) ?? organisations[4]
    await person.page.getByLabel('Organisaatiosi').selectOption(known.organisation)
    return known.name
  }

  async function knocks(name) {
    const code = (await hallCode()).code
    const { organisations } = (await post(server, '/api/v1/lobby', { code })).body
    return post(server, '/api/v1/lobby/ask', { code, name, organisation: organisations[2].organisation })
  }

  it('the wall shows the code: large before the meeting, in a line while groups write', async () => {
    const { code } = await hallCode()
    await wall.page.getByText(code).waitFor()
    await findings.look(wall, 'wall-workshop-code')
    const chair = await Hub.enter(server, officers.chair)
    await chair.do('phase_change', { phase: 'opening' })
    await wall.page.getByRole('img', { name: /QR/ }).waitFor()
    await wall.page.getByText(code).waitFor()
    await findings.look(wall, 'wall-opening-code')
    const path = await wall.page.locator('.lobby-qr path').getAttribute('d')
    assert.equal(path, (await hallCode()).qr.path)
    await chair.do('phase_change', { phase: 'workshop' })
    await chair.close()
  })

  it('the start page leads there; a wrong code is told from a short one', async () => {
    guest = await Person.withoutLink(browser, server, '/', PHONE)
    await guest.page.getByRole('link', { name: 'Liity salin koodilla' }).click()
    await guest.field('Salin koodi').waitFor()
    await findings.look(guest, 'lobby-code')
    await guest.field('Salin koodi').fill('AB')
    await guest.button('Jatka').click()
    await guest.page.getByText('Kirjoita koodin kaikki kuusi merkkiä.').waitFor()
    await guest.field('Salin koodi').fill('aaa aa0')
    await guest.button('Jatka').click()
    await guest.page.getByText(/Koodi ei kelpaa/).waitFor()
    await findings.look(guest, 'lobby-code-wrong')
    const { code } = await hallCode()
    await guest.field('Salin koodi').fill(`${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase())
    await guest.button('Jatka').click()
    await guest.field('Nimesi').waitFor()
    await guest.leave()
  })

  it('the picture on the wall leads to two fields, and these to the waiting room', async () => {
    const { url, code } = await hallCode()
    guest = await Person.withoutLink(browser, server, url.slice(server.url.length), PHONE)
    await guest.field('Nimesi').waitFor()
    assert.ok(!guest.page.url().includes(code), 'the code does not stay in the address')
    await guest.button('Pyydä pääsyä').click()
    await guest.page.getByText('Kirjoita nimesi.').waitFor()
    await guest.page.getByText('Valitse organisaatiosi.').waitFor()
    await findings.look(guest, 'lobby-who')
    await fillIn(guest, NAME)
    await guest.button('Pyydä pääsyä').click()
    await guest.page.getByRole('heading', { name: `Tervetuloa, ${NAME}` }).waitFor()
    await findings.look(guest, 'lobby-waiting')
    await guest.page.reload()
    await guest.page.getByRole('heading', { name: `Tervetuloa, ${NAME}` }).waitFor()
  })

  it('the facilitator sees the name wherever they are, and one tap lets the guest into the group', async () => {
    const { page } = facilitator
    const admit = page.getByRole('button', { name: `Päästä ryhmään ${group.letter}: ${NAME}` })
    await admit.waitFor()
    await findings.look(facilitator, 'lobby-facilitator')
    const secretary = await Person.enter(browser, server, officers.secretary, undefined, 'home')
    await secretary.page.getByRole('button', { name: `Päästä ryhmään A: ${NAME}` }).waitFor()
    await secretary.page.getByRole('img', { name: /QR/ }).waitFor()
    await findings.look(secretary, 'lobby-secretary')
    const [seat] = membersOf(server, group)
    const member = await Person.enter(browser, server, seat, PHONE, `group/${group.id}`)
    await member.page.getByRole('heading').first().waitFor()
    assert.equal(await member.page.getByText(NAME).count(), 0, 'no other guest is told who waits')

    const began = Date.now()
    await admit.click()
    await guest.page.waitForURL(new RegExp(`/p/guest-[0-9]+/group/${group.id}`))
    console.log(`the guest is in the group ${Date.now() - began} ms after the tap`)
    await page.getByText('odottaa sisäänpääsyä').waitFor({ state: 'detached' })
    await secretary.page.getByText('odottaa sisäänpääsyä').waitFor({ state: 'detached' })
    await leader.do('group_start', { group: group.id, minutes: 60 })
    await guest.writable('Otsikko')
    await guest.type('Otsikko', 'Vieraan sanat')
    await until(async () => (await member.field('Otsikko').inputValue()) === 'Vieraan sanat', 5000, 'others see it')
    for (const person of [secretary, member]) {
      assert.deepEqual(person.troubles, [])
      await person.leave()
    }
  })

  it('a hall that arrives does not push the page down: the first, and a way to all', async () => {
    for (let i = 1; i <= 6; i++) assert.equal((await knocks(`Vieras Numero ${i}`)).status, 200)
    const { page } = facilitator
    await page.getByText('6 odottaa sisäänpääsyä').waitFor()
    assert.equal(await page.getByRole('button', { name: /^Päästä .*Vieras/ }).count(), 1)
    await facilitator.button('Näytä kaikki').click()
    assert.equal(await page.getByRole('button', { name: /^Päästä .*Vieras/ }).count(), 6)
    await findings.look(facilitator, 'lobby-many')
  })

  it('who is not let in is told so, and may ask again', async () => {
    const { url } = await hallCode()
    const other = await Person.withoutLink(browser, server, url.slice(server.url.length), PHONE)
    await other.field('Nimesi').waitFor()
    await fillIn(other, 'Toinen Vieras')
    await other.button('Pyydä pääsyä').click()
    await other.page.getByRole('heading', { name: 'Tervetuloa, Toinen Vieras' }).waitFor()
    await facilitator.button('Ei pääse: Toinen Vieras').click()
    await other.page.getByText('Sinua ei päästetty sisään').waitFor()
    await findings.look(other, 'lobby-refused')
    await other.button('Pyydä uudelleen').click()
    await other.field('Salin koodi').waitFor()
    assert.deepEqual(other.troubles, [])
    await other.leave()
  })

  it('a link whose holder still waits leads to the waiting room, and leaves no secret in the address', async () => {
    const { id, secret } = (await knocks('Linkin Haltija')).body
    const other = await Person.withoutLink(browser, server, `/l#${id}.${secret}`, PHONE)
    await other.page.getByRole('heading', { name: 'Tervetuloa, Linkin Haltija' }).waitFor()
    assert.equal(other.page.url(), `${server.url}/aula`)
    await other.leave()
  })

  it('in Swedish and English too', async () => {
    const { url } = await hallCode()
    const other = await Person.withoutLink(browser, server, url.slice(server.url.length), PHONE)
    await other.button('Svenska').click()
    await other.page.getByText('Din organisation').first().waitFor()
    await other.picture('lobby-who-sv')
    await other.button('English').click()
    await other.page.getByText('Ask to be let in').waitFor()
    await other.picture('lobby-who-en')
    await other.leave()
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [wall, facilitator, guest]) assert.deepEqual(person.troubles, [])
  })
})
