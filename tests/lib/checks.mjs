/* checks.mjs - what the law and the back row ask of every screen, in every state: nothing for axe to find, nothing
 * beyond the edge, everything big enough for a thumb, and a picture for people to look at. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { LAPTOP } from './browser.mjs'
import { ROOT } from './server.mjs'
import { sleep } from './wait.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844, isPicture: true },
  { width: 640, height: 512 } /* 1280 by 1024 at 200 % */,
  { width: 1280, height: 800, isPicture: true },
  { width: 1920, height: 1080, isPicture: true },
]
const OTHER_LANGUAGES = ['sv', 'en']
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/* What is wrong is collected, so that a test's way goes on and one look tells all of it. */
export class Findings {
  #found = new Map() /* what is wrong -> where it was seen first */

  #note(wrong, where) {
    if (!this.#found.has(wrong)) this.#found.set(wrong, where)
  }

  async accessible(page, where) {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
    const { violations } = await page.evaluate(
      (values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
      RULES,
    )
    for (const { id, help, nodes } of violations)
      for (const { html, failureSummary } of nodes)
        this.#note(`axe ${id}: ${help}\n  ${html.slice(0, 300)}\n  ${failureSummary}`, where)
  }

  async fits(page, where) {
    for (const wrong of await overTheEdge(page)) this.#note(wrong, where)
  }

  async targets(page, where) {
    for (const wrong of await smallTargets(page)) this.#note(wrong, where)
  }

  /* A person's screen as it is now, at every size, and so in the languages it has. */
  async look(person, name) {
    const { page } = person
    await this.#lookAtAll(person, name, async (width) => {
      if (width === 390 || width === 1280) await this.accessible(page, `${name} at ${width} px`)
    })
    for (const language of OTHER_LANGUAGES) {
      if (!(await speaks(page, language))) break
      for (const words of await finnishOn(page, language)) this.#note(`Finnish in ${language}: ${words}`, name)
      await this.#lookAtAll(person, `${language}-${name}`)
    }
    await speaks(page, 'fi')
  }

  async #lookAtAll(person, name, lookMore) {
    const { page } = person
    for (const { width, height, isPicture } of SIZES) {
      await page.setViewportSize({ width, height })
      await sleep(60)
      await this.fits(page, `${name} at ${width} px`)
      await this.targets(page, `${name} at ${width} px`)
      for (const wrong of await dialogInDisguise(page)) this.#note(wrong, `${name} at ${width} px`)
      if (isPicture) await person.picture(`${name}-${width}`, width < 1920)
      await lookMore?.(width)
    }
    await page.setViewportSize(LAPTOP)
  }

  assertNone() {
    assert.deepEqual(
      [...this.#found].map(([wrong, where]) => `${where}: ${wrong}`),
      [],
    )
  }
}

/* What the screens say in a language, apart from what people have written. */
function sentencesOf(language) {
  const folder = join(ROOT, 'web/src/text', language)
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return new Set(sources.flatMap((source) => [...source.matchAll(/'((?:[^'\\]|\\.)+)'/g)].map(([, words]) => words)))
}

/* What the day itself says in the same words: an item's title, and a vote as the chair's dialog has filled it in. */
const OF_THE_DAY = new Set(['Työpaja', 'Hyväksytäänkö muutosesitys?', 'Pohjaesitys sellaisenaan'])

/* Sentences that stayed behind when the language changed. What is marked as Finnish may be. */
async function finnishOn(page, language) {
  const known = sentencesOf(language)
  const finnish = [...sentencesOf('fi')].filter((words) => !known.has(words) && !OF_THE_DAY.has(words))
  return page.evaluate((sentences) => {
    const sought = new Set(sentences)
    const found = new Set()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode
      if (sought.has(data.trim()) && !parentElement.closest('[lang=fi]:not(html)')) found.add(data.trim())
    }
    return [...found]
  }, finnish)
}

