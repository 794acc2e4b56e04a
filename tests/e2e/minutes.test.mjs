/* From the gavel to the published minutes, by browsers: the secretary polishes, an examiner reads on a phone, remarks and
 * approves, the chair signs. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LAPTOP, openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Hub } from '../lib/hub.mjs'
import { closedOf, decidingOf, presentAt, Voices } from '../lib/meeting.mjs'
import { sleep } from '../lib/wait.mjs'
import { demo, officers, pack } from './hall.mjs'

const [first, second] = officers.minutes_checkers

describe('the minutes in browsers', () => {
  const findings = new Findings()
  let server
  let browser
  let voices
  let hub
  let secretary
  let examiner
  let chair

  before(async () => {
    server = await demo('e2e-minutes')
    voices = new Voices(server)
    browser = await openBrowser()
    hub = await Hub.enter(server, officers.chair)
    for (const seat of presentAt(pack, '2024-09-12T14:00:00+03:00').slice(0, 30))
      await voices.do(officers.secretary, 'presence_set', { seat, here: true })
    await voices.do(officers.chair, 'item_open', { item: 'item-4' })
    const elected = [
      { post: 'secretary', seat: officers.secretary },
      ...officers.minutes_checkers.map((seat) => ({ post: 'examiner', seat })),
    ]
    await voices.do(officers.chair, 'officers_elect', { item: 'item-4', officers: elected })
    await decidingOf(server, pack, voices)
    secretary = await Person.enter(browser, server, officers.secretary, LAPTOP, 'minutes')
  })

  after(async () => {
    await hub?.close()
    await browser?.close()
    await server?.end()
  })

  it('show all three paragraphs before anyone has typed', async () => {
    const { page } = secretary
    await page.getByText('Valittiin yksimielisesti').waitFor()
    const began = Date.now()
    await closedOf(hub)
    await page.getByText(/^Puheenjohtaja päätti kokouksen klo/).waitFor()
    console.log(`three decisions and the closing are in the minutes after ${Date.now() - began} ms`)
    assert.equal(await page.getByText('Hyväksyttiin esityksen mukaisesti yksimielisesti.').count(), 3)
    await findings.look(secretary, 'minutes-draft')
    await page.reload()
    await page.getByText(/^Puheenjohtaja päätti kokouksen klo/).waitFor()
  })

  it('a paragraph is polished, what the minutes say by themselves stays and can be restored', async () => {
    const { page } = secretary
    await page.getByRole('button', { name: /^Muokkaa: Päätös, 4§/ }).click()
    const field = page.getByRole('textbox', { name: /^Päätös, 4§/ })
    assert.match(await field.inputValue(), /^Valittiin yksimielisesti/)
    await field.focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Valitut ottivat tehtävän vastaan.', { delay: 10 })
    await page.getByText('Tallennettu', { exact: true }).waitFor()
    await findings.look(secretary, 'minutes-edit')
    await page.locator('summary', { hasText: 'Pöytäkirjan oma teksti' }).first().click()
    await page.getByRole('button', { name: /^Muokkaa: Päätös, 5§/ }).click()
    await page.getByRole('button', { name: /^Palauta pöytäkirjan oma teksti: Päätös, 5§/ }).click()
    await page.getByRole('button', { name: /^Muokkaa: Päätös, 5§/ }).waitFor()
  })

  it('are sent; the examiner reads them on a phone, remarks, and they come back', async () => {
    const { page } = secretary
    await page.getByText('Tallennettu', { exact: true }).waitFor()
    await sleep(800) /* what was written is in the minutes that are on the screen */
    await secretary.button('Lähetä tarkastettavaksi').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Lähetä tarkastettavaksi' }).click()
    await page.getByText('Tarkastettavana').first().waitFor()
    examiner = await Person.enter(browser, server, first, PHONE, 'home')
    await examiner.page.getByText('Pöytäkirja odottaa tarkastustasi').waitFor()
    await examiner.page.getByRole('link', { name: 'Avaa pöytäkirja' }).click()
    await examiner.page.getByText('Valitut ottivat tehtävän vastaan.').waitFor()
    await findings.look(examiner, 'minutes-examine')
    await examiner.page.getByRole('button', { name: /^Huomautan: 12§/ }).click()
    await examiner.page.getByRole('dialog').getByRole('textbox').fill('Kellonaika on väärin.')
    await examiner.page.getByRole('dialog').getByRole('button', { name: 'Huomautan' }).click()
    await page.getByText('Kellonaika on väärin.').waitFor()
    await findings.look(secretary, 'minutes-remarked')
    await secretary.button('Ota takaisin muokattavaksi').click()
    await page.getByRole('dialog').getByRole('textbox').fill('Tarkistetaan kellonaika.')
    await page.getByRole('dialog').getByRole('button', { name: 'Ota takaisin muokattavaksi' }).click()
    await page.getByText('Versio 2').waitFor()
    await examiner.page.getByText('Sihteeri viimeistelee pöytäkirjaa.').waitFor()
  })

  it('are approved by both, signed and published, each by one button', async () => {
    const { page } = secretary
    await page.getByRole('button', { name: /^Muokkaa: Päätös, 12§/ }).waitFor()
    await sleep(800)
    await secretary.button('Lähetä tarkastettavaksi').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Lähetä tarkastettavaksi' }).click()
    await examiner.button('Hyväksyn pöytäkirjan').click()
    await examiner.page.getByRole('dialog').getByRole('button', { name: 'Hyväksyn pöytäkirjan' }).click()
    await page.getByText(/hyväksyi/).waitFor()
    const { minutes } = await hub.day()
    await voices.do(second, 'minutes_approve', { hash: minutes.hash })
    chair = await Person.enter(browser, server, officers.chair, LAPTOP, 'minutes')
    await chair.button('Allekirjoitan pöytäkirjan').click()
    await chair.page.getByRole('dialog').getByRole('button', { name: 'Allekirjoitan pöytäkirjan' }).click()
    await chair.page.getByText('Allekirjoitettu', { exact: true }).waitFor()
    await findings.look(chair, 'minutes-signed')
    await secretary.button('Julkaise').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Julkaise' }).click()
    await page.getByText('Julkaistu', { exact: true }).waitFor()
    await examiner.go('home')
    await findings.look(examiner, 'minutes-home')
  })

  it('are a page for everyone, without a script, and a PDF that opens by itself', async () => {
    const reader = await Person.withoutLink(browser, server, '/minutes')
    await reader.page.getByRole('heading', { level: 1 }).waitFor()
    await findings.look(reader, 'minutes-public')
    assert.ok(!(await reader.page.content()).includes('Riikka Kuoppamäki'))
    assert.deepEqual(reader.troubles, [])
    await reader.leave()
    const began = Date.now()
    await secretary.opensPdf()
    console.log(`the PDF is on the screen ${Date.now() - began} ms after the tap`)
  })

  it('nothing was found wrong on any of these screens', () => {
    findings.assertNone()
    for (const person of [secretary, examiner, chair]) assert.deepEqual(person.troubles, [])
  })
})
