/* crowd.mjs - a day with as many people in its first group as are wanted, each with a seat and a link of their own. */
import { loadPack } from './replay.mjs'

export function crowdedPack(count) {
  const pack = loadPack()
  const [group] = pack.workshop.groups
  const seats = Array.from({ length: count }, (_, i) => `q${String(i).padStart(4, '0')}`)
  const { organisation } = pack.people[0]
  for (const id of seats) pack.people.push({ id, name: `Osallistuja ${id}`, organisation, roles: [], language: 'fi' })
  group.members.push(...seats)
  return { pack, seats, group: group.id, facilitator: group.facilitator }
}
