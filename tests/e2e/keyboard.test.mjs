/* The whole way without a mouse: from the link to the room, a field, a dialog and back; every stop is seen, Escape gives
 * the focus back, and the language changes in the middle of a sentence without losing it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, Person } from '../lib/browser.mjs'
import { assertFocusIsSeen } from '../lib/checks.mjs'
import { until } from '../lib/wait.mjs'
import { demo, groups, officers } from './hall.mjs'

const group = groups.b
const STOPS_MAX = 60

describe('by keyboard alone', () => {
  let server
  let browser
  let facilitator

  before(async () => {
    server = await demo('e2e-keyboard')
    browser = await openBrowser()
    facilitator = await Person.enter(browser, server, group.facilitator, undefined, `group/${group.id}`)
    await facilitator.button('Aloita kirjoittaminen').waitFor()
  })

  after(async () => {
    await browser?.close()
    await server?.end()
  })

  /* Goes on with Tab until the focus is on what is looked for; each stop on the way must be seen. */
  async function tabTo(person, role, name) {
    const { page } = person
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await page.keyboard.press('Tab')
      await assertFocusIsSeen(page, `on the way to ${name}`)
      const isThere = await page.getByRole(role, { name }).evaluateAll((all) => all.includes(document.activeElement))
      if (isThere) return
    }
    assert.fail(`${name} is not reached with Tab`)
  }

  it('starts the group, writes, opens a dialog and leaves it', async () => {
    const { page } = facilitator
    await tabTo(facilitator, 'button', 'Aloita kirjoittaminen')
    await page.keyboard.press('Enter')
    await facilitator.writable('Otsikko')
    await tabTo(facilitator, 'textbox', 'Otsikko')
    await page.keyboard.type('Näppäimistöllä kirjoitettu')
    await page
      .getByText(/Tallennettu/)
      .first()
      .waitFor()
    await tabTo(facilitator, 'button', 'Lisää toimenpide')
    await page.keyboard.press('Enter')
    await facilitator.actionField(1, 'Mitä tehdään').waitFor()
    await tabTo(facilitator, 'button', 'Tauko')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    assert.ok(
      await page.evaluate(() => document.querySelector('dialog[open]').contains(document.activeElement)),
      'the focus is in the dialog',
    )
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    assert.equal(
      await page.evaluate(() => document.activeElement.innerText.trim()),
      'Tauko',
      'the focus is back where it was',
    )
  })

  it('goes back with Shift+Tab: no trap', async () => {
    const { page } = facilitator
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await page.keyboard.press('Shift+Tab')
      if (await page.getByRole('textbox', { name: 'Otsikko' }).evaluate((one) => one === document.activeElement)) return
    }
    assert.fail('Otsikko is not reached backwards')
  })

  it('changes the language in the middle of a sentence and loses nothing', async () => {
    const { page } = facilitator
    const words = await facilitator.field('Otsikko').inputValue()
    await facilitator.type('Otsikko', ', kesken')
    await facilitator.button('Svenska').first().press('Enter')
    await page.waitForFunction(() => document.documentElement.lang === 'sv')
    await until(
      async () =>
        (await page.getByRole('textbox').evaluateAll((all) => all.map((one) => one.value))).includes(
          `${words}, kesken`,
        ),
      5000,
      'the sentence is still there',
    )
    await facilitator.button('Suomi').first().press('Enter')
    await page.waitForFunction(() => document.documentElement.lang === 'fi')
  })

  it('the skip link leads to the content', async () => {
    const person = await Person.enter(browser, server, officers.secretary, undefined, 'agenda')
    await person.page.getByRole('heading', { level: 1 }).waitFor()
    await person.page.keyboard.press('Tab')
    await assertFocusIsSeen(person.page, 'the skip link')
    await person.page.keyboard.press('Enter')
    await until(
      () => person.page.evaluate(() => document.activeElement.id === 'main' || location.hash === '#main'),
      3000,
      'the content has the focus',
    )
    await person.leave()
  })
})
