/* Every screen in every state at every size: nothing for axe, nothing over the edge at 320 px and at 200 % zoom, targets
 * for thumbs, pictures at 390, 1280 and 1920 px for people to look at. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { demo, groups, membersOf, officers, writeProposal } from './hall.mjs'

const group = groups.b

describe('every screen, in every state, at every size', () => {
  const findings = new Findings()
  let server
  let browser
  let member
  let facilitator
  let secretary
  let chair
  let wall
  let leader /* the facilitator's buttons, without a screen */
  let gavel /* the chair's */

  before(async () => {
    server = await demo('e2e-screens')
    browser = await openBrowser()
    const [seat] = membersOf(server, group)
    member = await Person.enter(browser, server, seat)
    facilitator = await Person.enter(browser, server, group.facilitator)
    secretary = await Person.enter(browser, server, officers.secretary)
    chair = await Person.enter(browser, server, officers.chair)
    wall = await Person.enter(browser, server, 'wall')
    leader = await Hub.enter(server, group.facilitator)
    gavel = await Hub.enter(server, officers.chair)
  })

  after(async () => {
    await leader?.close()
    await gavel?.close()
    await browser?.close()
    await server?.end()
  })

  const look = (person, name) => findings.look(person, name)

  it('the start page, and a link that does not work', async () => {
    const context = await browser.newContext({ locale: 'fi-FI' })
    const page = await context.newPage()
    const guest = { page, picture: member.picture }
    await page.goto(`${server.url}/`)
    await page.getByRole('heading').first().waitFor()
    await look(guest, 'start')
    await page.goto(`${server.url}/l#aaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaa`)
    await page.getByText('Linkki ei toimi').waitFor()
    await look(guest, 'join-unknown')
    await context.close()
  })

  it('the own page, and one that is not there', async () => {
    await member.go('home')
    await member.page.getByText('Tervetuloa').first().waitFor()
    await look(member, 'home')
    await secretary.go('home')
    await secretary.button('Anna uusi linkki').waitFor()
    await look(secretary, 'home-secretary')
    await member.go('nothing')
    await member.page.getByRole('heading', { level: 1 }).waitFor()
    await look(member, 'not-found')
  })

  it('a room that waits, writes, pauses', async () => {
    await member.go(`group/${group.id}`)
    await member.page.getByText('Ryhmä ei ole vielä aloittanut').first().waitFor()
    await look(member, 'group-waiting')
    await writeProposal(server, group, { handIn: false })
    await member.actionField(3, 'Mitä tehdään').waitFor()
    await member.page
      .getByText(/Tallennettu/)
      .first()
      .waitFor()
    await look(member, 'group-writing')
    await facilitator.go(`group/${group.id}`)
    await facilitator.button('Jätä esitys').waitFor()
    await look(facilitator, 'group-facilitator')
    await leader.do('group_pause', { group: group.id, reason: 'break', note: 'Kahvia on aulassa' })
    await member.page.getByText('Kahvia on aulassa').first().waitFor()
    await look(member, 'group-paused')
    await leader.do('group_resume', { group: group.id })
  })

  it('the dialogs of a facilitator', async () => {
    await facilitator.button('Tauko').click()
    await facilitator.page.getByRole('dialog').waitFor()
    await look(facilitator, 'dialog-pause')
    await facilitator.page.keyboard.press('Escape')
    await facilitator.button('Jätä esitys').click()
    await facilitator.page.getByRole('dialog').waitFor()
    await look(facilitator, 'dialog-hand-in')
    await facilitator.page.keyboard.press('Escape')
  })

  it('a room that has handed in', async () => {
    await leader.do('handin_announce', { group: group.id })
    await leader.event('group_handed_in')
    await member.page.getByText('Esitys on jätetty').first().waitFor()
    await look(member, 'group-handed-in')
    await look(facilitator, 'group-handed-in-facilitator')
  })

  it('the merge screen: before, side by side, one text', async () => {
    await writeProposal(server, groups.a)
    await writeProposal(server, groups.c)
    await secretary.go('merge')
    await secretary.button('Vie asialistalle').waitFor()
    await look(secretary, 'merge-before')
    await secretary.button('Vie asialistalle').click()
    await secretary.tab('9 § a').waitFor()
    await look(secretary, 'merge-side-by-side')
    await secretary.tab('9 § a').click()
    await secretary.field('Päätösesitys').waitFor()
    await look(secretary, 'merge-one-text')
  })

  it('deciding: nothing in hand, in hand, amended, decided, as the chair and the wall see it', async () => {
    await gavel.do('phase_change', { phase: 'deciding' })
    await chair.go('decide')
    await chair.button('Ota ensimmäinen asia').waitFor()
    await look(chair, 'decide-nothing')
    await wall.go('wall')
    await wall.page.getByText(/9 ?§/).first().waitFor()
    await look(wall, 'wall-nothing')
    await chair.button('Ota ensimmäinen asia').click()
    await chair.button('Kirjataan päätös').waitFor()
    await look(chair, 'decide-in-hand')
    await look(wall, 'wall-in-hand')
    const { doc } = (await gavel.day()).items.find(({ code, parent }) => code === 'a' && parent !== '')
    const text = await gavel.open(doc)
    await text.type('title', ' ja yhteistyö')
    await text.change('decision', [{ at: 0, remove: 20, insert: 'Päätetään' }])
    await text.saved()
    await chair.page.getByText('lisätty').first().waitFor()
    await chair.page.locator('.decide-items').getByText('ja yhteistyö').waitFor()
    await look(chair, 'decide-amended')
    await look(wall, 'wall-amended')
    await chair.gavel('Muutettuna')
    await look(chair, 'decide-decided')
    await look(wall, 'wall-decided')
  })

  it('the agenda, with and without a script', async () => {
    await member.go('agenda')
    await member.page
      .getByText(/Päätettiin muutettuna/)
      .first()
      .waitFor()
    await look(member, 'agenda')
    await member.page.goto(`${server.url}/agenda`)
    await look(member, 'agenda-plain')
  })

  it('Swedish and English fit as well', async () => {
    for (const [name, lang] of [
      ['Svenska', 'sv'],
      ['English', 'en'],
    ]) {
      await facilitator.go(`group/${group.id}`)
      await facilitator.button(name).first().click()
      await facilitator.page.waitForFunction((code) => document.documentElement.lang === code, lang)
      await look(facilitator, `group-${lang}`)
    }
  })

  it('axe finds nothing, nothing hangs over an edge, every target is big enough', () => findings.assertNone())

  it('no script failed, no policy was broken, nobody asked another host', () => {
    for (const person of [member, facilitator, secretary, chair, wall])
      assert.deepEqual(person.troubles, [], person.seat)
  })
})
