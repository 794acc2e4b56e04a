import { describe, expect, test } from 'vitest'
import { mayCommand, mayRead, mayWrite, placesOf } from '../src/model/rights'
import { aDay, deciding, event, handedIn, merging, started, takenToAgenda, workshop } from './given'

const writing = () => aDay(workshop(), started('a'), started('b'))

describe('rights', () => {
  test('people write in their own group while it writes, nowhere else', () => {
    expect(mayWrite(aDay(workshop()), 'pa', 'doc-a')).toBe(false)
    expect(mayWrite(writing(), 'pa', 'doc-a')).toBe(true)
    expect(mayWrite(writing(), 'pb', 'doc-a')).toBe(false)
    expect(mayWrite(writing(), 'opener', 'doc-a')).toBe(false)
  })

  test('a group that is paused or handed in takes no text', () => {
    expect(
      mayWrite(
        aDay(workshop(), started('a'), event('group_paused', { group: 'a', reason: 'break', note: '' })),
        'pa',
        'doc-a',
      ),
    ).toBe(false)
    expect(mayWrite(aDay(workshop(), started('a'), handedIn('a')), 'fa', 'doc-a')).toBe(false)
  })

  test("a facilitator's right ends at the own group", () => {
    expect(mayCommand(aDay(workshop()), 'fa', 'group_start', { group: 'a' })).toBe(true)
    expect(mayCommand(aDay(workshop()), 'fa', 'group_start', { group: 'b' })).toBe('not_own_group')
    expect(mayCommand(aDay(workshop()), 'pa', 'group_start', { group: 'a' })).toBe('not_allowed')
    expect(mayCommand(aDay(), 'fa', 'group_start', { group: 'a' })).toBe('wrong_phase')
    expect(mayCommand(writing(), 'fa', 'group_start', { group: 'a' })).toBe('already_started')
  })

  test('the vice-chair leads while the chair is away for an item', () => {
    const elected = [
      event('officer_elected', { post: 'chair', seat: 'pb', item: 'item-4' }),
      event('officer_elected', { post: 'vice_chair', seat: 'fb', item: 'item-4' }),
      event('item_opened', { item: 'item-4', fields: [], hash: '' }),
      event('seat_arrived', { seat: 'pb' }),
    ]
    const away = event('absence_begun', { seat: 'pb', item: 'item-4', disqualified: true })
    expect(mayCommand(aDay(deciding(), ...elected), 'fb', 'item_postpone')).toBe('not_allowed')
    expect(mayCommand(aDay(deciding(), ...elected, away), 'fb', 'item_postpone')).toBe(true)
    expect(mayCommand(aDay(deciding(), ...elected, away), 'pb', 'item_postpone')).toBe('not_allowed')
    const over = event('item_closed', { item: 'item-4' })
    expect(mayCommand(aDay(deciding(), ...elected, away, over), 'pb', 'item_postpone')).toBe(true)
  })

  test('a locked text says why to those who could write in it', () => {
    const day = aDay(workshop(), started('a'), handedIn('a'))
    expect(mayCommand(day, 'pa', 'action_add', { doc: 'doc-a' })).toBe('group_handed_in')
    expect(mayCommand(day, 'pb', 'action_add', { doc: 'doc-a' })).toBe('not_allowed')
  })

  test("another group's draft opens when it is handed in", () => {
    expect(mayRead(writing(), 'pb', 'doc-a')).toBe(false)
    expect(mayRead(writing(), 'secretary', 'doc-a')).toBe(true)
    expect(mayRead(aDay(workshop(), started('a'), handedIn('a')), 'pb', 'doc-a')).toBe(true)
  })

  test('the opener is the chair until one is elected', () => {
    const day = aDay(deciding())
    expect(mayCommand(day, 'opener', 'item_decide')).toBe(true)
    const elected = aDay(deciding(), event('officer_elected', { post: 'chair', seat: 'pa', item: 'i9' }))
    expect(mayCommand(elected, 'opener', 'item_decide')).toBe('not_allowed')
    expect(mayCommand(elected, 'pa', 'item_decide')).toBe(true)
  })

  test('several polish while merging; the final words are the chair’s and the secretary’s', () => {
    expect(mayWrite(aDay(merging(), takenToAgenda()), 'fb', 'doc-9a')).toBe(true)
    expect(mayWrite(aDay(deciding(), takenToAgenda()), 'fb', 'doc-9a')).toBe(false)
    expect(mayWrite(aDay(deciding(), takenToAgenda()), 'secretary', 'doc-9a')).toBe(true)
  })

  test('each role has its own place first', () => {
    expect(placesOf(writing(), 'pa')[0]).toEqual({ kind: 'group', group: 'a' })
    expect(placesOf(writing(), 'secretary')[0]).toEqual({ kind: 'merge' })
    expect(placesOf(writing(), 'opener')[0]).toEqual({ kind: 'decide' })
    expect(placesOf(writing(), 'wall')).toEqual([{ kind: 'wall' }])
  })
})
