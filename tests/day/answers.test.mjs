/* The round's questions and what became of the answers: the goals of the plan, which of them an action serves, what is told
 * of it, and the page that shows all of it to everyone. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { closedOf, decidingOf, Voices } from '../lib/meeting.mjs'
import { loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'

const GOALS = ['Yksinäisyys vähenee', 'Liikkuminen <lisääntyy> & arki kantaa']
const pack = loadPack()
pack.round.plan_goals = GOALS.slice(0, 1)
const session = pack.sessions.find(({ id }) => id === pack.workshop.session)
const { chair, secretary } = session.officers

/* What a reader sees of a page, in order. */
const readable = (html) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

describe('answers to the questions of the round', () => {
  let server
  let voices
  let hub

  before(async () => {
    server = await Server.of(pack, { name: 'answers' })
    voices = new Voices(server)
    hub = await Hub.enter(server, chair)
  })

  after(async () => {
    await hub?.close()
    await server.end()
  })

  const page = async () => {
    const answer = await fetch(`${server.url}/answers`)
    assert.equal(answer.status, 200)
    return readable(await answer.text())
  }
  const proposals = async () => (await hub.day()).items.filter(({ kind }) => kind === 'proposal')
  const goal = (item, action, text, by = secretary) =>
    voices.command(by, 'action_goal_set', { item: item.item, action, goal: text })

  it('each question is there from the first, unanswered', async () => {
    const text = await page()
    for (const question of pack.round.questions) assert.ok(text.includes(question), question)
    assert.match(text, /Toimenpiteitä ei ole vielä sovittu\./)
    assert.equal(text.split('Ei vielä päätetty.').length - 1, pack.round.questions.length)
  })

  it('under each stands what was decided, with its actions', async () => {
    await decidingOf(server, pack, voices)
    await closedOf(hub)
    const text = await page()
    const decided = (await proposals()).map(({ decisions, group }) => ({ group, ...decisions.at(-1) }))
    assert.equal(decided.length, 3)
    const questions = pack.round.questions.map((question) => text.indexOf(question))
    for (const { group, fields } of decided) {
      const place = text.indexOf(fields.find(({ field }) => field === 'decision').text.replace(/\s+/g, ' '))
      const { question } = pack.workshop.groups.find(({ id }) => id === group)
      assert.ok(place > questions[question] && place < (questions[question + 1] ?? text.length), group)
    }
    for (const { actions, fields } of decided)
      for (const action of actions)
        for (const part of ['what', 'who', 'when', 'measure'])
          assert.ok(text.includes(fields.find(({ field }) => field === `${action}/${part}`).text.replace(/\s+/g, ' ')))
    const all = decided.flatMap(({ actions }) => actions).length
    assert.ok(text.includes(`${all} toimenpidettä on sovittu: ${all} aloittamatta.`), text.slice(0, 600))
  })

  it('an action serves one of the goals, which the pack brought or the organiser wrote', async () => {
    const [first] = await proposals()
    const [action, another] = first.decisions.at(-1).actions
    assert.equal((await goal(first, action, GOALS[1])).code, 'goal_unknown')
    assert.equal((await goal(first, action, GOALS[0])).outcome, 'done')
    const goals = GOALS.map((text) => ({ text }))
    assert.equal((await voices.command(secretary, 'goals_set', { goals })).outcome, 'done')
    assert.equal((await voices.command(secretary, 'goals_set', { goals: [{ text: ' ' }] })).code, 'text_empty')
    assert.equal((await goal(first, another, GOALS[1])).outcome, 'done')
    assert.equal((await goal(first, 'a99', GOALS[1])).code, 'no_such_action')
    const text = await page()
    for (const one of GOALS) assert.ok(text.includes(`Suunnitelman tavoite: ${one}`), one)
    assert.equal((await goal(first, another, '')).outcome, 'done')
    assert.ok(!(await page()).includes(GOALS[1]))
  })

  it('and is all the same after a kill', async () => {
    const before = await page()
    await hub.close()
    await server.kill()
    await server.restart()
    hub = await Hub.enter(server, chair)
    assert.equal(await page(), before)
  })

  it('no seat’s name is on it, and nobody needs to sign in', async () => {
    const text = await page()
    for (const { name } of pack.people) assert.ok(!text.includes(name), name)
  })

  it('the next round takes the goals over', async () => {
    const { cookie } = await voices.sessionOf(secretary)
    const answer = await fetch(`${server.url}/api/v1/next-round?seat=${secretary}`, { headers: { Cookie: cookie } })
    assert.deepEqual((await answer.json()).round.plan_goals, GOALS)
  })
})