/* By its button, also where a dialog lies over it; false: the page has none. */
async function speaks(page, language) {
  const hasButton = await page.evaluate((code) => {
    const button = document.querySelector(`.languages button[lang=${code}]`)
    button?.click()
    return button !== null
  }, language)
  if (hasButton) await page.waitForFunction((code) => document.documentElement.lang === code, language)
  return hasButton
}

/* Nothing hangs over the edge at this size. */
async function overTheEdge(page) {
  const { width, inner, widest } = await page.evaluate(() => {
    const root = document.documentElement
    const over = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > window.innerWidth + 1,
    )
    return {
      width: root.scrollWidth,
      inner: window.innerWidth,
      widest: over.slice(0, 5).map((one) => one.outerHTML.slice(0, 160)),
    }
  })
  return width <= inner ? [] : [`${width} px wide in ${inner} px\n  ${widest.join('\n  ')}`]
}

/* A dialog looks as any other, whatever part of the page it was opened from. */
function dialogInDisguise(page) {
  return page.evaluate(() => {
    const SEEN = [
      'color',
      'fontSize',
      'fontWeight',
      'textAlign',
      'justifySelf',
      'paddingLeft',
      'paddingRight',
      'marginTop',
    ]
    const looks = (one) => JSON.stringify(SEEN.map((name) => getComputedStyle(one)[name]))
    const found = document.querySelector('dialog.dialog[open]')
    if (!found) return []
    const part = (name, className, ...inside) => {
      const made = Object.assign(document.createElement(name), { className })
      made.append(...inside)
      return made
    }
    const button = part('button', 'button', '?')
    button.dataset.kind = 'quiet'
    const plain = part('dialog', 'dialog', part('form', '', part('h2', '', '?'), part('div', 'row', button)))
    document.body.append(plain)
    plain.showModal()
    const wrong = ['form > h2', 'form > .row', 'form > .row > .button[data-kind=quiet]'].flatMap((part) => {
      const one = found.querySelector(part)
      return !one || looks(one) === looks(plain.querySelector(part))
        ? []
        : [`in a dialog, ${part} looks ${looks(one)}, and should look ${looks(plain.querySelector(part))}`]
    })
    plain.close()
    plain.remove()
    return wrong
  })
}

/* Every control that is there to be touched: 44 by 44 px, or a link inside a sentence. */
function smallTargets(page) {
  return page.evaluate(() => {
    const controls = document.querySelectorAll(
      'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio]',
    )
    const isShown = (one) =>
      one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !one.closest('[inert]')
    const isInText = (one) => one.matches('p a, li p a')
    const sizeOf = (one) => {
      const own = one.getBoundingClientRect()
      const label = one.matches('input[type=radio], input[type=checkbox]')
        ? one.closest('label')?.getBoundingClientRect()
        : null
      return label ?? own
    }
    return [...controls]
      .filter((one) => isShown(one) && !isInText(one))
      .map((one) => [one, sizeOf(one)])
      .filter(
        ([, { width, height, bottom }]) => width > 4 && height > 4 && bottom > 0 && (width < 43.5 || height < 43.5),
      )
      .map(
        ([one, { width, height }]) =>
          `smaller than 44 px: ${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 160)}`,
      )
  })
}

/* The outline that shows where the keyboard is. */
export async function assertFocusIsSeen(page, what) {
  const focus = await page.evaluate(() => {
    const one = document.activeElement
    if (one === document.body) return { width: 2 } /* between the last stop and the first, in the browser's own bars */
    const style = getComputedStyle(one)
    const ring = (s) => (s.outlineStyle !== 'none' ? Number.parseFloat(s.outlineWidth) : 0)
    const around = one.parentElement ? getComputedStyle(one.parentElement) : style
    return {
      html: one.outerHTML.slice(0, 160),
      width: Math.max(ring(style), ring(around)),
      shadow: style.boxShadow !== 'none' || around.boxShadow !== 'none',
    }
  })
  assert.ok(focus.width >= 2 || focus.shadow, `${what}: the focus is not seen on ${focus.html}`)
}
