/* parts.mjs - a day's parts, each played by a seat that has no other role: roles add up on one seat, and a test of a
 * right must know which role it came from. Participant and facilitator of the groups a and b, a participant of c, the
 * secretary, the chair, the organiser, the opener (whose rights went to the chair), the observer, the wall. */
import { Hub } from './hub.mjs'

/* Elects somebody of no group and no role to be the chair. -> groups: [a, b, c]; people: { part: Hub }; witness: the Hub
 * of an organiser who leads c, plays no part and sees every text. */
export async function enterAll(server) {
  const wall = await Hub.enter(server, 'wall')
  const { day } = wall.welcome
  const seats = castOf(day)
  const people = { wall }
  for (const [part, seat] of Object.entries(seats)) people[part] = await Hub.enter(server, seat)
  await people.secretary.do('officer_elect', { post: 'chair', seat: seats.chair, item: 'item-4' })
  const both = day.seats.find(({ roles }) => roles.includes('organiser') && roles.includes('facilitator')).seat
  return { groups: groupsOf(day), people, witness: await Hub.enter(server, both) }
}

/* a and b are led by people who do nothing else. */
function groupsOf(day) {
  const plain = day.seats.filter(({ roles }) => roles.join() === 'facilitator').map(({ group }) => group)
  const others = day.groups.map(({ group }) => group).filter((group) => !plain.includes(group))
  return [...plain, ...others]
}

function castOf(day) {
  const [a, b, c] = groupsOf(day)
  const officers = day.officers.map(({ seat }) => seat)
  const one = (roles, group) =>
    day.seats.find((s) => s.roles.join() === roles && (s.group ?? '') === group && !officers.includes(s.seat)).seat
  return {
    participantA: one('participant', a),
    facilitatorA: one('facilitator', a),
    participantB: one('participant', b),
    facilitatorB: one('facilitator', b),
    participantC: one('participant', c),
    secretary: day.officers.find(({ post }) => post === 'secretary').seat,
    chair: one('', ''),
    organiser: one('organiser', ''),
    opener: day.seats.find(({ roles }) => roles.includes('opener')).seat,
    observer: 'observer',
  }
}
