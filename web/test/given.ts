/* given.ts - a small day to test on. */
import { applyAny as apply, nothing } from '../src/model/meeting'
import type { Day, DayEvent, EventData, EventKind } from '../src/model/messages'

export const NOON = Date.UTC(2024, 8, 12, 9, 0, 0)

let pos = 0
export function event<K extends EventKind>(kind: K, data: EventData[K], by = 'opener', at_ms = NOON): DayEvent {
  return { pos: ++pos, at_ms, by, kind, data } as DayEvent
}

/** Two groups A and B, each with a facilitator and two participants; a secretary, an opener, a wall. */
export function aDay(...more: DayEvent[]): Day {
  const seat = (id: string, roles: EventData['seat_added']['roles'], group?: string) =>
    event(
      'seat_added',
      group === undefined
        ? { seat: id, organisation: 'county', roles }
        : { seat: id, organisation: 'county', roles, group },
    )
  const first = [
    event('day_created', {
      day: 'day',
      title: 'Hyte-neuvottelu',
      place: 'Seinäjoki',
      starts_ms: NOON,
      ends_ms: NOON + 6 * 3_600_000,
      timezone: 'Europe/Helsinki',
      language: 'fi',
      disclaimer: '',
      phase: 'opening',
      actions_min: 1,
      actions_max: 3,
      field_rules: [
        { name: 'title', max: 120 },
        { name: 'decision', max: 2000 },
        { name: 'rationale', max: 2000 },
      ],
      action_rules: [
        { name: 'what', max: 500 },
        { name: 'who', max: 200 },
        { name: 'when', max: 100 },
        { name: 'measure', max: 300 },
      ],
    }),
    event('organisation_added', { organisation: 'county', name: 'Hyvinvointialue', type: 'wellbeing_county' }),
    seat('opener', ['opener']),
    seat('secretary', ['secretary']),
    seat('wall', ['wall']),
    seat('fa', ['facilitator'], 'a'),
    seat('pa', ['participant'], 'a'),
    seat('qa', ['participant'], 'a'),
    seat('fb', ['facilitator'], 'b'),
    seat('pb', ['participant'], 'b'),
    event('item_added', {
      item: 'i9',
      parent: '',
      code: '9 §',
      kind: 'decision',
      title: 'Päätökset',
      verbatim: '',
      time_text: '',
      text: '',
    }),
    event('group_added', { group: 'a', letter: 'A', theme: 'Osallisuus', question: '', room: 'Sali 1', doc: 'doc-a' }),
    event('group_added', { group: 'b', letter: 'B', theme: 'Tieto', question: '', room: 'Sali 2', doc: 'doc-b' }),
  ]
  return [...first, ...more].reduce(apply, nothing)
}

export const workshop = () => event('phase_changed', { phase: 'workshop' })
export const merging = () => event('phase_changed', { phase: 'merging' })
export const deciding = () => event('phase_changed', { phase: 'deciding' })
export const started = (group: string) => event('group_started', { group, ends_ms: NOON + 3_600_000 })
export const handedIn = (group: string, title = 'Otsikko') =>
  event('group_handed_in', { group, hash: 'h', fields: [{ field: 'title', text: title }], missing: [] })
export const takenToAgenda = () =>
  event('proposals_taken', {
    parent: 'i9',
    taken: [{ item: 'i9a', code: 'a', group: 'a', doc: 'doc-9a', actions: ['x'], links: [] }],
  })
