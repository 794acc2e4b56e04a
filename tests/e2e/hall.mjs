/* hall.mjs - a day for browsers: the server, the people, and the groups that are not looked at written by clients. */
import { Hub } from '../lib/hub.mjs'
import { groupOf } from '../lib/model.mjs'
import { fieldsOf, loadPack } from '../lib/replay.mjs'
import { Server } from '../lib/server.mjs'

export const pack = loadPack()
export const officers = pack.sessions.find(({ id }) => id === pack.workshop.session).officers
const [groupA, groupB, groupC] = pack.workshop.groups
export const groups = { a: groupA, b: groupB, c: groupC }

export function demo(name) {
  return Server.demo({ name })
}

/* Four members of a group, none with another role. */
export function membersOf(server, group) {
  return [...server.links.values()]
    .filter(({ roles, group: own }) => own === group.id && roles.join() === 'participant')
    .map(({ seat }) => seat)
}

/* A group that works without a screen: brings in the pack's final text, whatever has been written so far, and if asked
 * hands it in. */
export async function writeProposal(server, group, { handIn = true, isStarted = false } = {}) {
  const facilitator = await Hub.enter(server, group.facilitator)
  if (!isStarted) await facilitator.do('group_start', { group: group.id, minutes: 90 })
  const channel = await facilitator.open(group.id)
  const final = fieldsOf(group.final)
  const wanted = new Set(
    Object.keys(final)
      .filter((field) => field.includes('/'))
      .map((field) => field.split('/')[0]),
  )
  const { actions } = groupOf(await facilitator.day(), group.id)
  for (const action of wanted) if (!actions.includes(action)) await facilitator.do('action_add', { doc: group.id })
  for (const [field, text] of Object.entries(final))
    await channel.change(field, [{ at: 0, remove: channel.text(field).length, insert: text }])
  await channel.saved()
  if (handIn) {
    await facilitator.do('handin_announce', { group: group.id })
    facilitator.send({ op: 'flushed', doc: group.id, seq: channel.seq })
    await facilitator.event('group_handed_in', (data) => data.group === group.id)
  }
  await facilitator.close()
}
