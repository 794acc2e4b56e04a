/* On the screens of the others, after somebody was erased: whose seat it was stands where the name stood. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { openBrowser, Person } from '../lib/browser.mjs'
import { Hub } from '../lib/hub.mjs'
import { BINARY } from '../lib/server.mjs'
import { demo, groups, membersOf, writeProposal } from './hall.mjs'

const group = groups.a

describe('a person who was erased', () => {
  let server
  let browser
  let seat

  before(async () => {
    server = await demo('e2e-erased')
    ;[seat] = membersOf(server, group)
    await writeProposal(server, group)
    const late = await Hub.enter(server, seat)
    const text = await late.open(group.id)
    await text.change('title', [{ at: 0, remove: 0, insert: 'Myöhässä: ' }])
    assert.equal(await text.refused(), 'late')
    await late.close()
    await server.stop()
    for (const one of [seat, group.facilitator])
      assert.equal(spawnSync(BINARY, ['erase-person', server.database, one]).status, 0)
    await server.restart()
    browser = await openBrowser()
  })

  after(async () => {
    await browser?.close()
    await server?.end()
  })

  it('is an erased person of an organisation: away, in the late edit, and where the proposal was handed in', async () => {
    const [, other] = membersOf(server, group)
    const reader = await Person.enter(browser, server, other, undefined, `group/${group.id}`)
    const { page } = reader
    await page.getByText(/^Poistettu henkilö \(.+\) jätti esityksen klo/).waitFor()
    await page
      .locator('details summary')
      .filter({ hasText: /poissa/i })
      .first()
      .click()
    const away = await page.locator('.people details p').textContent()
    assert.equal(away.match(/Poistettu henkilö \(/g).length, 2, away)
    for (const gone of [seat, group.facilitator]) {
      assert.ok(!(await page.content()).includes(server.links.get(gone).name), 'no name is left')
      assert.ok(!away.includes(gone), 'and no id stands for it')
    }
    await reader.picture('erased-person')
    assert.deepEqual(reader.troubles, [])
    await reader.leave()
  })

  it('has no words in the late edit that the secretary sees', async () => {
    const secretary = await Person.enter(browser, server, 'p003', undefined, `group/${group.id}`)
    await secretary.page.getByRole('heading', { name: /^Poistettu henkilö \(.+\), klo/ }).waitFor()
    assert.ok(!(await secretary.page.content()).includes('Myöhässä: '))
    assert.deepEqual(secretary.troubles, [])
    await secretary.leave()
  })
})
