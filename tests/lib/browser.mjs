/* browser.mjs - people at their screens: Debian's Chromium, one browser, a context for each person, so that nobody
 * shares a cookie or a store. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { OUTPUT } from './server.mjs'
import { until } from './wait.mjs'

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
const PATIENCE_MS = 30_000

export const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true }
export const LAPTOP = { width: 1280, height: 800 }
export const WALL = { width: 1920, height: 1080 }

export function openBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export class Person {
  /* Opens the seat's personal link on a screen and waits until it has led to a place of the day. */
  static async enter(browser, server, seat, screen = LAPTOP, place = '') {
    const person = new Person(server, server.links.get(seat))
    await person.#sitDown(browser, screen)
    await person.open(seat)
    if (place !== '') await person.go(place)
    return person
  }

  /* Somebody with no link: opens an address of the server. */
  static async withoutLink(browser, server, path, screen = LAPTOP) {
    const person = new Person(server)
    await person.#sitDown(browser, screen)
    await person.page.goto(server.url + path)
    return person
  }

  constructor(server, link = {}) {
    this.server = server
    this.troubles = []
    this.errors = [] /* all that the browser itself complains of, broken lines too */
    this.#holds(link)
  }

  #holds(link) {
    this.link = link
    this.seat = link.seat
    this.name = link.name
  }

  /* The link that the seat has now, on this screen. */
  async open(seat) {
    this.#holds(this.server.links.get(seat))
    await this.page.goto(new URL(this.link.url, this.server.url).href)
    await this.page.waitForURL(new RegExp(`/p/${seat}`))
  }

  async #sitDown(browser, { width, height, isMobile = false, hasTouch = false, scale = 1, line }) {
    this.context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      isMobile,
      hasTouch,
      locale: 'fi-FI',
      timezoneId: 'Europe/Helsinki',
      reducedMotion: 'reduce',
      proxy: line && { server: line.url },
    })
    this.context.setDefaultTimeout(PATIENCE_MS)
    this.page = await this.context.newPage()
    this.page.on('pageerror', (error) => this.troubles.push(error.stack))
    this.hasTouch = hasTouch
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
      if (message.type() === 'error' && /Content Security Policy|TrustedHTML|Uncaught/.test(message.text()))
        this.troubles.push(message.text())
    })
    this.page.on('request', (request) => {
      if (!request.url().startsWith(this.server.url) && !/^(data|blob|ws):/.test(request.url()))
        this.troubles.push(`asked another host: ${request.url()}`)
    })
  }

  async go(place) {
    await this.page.goto(`${this.server.url}/p/${this.seat}/${place}`)
  }

  field(label, nth = 0) {
    return this.page.getByRole('textbox', { name: label }).nth(nth)
  }

  button(name) {
    return this.page.getByRole('button', { name })
  }

  /* By a thumb or by a mouse, whichever the screen has. */
  async touch(target) {
    await (this.hasTouch ? target.tap() : target.click())
  }

  async press(name) {
    await this.touch(this.button(name))
  }

  /* To another page of the same seat, by a link on the screen. */
  async follow(name) {
    await this.touch(this.page.getByRole('link', { name, exact: true }))
  }

  /* The link "PDF" opens one in a tab of its own. */
  async opensPdf() {
    const answered = this.context.waitForEvent(
      'response',
      (one) => one.status() === 200 && one.url().includes('format=pdf'),
    )
    await this.touch(this.page.getByRole('link', { name: 'PDF' }))
    const headers = await (await answered).allHeaders()
    if (headers['content-type'] !== 'application/pdf') throw new Error(`no PDF: ${JSON.stringify(headers)}`)
  }

  /* The dialog that stands over the page. */
  get dialog() {
    return this.page.getByRole('dialog')
  }

  async confirm(name) {
    await this.touch(this.dialog.getByRole('button', { name }))
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor()
  }

  /* Types at the end of a field, as fingers do. */
  async type(label, text, { delay = 15, nth = 0 } = {}) {
    await this.typeIn(this.field(label, nth), text, { delay })
  }

  async typeIn(field, text, { delay = 15 } = {}) {
    await this.touch(field)
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(text, { delay })
  }

  /* Marks words in a field and types others over them; nothing marked but a place after them, where `after` is given. */
  async typeOver(field, words, text, { after = false } = {}) {
    await this.touch(field)
    await field.evaluate(
      (area, [found, isAfter]) => {
        const at = area.value.indexOf(found)
        if (at < 0) throw new Error(`"${found}" is not in "${area.value}"`)
        area.setSelectionRange(isAfter ? at + found.length : at, at + found.length)
      },
      [words, after],
    )
    await this.page.keyboard.type(text)
  }

  async writable(label) {
    await until(
      async () => (await this.field(label).getAttribute('readonly')) === null && this.field(label).isEnabled(),
      PATIENCE_MS,
      `${label} takes words from ${this.seat}`,
    )
  }

  async readOnly(label) {
    await until(
      async () => (await this.field(label).getAttribute('readonly')) !== null,
      PATIENCE_MS,
      `${label} is read-only for ${this.seat}`,
    )
  }

  /* A field of an action: what, who, when, measure have the same labels in each. */
  actionField(number, label) {
    return this.page
      .getByRole('region', { name: `Toimenpide ${number}`, exact: true })
      .getByRole('textbox', { name: label })
  }

  /* The item that is polished on the merge screen. */
  tab(code) {
    return this.page.getByRole('button', { name: code, exact: true })
  }

  /* The chair's two steps, by keyboard: choose the outcome with the arrows, Enter, and Enter again. */
  async gavel(outcome) {
    const choice = this.button(outcome)
    await choice.waitFor()
    for (let step = 0; step < 4 && (await choice.getAttribute('aria-pressed')) !== 'true'; step++)
      await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press('Enter')
    await this.button('Vahvista päätös').waitFor()
    await this.page.keyboard.press('Enter')
    await this.button('Vahvista päätös').waitFor({ state: 'hidden' })
  }

  /* From the marked changes to the fields. */
  async edit() {
    await this.button('Muokkaa tekstiä').click()
    await this.field('Päätösesitys').waitFor()
  }

  async picture(name, fullPage = true) {
    mkdirSync(OUTPUT, { recursive: true })
    await this.page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage })
  }

  async leave() {
    await this.context.close()
  }
}
