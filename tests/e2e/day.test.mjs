/* Browsers live the day: four people write in one group (two on phones), their facilitator, the secretary, the chair and
 * the wall. The network breaks, the server is killed, somebody is in the middle of a word when the group hands in; then
 * 9 § a is decided as proposed, b as amended, c after it was reopened. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LAPTOP, openBrowser, PHONE, Person, WALL } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { Line } from '../lib/line.mjs'
import { sleep, until } from '../lib/wait.mjs'
import { demo, groups, membersOf, officers, writeProposal } from './hall.mjs'

const OFFLINE_MS = Number(process.env.OFFLINE_S ?? 40) * 1000 /* OFFLINE_S=300 by hand */
/* What three people write at one place while the server is killed. */
const SENTENCES = ['kaksi', 'kolme', 'neljä'].map((word) => `${word} sanaa tulee tähän. `)
const written = 'Yksi '.repeat(3) + SENTENCES.join('')
const lettersOf = (text) => [...text].sort().join('')
const DECISION = 'Päätösesitys'
const group = groups.b

describe('browsers live the day', () => {
  const findings = new Findings()
  let server
  let browser
  let lift /* the network of the phone that is taken into a lift */
  let writers
  let facilitator
  let secretary
  let chair
  let wall
  let cutAt

  before(async () => {
    server = await demo('e2e-day')
    browser = await openBrowser()
    lift = await Line.lay()
    const seats = membersOf(server, group).slice(0, 4)
    const screens = [LAPTOP, LAPTOP, PHONE, { ...PHONE, line: lift }]
    writers = await Promise.all(seats.map((seat, i) => Person.enter(browser, server, seat, screens[i])))
    facilitator = await Person.enter(browser, server, group.facilitator, LAPTOP)
    secretary = await Person.enter(browser, server, officers.secretary, LAPTOP, 'merge')
    chair = await Person.enter(browser, server, officers.chair, LAPTOP, 'decide')
    wall = await Person.enter(browser, server, 'wall', WALL, 'wall')
  })

  after(async () => {
    await browser?.close()
    lift?.end()
    await server?.end()
  })

  const everyone = () => [...writers, facilitator, secretary, chair, wall]
  const values = (label) => Promise.all(writers.map((person) => person.field(label).inputValue()))

  async function sameForAll(label, holds, ms = 15_000) {
    let seen = []
    try {
      await until(
        async () => {
          seen = await values(label)
          return seen.every((text) => text === seen[0]) && holds(seen[0])
        },
        ms,
        label,
      )
    } catch (error) {
      throw new Error(`${error.message}\n${JSON.stringify(seen, null, 1)}`)
    }
    return seen[0]
  }

  it('each comes by a link to the own place, and the secret leaves the address bar', async () => {
    for (const person of everyone()) {
      assert.ok(!person.page.url().includes('#'), person.page.url())
      assert.equal(await person.page.evaluate(() => document.documentElement.lang), 'fi')
      await findings.accessible(person.page, `${person.seat} on arriving`)
    }
  })

  it('the facilitator starts the group, and everyone may write', async () => {
    for (const person of writers) await person.page.getByText('Ryhmä ei ole vielä aloittanut').first().waitFor()
    await facilitator.button('Aloita kirjoittaminen').click()
    for (const person of writers) await person.writable('Otsikko')
    await findings.accessible(writers[0].page, 'the group room')
    await findings.accessible(writers[2].page, 'the group room on a phone')
    await findings.accessible(facilitator.page, "the facilitator's room")
  })

  it('four people type at the same place at once and lose nothing', async () => {
    const words = [
      'aaaaaaaaaaaaaaaaaaaaaaaa',
      'bbbbbbbbbbbbbbbbbbbbbbbb',
      'cccccccccccccccccccccccc',
      'dddddddddddddddddddddddd',
    ]
    await Promise.all(writers.map((person, i) => person.type(DECISION, words[i], { delay: 30 })))
    const length = words.join('').length
    const text = await sameForAll(DECISION, (seen) => seen.length === length)
    for (const word of words) assert.equal([...text].filter((letter) => letter === word[0]).length, word.length)
    await facilitator.picture('group-writing-1280')
  })

  it('says who writes where', async () => {
    await writers[0].type('Perustelut', 'Koska', { delay: 60 })
    await writers[1].page.getByText(writers[0].name.split(' ')[0]).first().waitFor()
  })

  it('says that it is saved once it is', async () => {
    for (const person of writers)
      await person.page
        .getByText(/Tallennettu/)
        .first()
        .waitFor()
  })

  it('a phone without a network keeps what is typed, and says so', async () => {
    lift.cut()
    cutAt = performance.now()
    await writers[3].type('Perustelut', ' hississä kirjoitettu', { delay: 10 })
    await writers[3].page
      .getByText(/tallessa tässä laitteessa/)
      .first()
      .waitFor()
    await findings.accessible(writers[3].page, 'the room without a network')
    await writers[3].picture('group-offline-390')
    assert.ok(!(await writers[0].field('Perustelut').inputValue()).includes('hississä'))
  })

  it('actions: one, two, three; a fourth cannot be made, and the button says why', async () => {
    const add = facilitator.button('Lisää toimenpide')
    for (let n = 1; n <= 3; n++) {
      await add.click()
      await facilitator.actionField(n, 'Mitä tehdään').waitFor()
    }
    await facilitator.page.getByText('Toimenpiteitä voi olla enintään 3').first().waitFor()
    await add.click({ force: true }).catch(() => {})
    await sleep(300)
    assert.equal(await facilitator.page.getByRole('region', { name: 'Toimenpide 4' }).count(), 0)
    await writers[0].actionField(3, 'Mitä tehdään').waitFor()
    await writers[2].actionField(3, 'Mitä tehdään').waitFor()
    await findings.accessible(facilitator.page, 'a room with three actions')
  })

  it("another group's room is refused, and says why", async () => {
    const [stranger] = membersOf(server, groups.a)
    const person = await Person.enter(browser, server, stranger, PHONE, `group/${group.id}`)
    await person.page.getByText('Tämän ryhmän tekstin voi lukea, kun ryhmä on jättänyt esityksensä.').waitFor()
    assert.ok(!(await person.page.content()).includes('aaaaaaaa'))
    await findings.accessible(person.page, 'a refused room')
    await person.leave()
  })

  it('the server is killed in the middle of a sentence: nobody loses a word', async () => {
    await Promise.all(writers.slice(0, 3).map((person) => person.type('Otsikko', 'Yksi ', { delay: 20 })))
    const typing = writers.slice(0, 3).map((person, i) => person.type('Otsikko', SENTENCES[i], { delay: 40 }))
    await sleep(350)
    await server.kill()
    await sleep(1500)
    await server.restart()
    await Promise.all(typing)
    await until(
      async () =>
        (await Promise.all(writers.slice(0, 3).map((person) => person.field('Otsikko').inputValue()))).every(
          (text) => lettersOf(text) === lettersOf(written),
        ),
      25_000,
      'all words are there',
    )
    for (const person of writers.slice(0, 3))
      await person.page
        .getByText(/Tallennettu/)
        .first()
        .waitFor()
  })

  it('a reload brings everyone back to the same place and text', async () => {
    const before = await writers[0].field('Otsikko').inputValue()
    await writers[0].page.reload()
    await until(async () => (await writers[0].field('Otsikko').inputValue()) === before, 10_000, 'the text is back')
  })

  it(`after ${OFFLINE_MS / 1000} s the phone comes back, and its words are on all screens`, async () => {
    await sleep(Math.max(0, OFFLINE_MS - (performance.now() - cutAt)))
    lift.mend()
    const text = await sameForAll('Perustelut', (seen) => seen.includes('hississä kirjoitettu'), 40_000)
    assert.ok(text.includes('Koska'))
    await writers[3].page
      .getByText(/Tallennettu/)
      .first()
      .waitFor()
    /* Written at one place at once, so the words may stand inside one another; every letter is there. */
    assert.equal(lettersOf(await sameForAll('Otsikko', (seen) => seen.length > 0)), lettersOf(written))
  })

  it('a pause is seen by everyone with its reason, and ends', async () => {
    await facilitator.button('Tauko').click()
    await facilitator.page.getByRole('dialog').getByRole('textbox').fill('Kahvia on aulassa')
    await findings.accessible(facilitator.page, 'the pause dialog')
    await facilitator.page.getByRole('dialog').getByRole('button', { name: 'Keskeytä' }).click()
    for (const person of writers) await person.page.getByText('Kahvia on aulassa').first().waitFor()
    await findings.accessible(writers[2].page, 'a paused room')
    await facilitator.button('Jatka kirjoittamista').click()
    for (const person of writers) await person.writable('Otsikko')
  })

  it('a hand-in while somebody is in the middle of a word takes the word in', async () => {
    await writers[0].actionField(1, 'Mitä tehdään').fill('Sovitaan yhteinen kalenteri.')
    await writers[0].actionField(2, 'Mitä tehdään').fill('Nimetään yhteyshenkilöt.')
    await writers[0].actionField(3, 'Mitä tehdään').fill('Seurataan vuosittain.')
    const phone = writers[2]
    await phone.actionField(1, 'Vastuutaho').click()
    const input = await phone.context.newCDPSession(phone.page)
    await input.send('Input.imeSetComposition', { text: 'kun', selectionStart: 3, selectionEnd: 3 })
    await input.send('Input.imeSetComposition', { text: 'kunnat', selectionStart: 6, selectionEnd: 6 })
    await facilitator.button('Jätä esitys').click()
    await findings.accessible(facilitator.page, 'the hand-in dialog')
    await facilitator.page.getByRole('dialog').getByRole('button', { name: 'Jätä esitys' }).click()
    for (const person of [...writers, facilitator])
      await person.page.getByText('Esitys on jätetty').first().waitFor({ timeout: 20_000 })
    assert.equal(await facilitator.actionField(1, 'Vastuutaho').inputValue(), 'kunnat')
    for (const person of writers) await person.readOnly('Otsikko')
    await findings.accessible(phone.page, 'a room that has handed in')
    await phone.picture('group-handed-in-390')
  })

  it('the other groups hand in, and the secretary brings all three to 9 § as a, b and c', async () => {
    await writeProposal(server, groups.a)
    await writeProposal(server, groups.c)
    await findings.accessible(secretary.page, 'the merge screen before')
    await secretary.picture('merge-before-1280')
    await secretary.button('Vie asialistalle').click()
    for (const code of ['a', 'b', 'c']) await secretary.tab(`9 § ${code}`).waitFor()
    await facilitator.go('merge')
    await facilitator.tab('9 § b').waitFor()
    await findings.accessible(secretary.page, 'the merge screen after')
  })

  it('the move can be undone and made again', async () => {
    await secretary.page.getByRole('button', { name: 'Kumoa', exact: true }).click()
    await findings.accessible(secretary.page, 'the undo dialog')
    await secretary.page.getByRole('dialog').getByRole('button', { name: 'Kumoa vienti' }).click()
    await secretary.button('Vie asialistalle').click()
    await secretary.tab('9 § a').waitFor()
  })

  it('two polish one text at once', async () => {
    for (const person of [secretary, facilitator]) await person.tab('9 § b').click()
    await Promise.all([
      secretary.type(DECISION, ' Sihteeri.', { delay: 20 }),
      facilitator.type(DECISION, ' Fasilitaattori.', { delay: 20 }),
    ])
    await until(
      async () => {
        const [a, b] = await Promise.all([secretary, facilitator].map((person) => person.field(DECISION).inputValue()))
        return a === b && a.includes('Sihteeri') && a.includes('Fasilitaattori')
      },
      10_000,
      'both see both',
    )
    await findings.accessible(secretary.page, 'polishing a text')
    await secretary.picture('merge-polish-1280')
  })

  it('the chair decides a as proposed, by keyboard alone', async () => {
    await chair.go('decide')
    await chair.button('Siirry päätöksentekoon').click()
    await chair.button('Ota ensimmäinen asia').click()
    await wall.page
      .getByText(/9 ?§ a/)
      .first()
      .waitFor()
    await findings.accessible(chair.page, 'an item in hand')
    await findings.accessible(wall.page, 'the wall with an item')
    await chair.picture('decide-in-hand-1280')
    await wall.picture('wall-in-hand-1920')
    await chair.gavel('Esityksen mukaisesti')
    await wall.page
      .getByText(/Päätettiin esityksen mukaisesti/)
      .first()
      .waitFor()
    await wall.picture('wall-decided-1920')
  })

  it('b as amended: the wall follows letter by letter, the changes are marked in words', async () => {
    await chair.page.keyboard.press('PageDown')
    await wall.page
      .getByText(/9 ?§ b/)
      .first()
      .waitFor()
    await secretary.go('decide')
    await secretary.edit()
    await secretary.type(DECISION, ' Muutos', { delay: 120 })
    await wall.page.getByText('Muutos').first().waitFor({ timeout: 3000 })
    await secretary.page.keyboard.type(' sovittiin yhdessä.', { delay: 30 })
    await wall.page.getByText('sovittiin yhdessä').first().waitFor()
    await chair.page
      .getByText(/lisätty/)
      .first()
      .waitFor()
    await findings.accessible(chair.page, 'an amended text')
    await chair.picture('decide-amended-1280')
    await wall.picture('wall-amended-1920')
    await chair.gavel('Muutettuna')
    await wall.page
      .getByText(/Päätettiin muutettuna/)
      .first()
      .waitFor()
  })

  it('a decided text is read-only everywhere', async () => {
    await secretary.go('decide')
    await until(
      async () => (await secretary.page.locator('textarea:not([readonly])').count()) === 0,
      5000,
      'nothing to write in',
    )
  })

  it('c is decided, reopened with a reason, and decided again', async () => {
    await chair.page.keyboard.press('PageDown')
    await wall.page
      .getByText(/9 ?§ c/)
      .first()
      .waitFor()
    await chair.gavel('Esityksen mukaisesti')
    await chair.button('Avaa uudelleen').click()
    await findings.accessible(chair.page, 'the reopen dialog')
    const dialog = chair.page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Äänestystulos laskettiin väärin.')
    await dialog.getByRole('button', { name: 'Avaa uudelleen' }).click()
    await chair.page.getByText('Äänestystulos laskettiin väärin.').first().waitFor()
    await chair.gavel('Esityksen mukaisesti')
    await findings.accessible(chair.page, 'decided again')
  })

  it('the agenda shows everyone what was decided, without a script too', async () => {
    await writers[2].go('agenda')
    await writers[2].page.getByText('Sovitaan yhteinen kalenteri.').first().waitFor()
    await findings.accessible(writers[2].page, 'the agenda on a phone')
    await writers[2].picture('agenda-390')
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })
    const page = await plain.newPage()
    await page.goto(`${server.url}/agenda`)
    const text = await page.locator('body').innerText()
    assert.ok(text.includes('Sovitaan yhteinen kalenteri.') && text.includes('sovittiin yhdessä'))
    await page.screenshot({ path: new URL('../output/agenda-plain-390.png', import.meta.url).pathname, fullPage: true })
    await plain.close()
  })

  it('axe found nothing on any screen in any state', () => findings.assertNone())

  it('no script failed, no policy was broken, nobody asked another host', () => {
    for (const person of everyone()) assert.deepEqual(person.troubles, [], person.seat)
  })
})
