/* Minutes as a page, for Word and as a PDF: the sample (sample.c), read by the programs that people and archives read it
 * with. structure.txt and outline.txt are what a listener gets; a new one is left in tests/output/paper/. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { LAPTOP, openBrowser, PHONE } from '../lib/browser.mjs'
import { Findings } from '../lib/checks.mjs'
import { OUTPUT } from '../lib/server.mjs'
import { assertNoMissingGlyph } from './glyphs.mjs'

const FOLDER = join(OUTPUT, 'paper')
const PDF = join(FOLDER, 'sample.pdf')
const TITLE = 'Päätöspöytäkirja 12.9.2024 – Etelä-Pohjanmaan hyte-neuvottelu'
const STYLESHEET = fileURLToPath(new URL('../../web/public/paper.css', import.meta.url))

const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 })

/* As it was, to the letter. */
function assertGolden(name, text) {
  writeFileSync(join(FOLDER, name), text)
  assert.equal(text, readFileSync(new URL(name, import.meta.url), 'utf8'), `tests/output/paper/${name} is another`)
}

before(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  process.stdout.write(run(process.env.PAPER_SAMPLE ?? '../build/paper_sample', FOLDER))
})

describe('the PDF that LibreOffice makes', () => {
  const pageTexts = () => run('pdftotext', '-layout', PDF, '-').split('\f').slice(0, -1)

  it('is whole', () => {
    assert.match(run('qpdf', '--check', PDF), /No syntax or stream encoding errors found/)
  })

  it('is tagged, has its title in the window and says its language', () => {
    const facts = run('pdfinfo', PDF)
    assert.match(facts, /^Tagged: +yes$/m)
    assert.match(facts, new RegExp(`^Title: +${TITLE}$`, 'm'))
    const catalogue = run('qpdf', '--show-object=trailer', PDF).match(/\/Root (\d+)/)[1]
    const root = run('qpdf', `--show-object=${catalogue}`, PDF)
    assert.match(root, /\/DisplayDocTitle true/)
    assert.match(root, /\/Lang \(fi-FI\)/)
    assert.match(run('pdfinfo', '-meta', PDF), /<pdfuaid:part>1<\/pdfuaid:part>/)
  })

  it('is read aloud in the order and with the parts that were meant', () => {
    const lines = run('pdfinfo', '-struct-text', PDF).split('\n')
    const said = lines.filter((line) => !/^ *\//.test(line) || /Scope/.test(line))
    assertGolden('structure.txt', said.map((line) => line.replace(/ \((block|inline)\):?$|:$/, '')).join('\n'))
  })

  it('has its headings as an outline', () => {
    const lines = []
    const add = (level) => (one) => {
      lines.push('  '.repeat(level) + one.title)
      one.kids.forEach(add(level + 1))
    }
    JSON.parse(run('qpdf', '--json', '--json-key=outlines', PDF)).outlines.forEach(add(0))
    assertGolden('outline.txt', `${lines.join('\n')}\n`)
  })

  it('says on every page whose it is, of what standing, and which page of how many', () => {
    const pages = pageTexts()
    assert.ok(pages.length >= 3)
    pages.forEach((text, at) => {
      const [first, second] = text.split('\n').filter((line) => line.trim() !== '')
      assert.match(first, new RegExp(`^ *Etelä-Pohjanmaan hyvinvointialue +Sivu ${at + 1} \\(${pages.length}\\)$`))
      assert.match(second, /^ *Päätöspöytäkirja 12\.9\.2024 +Luonnos$/)
    })
  })

  it('begins a page where one was asked for', () => {
    assert.match(pageTexts().at(-1), /Luonnos\n+ *Liitteet\n/)
  })

  it('has every letter and sign, in fonts it carries itself', () => {
    const text = run('pdftotext', PDF, '-')
    const signs = 'Äijälä Ångström Šimková Bieđđar Ŋuorjjot ŧeaksta žuvla 😀 👍 ❤ 🎉 ☑ ☐'
    for (const sign of signs.split(' ')) assert.ok(text.includes(sign), sign)
    assert.ok(!text.includes('\uFFFD'))
    const fonts = run('pdffonts', PDF).trimEnd().split('\n').slice(2)
    assert.ok(fonts.length > 0)
    for (const font of fonts) assert.match(font, / yes yes yes /, 'embedded, a subset, with its text')
    assertNoMissingGlyph(PDF, FOLDER)
  })
})

describe('the page', () => {
  const findings = new Findings()
  const troubles = []
  let browser
  let page

  before(async () => {
    copyFileSync(STYLESHEET, join(FOLDER, 'paper.css'))
    browser = await openBrowser()
    page = await browser.newPage({ locale: 'fi-FI' })
    page.on('console', (message) => troubles.push(message.text()))
    const headers = { 'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'" }
    await page.route('http://paper.test/*', (route) => {
      const name = new URL(route.request().url()).pathname
      if (name === '/icon.svg')
        return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' })
      return route.fulfill({ path: join(FOLDER, name), headers })
    })
    await page.goto('http://paper.test/sample.html')
  })

  after(() => browser?.close())

  it('is for everybody, on a phone as on a laptop', async () => {
    for (const { width, height } of [{ width: 320, height: 640 }, PHONE, LAPTOP]) {
      await page.setViewportSize({ width, height })
      await findings.fits(page, `${width} px`)
      await findings.accessible(page, `${width} px`)
      await page.screenshot({ path: join(FOLDER, `page-${width}.png`), fullPage: true })
    }
    findings.assertNone()
  })

  it('needs neither a script nor a style of its own', () => {
    assert.deepEqual(troubles, [])
  })

  it('has the same headings as the PDF', async () => {
    const headings = await page.locator('h1, h2, h3, h4').allInnerTexts()
    const outline = readFileSync(new URL('outline.txt', import.meta.url), 'utf8')
    assert.deepEqual(
      headings.map((text) => text.replace(/\s+/g, ' ')),
      outline.trim().split(/\n */),
    )
  })

  it('has its head on every page when it is printed', async () => {
    const printed = join(FOLDER, 'printed.pdf')
    await page.pdf({ path: printed, preferCSSPageSize: true })
    const pages = run('pdftotext', '-layout', printed, '-').split('\f').slice(0, -1)
    assert.ok(pages.length >= 3)
    pages.forEach((text, at) => {
      assert.match(text, new RegExp(`${at + 1} \\(${pages.length}\\)\n`))
      assert.equal(text.match(/Luonnos/g)?.length, 1, `page ${at + 1}`)
    })
    assert.match(pages.at(-1), /Luonnos\n+ *Liitteet\n/)
  })
})
