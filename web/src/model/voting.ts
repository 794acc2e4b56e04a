/* voting.ts - questions about votes and motions that the screens ask. */
import type { Amendment, Choice, Day, Statement, Vote } from './messages'
import { seatOf } from './rights'

export const CHOICES: readonly Choice[] = ['yes', 'no', 'empty']

/** The vote that is open, or closed and not confirmed: nothing else is done meanwhile. */
export function voteNow(day: Day): Vote | undefined {
  return day.votes.find(({ state }) => state === 'open' || state === 'closed')
}

export function isVoter(vote: Vote, seat: string): boolean {
  return vote.voters.some((one) => one.seat === seat)
}

/** Who votes for the organisation of a seat; undefined: nobody does. */
export function voterFor(day: Day, vote: Vote, seat: string): string | undefined {
  const own = seatOf(day, seat)?.organisation
  return vote.unit === 'organisation' ? vote.voters.find(({ organisation }) => organisation === own)?.seat : undefined
}

export function isCounter(day: Day, seat: string): boolean {
  return day.officers.some((one) => one.post === 'counter' && one.seat === seat)
}

/** Only looks on, or is no person: no floor, no motion, no vote, no post. As seat_is_onlooker of the server. */
export function isOnlooker(day: Day, seat: string): boolean {
  const roles = seatOf(day, seat)?.roles ?? []
  return roles.includes('wall') || roles.includes('observer') || roles.includes('registry')
}

/** May it move, second, dissent, vote and say how it was? As rule_takes_part of the server. */
export function takesPart(day: Day, seat: string): boolean {
  const roles = seatOf(day, seat)?.roles ?? []
  if (isOnlooker(day, seat)) return false
  return !roles.includes('organiser') || roles.length > 1
}

/** Equal votes that the rule leaves to the chair or the lot. */
export function isCastingDue({ yes, no, tie }: Vote): boolean {
  return yes === no && tie !== 'base'
}

/** Two counters who have not counted the same. */
export function countsDiffer({ counts }: Vote): boolean {
  const [first] = counts
  return counts.some((one) => one.yes !== first?.yes || one.no !== first.no || one.empty !== first.empty)
}

export function amendmentsOf(day: Day, item: string): readonly Amendment[] {
  return day.amendments.filter((one) => one.item === item)
}

export function openAmendments(day: Day, item: string): readonly Amendment[] {
  return amendmentsOf(day, item).filter(({ state }) => state === 'open')
}

export function statementsOf(day: Day, item: string): readonly Statement[] {
  return day.statements.filter((one) => one.item === item)
}

export function votesOf(day: Day, item: string): readonly Vote[] {
  return day.votes.filter((one) => one.item === item)
}
