// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'

/* A module of its own for each test: what has been loaded stays loaded. */
async function words() {
  vi.resetModules()
  return import('../src/text')
}

beforeEach(() => localStorage.clear())

test('two pages that need the same words both wait for them', async () => {
  const { chooseLanguage, needWords, useWords } = await words()
  await chooseLanguage('fi')
  const first = needWords('more')
  await needWords('more')
  expect(useWords().views.phaseStep.label).toBe('Kokouksen vaihe')
  await first
})

test('what is asked for meanwhile does not take back a language that was chosen', async () => {
  const { chooseLanguage, language, needWords, useWords } = await words()
  await chooseLanguage('fi')
  const chosen = chooseLanguage('sv')
  await needWords('room', 'more')
  await chosen
  expect(language.value).toBe('sv')
  expect(useWords().views.shell.home).toBe('Startsida')
  expect(useWords().views.phaseStep.label).not.toBe('Kokouksen vaihe')
})
