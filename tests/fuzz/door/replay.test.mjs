/* What the fuzzer of the doors has found (tests/fuzz/regression/door), played again. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Stage } from './play.mjs'

const FOUND = new URL('../regression/door/', import.meta.url)

describe('bursts at the doors that once led to something', { timeout: 120_000 }, () => {
  let stage

  before(async () => {
    stage = await Stage.open('fuzz-door-replay')
  })

  after(() => stage.close())

  for (const name of readdirSync(FOUND))
    it(name.replace('.json', '').replaceAll('_', ' '), async () => {
      for (const burst of JSON.parse(readFileSync(new URL(name, FOUND), 'utf8')))
        assert.ok(!(await stage.isSlow(burst, await stage.play(burst))))
    })
})
