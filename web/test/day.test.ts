import { describe, expect, test } from 'vitest'
import { applyAny as apply } from '../src/model/meeting'
import { aDay, event, handedIn, merging, NOON, started, takenToAgenda, workshop } from './given'

const groupA = (day: ReturnType<typeof aDay>) => day.groups.find((g) => g.group === 'a')
const item9a = (day: ReturnType<typeof aDay>) => day.items.find((i) => i.item === 'i9a')

describe('the day', () => {
  test('a new group waits, with nothing in it', () => {
    expect(groupA(aDay())).toMatchObject({ state: 'waiting', epoch: 1, actions: [], versions: [] })
  })

  test('a seat that comes again replaces the one that was', () => {
    const day = aDay(event('seat_added', { seat: 'pa', organisation: 'county', roles: ['observer'] }))
    expect(day.seats.filter((s) => s.seat === 'pa')).toEqual([
      { seat: 'pa', organisation: 'county', roles: ['observer'] },
    ])
  })

  test('a paused group says since when and why, and forgets it when it goes on', () => {
    const paused = aDay(workshop(), started('a'), event('group_paused', { group: 'a', reason: 'talk', note: 'Puhe' }))
    expect(groupA(paused)).toMatchObject({ state: 'paused', paused_ms: NOON, pause_reason: 'talk', pause_note: 'Puhe' })
    const on = apply(paused, event('group_resumed', { group: 'a', ends_ms: NOON + 5 }))
    expect(groupA(on)).toMatchObject({ state: 'writing', ends_ms: NOON + 5, paused_ms: 0, pause_note: '' })
  })

  test('an action goes where it was put, leaves when removed and can come back', () => {
    let day = aDay(
      event('action_added', { doc: 'doc-a', action: 'x', at: 0 }),
      event('action_added', { doc: 'doc-a', action: 'y', at: 0 }),
    )
    expect(groupA(day)?.actions).toEqual(['y', 'x'])
    day = apply(day, event('action_removed', { doc: 'doc-a', action: 'y' }))
    expect(groupA(day)).toMatchObject({ actions: ['x'], removed: ['y'] })
    day = apply(day, event('action_added', { doc: 'doc-a', action: 'y', at: 1 }))
    expect(groupA(day)).toMatchObject({ actions: ['x', 'y'], removed: [] })
    day = apply(day, event('action_moved', { doc: 'doc-a', actions: ['y', 'x'] }))
    expect(groupA(day)?.actions).toEqual(['y', 'x'])
  })

  test('handing in keeps a version with the actions of that moment', () => {
    const day = aDay(
      workshop(),
      started('a'),
      event('action_added', { doc: 'doc-a', action: 'x', at: 0 }),
      handedIn('a'),
    )
    expect(groupA(day)).toMatchObject({
      state: 'handed_in',
      deadline_ms: 0,
      versions: [{ number: 1, actions: ['x'], hash: 'h' }],
    })
  })

  test('a returned group writes in a new epoch', () => {
    const day = aDay(
      workshop(),
      started('a'),
      handedIn('a'),
      event('group_returned', { group: 'a', reason: 'Vastuutaho puuttuu', epoch: 2 }),
    )
    expect(groupA(day)).toMatchObject({ state: 'writing', epoch: 2, return_reason: 'Vastuutaho puuttuu' })
  })

  test('a proposal taken to the agenda bears the title it was handed in with', () => {
    const day = aDay(workshop(), started('a'), handedIn('a', 'Foorumi'), merging(), takenToAgenda())
    expect(groupA(day)?.state).toBe('on_agenda')
    expect(item9a(day)).toMatchObject({
      code: 'a',
      parent: 'i9',
      title: 'Foorumi',
      kind: 'proposal',
      epoch: 1,
      actions: ['x'],
    })
  })

  test('taking back empties the place and gives the groups their state', () => {
    const day = aDay(workshop(), started('a'), handedIn('a'), takenToAgenda(), event('take_undone', { parent: 'i9' }))
    expect(groupA(day)?.state).toBe('handed_in')
    expect(item9a(day)).toBeUndefined()
  })

  test('the proposed words are those of the first opening', () => {
    const open = (text: string, hash: string) =>
      event('item_opened', { item: 'i9a', fields: [{ field: 'title', text }], hash })
    const day = aDay(workshop(), started('a'), handedIn('a'), takenToAgenda(), open('eka', 'h1'), open('toka', 'h2'))
    expect(item9a(day)).toMatchObject({
      state: 'in_hand',
      proposed: [{ field: 'title', text: 'eka' }],
      proposed_hash: 'h1',
    })
    expect(day.in_hand).toBe('i9a')
  })

  test('an item laid down undecided is coming again', () => {
    const day = aDay(
      takenToAgenda(),
      event('item_opened', { item: 'i9a', fields: [], hash: 'h' }),
      event('item_opened', { item: 'i9', fields: [], hash: '' }),
    )
    expect(item9a(day)?.state).toBe('coming')
    expect(day.in_hand).toBe('i9')
  })

  test('reopening marks the decision and gives the text a new epoch', () => {
    const day = aDay(
      takenToAgenda(),
      event('item_opened', { item: 'i9a', fields: [], hash: 'h' }),
      event('item_decided', { item: 'i9a', outcome: 'as_proposed', fields: [], actions: ['x'], hash: 'h' }),
      event('item_reopened', { item: 'i9a', reason: 'Kirjoitusvirhe', epoch: 2 }),
    )
    expect(item9a(day)).toMatchObject({
      state: 'in_hand',
      epoch: 2,
      decisions: [{ reopened_ms: NOON, reopen_reason: 'Kirjoitusvirhe' }],
    })
  })

  test('an elected officer takes the place of the one before', () => {
    const day = aDay(
      event('officer_elected', { post: 'chair', seat: 'pa', item: 'i9' }),
      event('officer_elected', { post: 'chair', seat: 'qa', item: 'i9' }),
    )
    expect(day.officers).toEqual([{ post: 'chair', seat: 'qa' }])
  })
})
