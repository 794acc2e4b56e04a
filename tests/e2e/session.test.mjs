/* A link, a session and their ends, at the screen: the secret goes to the server in no address, a lost phone is told so in
 * words while its person goes on with a new link, and no script of anybody else's runs. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openBrowser, PHONE, Person } from '../lib/browser.mjs'
import { Hub } from '../lib/hub.mjs'
import { until } from '../lib/wait.mjs'
import { demo, groups, membersOf, officers } from './hall.mjs'

const group = groups.b

describe('links and sessions at the screen', () => {
  let server
  let browser
  let phone
  let organiser
  let seat

  before(async () => {
    server = await demo('e2e-session')
    browser = await openBrowser()
    ;[seat] = membersOf(server, group)
    const facilitator = await Hub.enter(server, group.facilitator)
    await facilitator.do('group_start', { group: group.id, minutes: 90 })
    await facilitator.close()
  })

  after(async () => {
    await browser?.close()
    await server?.end()
  })

  it('a previewer that runs scripts opens the link twice; its person still comes in, and the secret is in no address', async () => {
    const { url } = server.links.get(seat)
    const secret = url.split('.').at(-1)
    const asked = []
    for (const who of ['previewer', 'previewer again', 'person']) {
      const context = await browser.newContext()
      const page = await context.newPage()
      page.on('request', (request) => asked.push(request))
      await page.goto(url)
      await page.waitForURL(new RegExp(`/p/${seat}`))
      assert.ok(!page.url().includes(secret), who)
      await page.goBack().catch(() => {})
      assert.ok(!page.url().includes(secret), `${who}, gone back`)
      await context.close()
    }
    const posts = asked.filter((request) => request.method() === 'POST' && (request.postData() ?? '').includes(secret))
    assert.equal(posts.length, 3)
    for (const request of asked) {
      assert.ok(!new URL(request.url()).search.includes(secret) && !new URL(request.url()).pathname.includes(secret))
      assert.ok(!JSON.stringify(request.headers()).includes(secret), request.url())
      if (request.method() === 'GET') assert.equal(request.postData(), null)
    }
  })

  it('a lost phone: the secretary gives a new link, the old screen says how to get back, the text stays', async () => {
    phone = await Person.enter(browser, server, seat, PHONE, `group/${group.id}`)
    await phone.writable('Otsikko')
    await phone.type('Otsikko', 'Kesken jäänyt')
    await phone.page
      .getByText(/Tallennettu/)
      .first()
      .waitFor()
    organiser = await Person.enter(browser, server, officers.secretary, undefined, 'home')
    const { page } = organiser
    await page.getByRole('combobox', { name: 'Kenelle?' }).selectOption(seat)
    await organiser.button('Anna uusi linkki').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading').waitFor()
    const began = Date.now()
    await dialog.getByRole('button', { name: 'Anna uusi linkki' }).click()
    await phone.page.getByText('Kirjautuminen on päättynyt. Avaa henkilökohtainen linkkisi uudelleen.').waitFor()
    console.log(`the lost phone's screen says so ${Date.now() - began} ms after the tap`)
    const url = await page.getByText(/\/l#[a-z2-7]{8}\.[a-z2-7]{26}$/).textContent()
    await organiser.picture('new-link')

    const old = await (await browser.newContext({ locale: 'fi-FI' })).newPage()
    await old.goto(phone.link.url)
    await old.getByText('Linkki on vanhentunut').waitFor()
    server.links.get(seat).url = url
    const back = await Person.enter(browser, server, seat, PHONE, `group/${group.id}`)
    await back.writable('Otsikko')
    assert.equal(await back.field('Otsikko').inputValue(), 'Kesken jäänyt')
    assert.deepEqual(back.troubles, [])
    await back.leave()
  })

  it('who signs out on a shared device is out, and comes back by the link', async () => {
    const [, , shared] = membersOf(server, group)
    const person = await Person.enter(browser, server, shared, PHONE, 'home')
    await person.button('Kirjaudu ulos tältä laitteelta').click()
    await person.page.getByRole('dialog').getByRole('button', { name: 'Kirjaudu ulos tältä laitteelta' }).click()
    await person.page.getByText('Sovitaan yhdessä').waitFor()
    await person.go('home')
    await person.page.getByText('Kirjautuminen on päättynyt. Avaa henkilökohtainen linkkisi uudelleen.').waitFor()
    assert.deepEqual(person.troubles, [])
    await person.leave()
    const back = await Person.enter(browser, server, shared, PHONE, 'home')
    await back.page.getByText('Tervetuloa').first().waitFor()
    await back.leave()
  })

  it('nobody else is offered it', async () => {
    const [, other] = membersOf(server, group)
    for (const who of [other, group.facilitator, 'wall']) {
      const person = await Person.enter(browser, server, who, undefined, 'home')
      await person.page.getByText('Tervetuloa').first().waitFor()
      const { roles } = server.links.get(who)
      assert.equal(
        await person.page.getByText('Uusi linkki').count(),
        roles.includes('organiser') ? 1 : 0,
        `${who}: ${roles}`,
      )
      await person.leave()
    }
  })

  it('no policy was broken, and one that is broken would be noticed', async () => {
    const { page } = organiser
    assert.deepEqual(organiser.troubles, [])
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.append('window.foreign = true')
      document.body.append(script)
      return window.foreign === true
    })
    assert.equal(ran, false)
    const markup = (html) => {
      document.body.innerHTML = html
    }
    await assert.rejects(page.evaluate(markup, '<p>x'), /TrustedHTML/)
    await until(() => organiser.troubles.length > 0, 5000, 'the browser complains')
  })
})
