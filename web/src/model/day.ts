/* day.ts - what each event does to the day: the same fold as server/domain/fold_*.c (docs/fold.md).
 * Pure: a day and an event in, a new day out; what did not change is the same object.
 * Here are the groups, their texts and the agenda, which a group's room lives on; what a day begins with, and what people
 * do in the meeting around them, is in meeting.ts, which comes when it is first needed. */
import type { AgendaItem, Day, DayEvent, Taken, WorkingGroup } from './messages'
import type { Later } from './meeting'

/** The day after it; null: `later` is needed, and is not here yet. */
export function apply(day: Day, event: DayEvent, later: Later | null): Day | null {
  switch (event.kind) {
    case 'phase_changed':
      if (event.data.phase === 'merging') return mergedAnew({ ...day, phase: 'merging' }, event.at_ms)
      if (event.data.phase === 'closed')
        return { ...laidDown(day, event.at_ms), phase: 'closed', closed_ms: event.at_ms }
      return { ...day, phase: event.data.phase }
    case 'group_started':
      return group(day, event.data.group, { state: 'writing', ends_ms: event.data.ends_ms })
    case 'group_paused':
      return group(day, event.data.group, {
        state: 'paused',
        paused_ms: event.at_ms,
        pause_reason: event.data.reason,
        pause_note: event.data.note,
      })
    case 'group_resumed':
      return group(day, event.data.group, {
        state: 'writing',
        ends_ms: event.data.ends_ms,
        paused_ms: 0,
        pause_note: '',
      })
    case 'clock_changed':
      return group(day, event.data.group, { ends_ms: event.data.ends_ms })
    case 'action_added':
    case 'action_removed':
    case 'action_moved':
      return applyAction(day, event)
    case 'handin_announced':
      return group(day, event.data.group, {
        state: 'handing_in',
        deadline_ms: event.data.deadline_ms,
        paused_ms: 0,
        pause_note: '',
      })
    case 'handin_cancelled':
      return group(day, event.data.group, { state: 'writing', deadline_ms: 0 })
    case 'group_handed_in':
      return handedIn(day, event)
    case 'group_returned':
      return group(day, event.data.group, {
        state: 'writing',
        epoch: event.data.epoch,
        return_reason: event.data.reason,
      })
    case 'late_edit_kept':
      return groupsWhere(
        day,
        (g) => g.doc === event.data.doc,
        (g) => ({
          late: [...g.late, { late: event.data.late, by: event.by, at_ms: event.at_ms }],
        }),
      )
    case 'proposals_taken':
      return taken(day, event.data.parent, event.data.taken)
    case 'take_undone':
      return takeUndone(day, event.data.parent, event.at_ms)
    case 'item_planned': {
      const { item: planned, ...plan } = event.data
      return item(day, planned, () => plan)
    }
    case 'item_opened':
      return opened(day, event)
    case 'item_closed':
      return laidDown(day, event.at_ms)
    case 'item_postponed': {
      const { item: id, reason } = event.data
      const down = day.in_hand === id ? laidDown(day, event.at_ms) : day
      return item(down, id, () => ({ state: 'postponed', postpone_reason: reason }))
    }
    case 'item_decided':
      return item(day, event.data.item, (i) => ({
        state: 'decided',
        closed_ms: event.at_ms,
        decisions: [
          ...i.decisions,
          {
            at_ms: event.at_ms,
            by: event.by,
            outcome: event.data.outcome,
            fields: event.data.fields,
            actions: event.data.actions,
            hash: event.data.hash,
            reopened_ms: 0,
            reopen_reason: '',
          },
        ],
      }))
    case 'item_reopened':
      return {
        ...item(laidDown(day, event.at_ms), event.data.item, (i) => ({
          state: 'in_hand',
          closed_ms: 0,
          epoch: event.data.epoch,
          decisions: i.decisions.map((d, n) =>
            n === i.decisions.length - 1 ? { ...d, reopened_ms: event.at_ms, reopen_reason: event.data.reason } : d,
          ),
        })),
        in_hand: event.data.item,
      }
    default:
      return later === null ? null : later(day, event)
  }
}

export type EventOf<K extends DayEvent['kind']> = Extract<DayEvent, { kind: K }>

export const emptyItem = {
  state: 'coming',
  doc: '',
  epoch: 0,
  group: '',
  actions: [],
  removed: [],
  links: [],
  proposed: [],
  proposed_actions: [],
  proposed_hash: '',
  decisions: [],
  starts_ms: 0,
  ends_ms: 0,
  presenters: [],
  opened_ms: 0,
  closed_ms: 0,
  postpone_reason: '',
  materials: [],
} as const satisfies Partial<AgendaItem>

function groupsWhere(
  day: Day,
  isIt: (g: WorkingGroup) => boolean,
  change: (g: WorkingGroup) => Partial<WorkingGroup>,
): Day {
  return { ...day, groups: day.groups.map((g) => (isIt(g) ? { ...g, ...change(g) } : g)) }
}

function group(day: Day, id: string, change: Partial<WorkingGroup>): Day {
  return groupsWhere(
    day,
    (g) => g.group === id,
    () => change,
  )
}

function item(day: Day, id: string, change: (i: AgendaItem) => Partial<AgendaItem>): Day {
  return { ...day, items: day.items.map((i) => (i.item === id ? { ...i, ...change(i) } : i)) }
}

interface HasActions {
  readonly actions: readonly string[]
  readonly removed: readonly string[]
}

function applyAction(day: Day, event: EventOf<'action_added' | 'action_removed' | 'action_moved'>): Day {
  const doc = event.data.doc
  if (day.groups.some((g) => g.doc === doc))
    return groupsWhere(
      day,
      (g) => g.doc === doc,
      (g) => actionsAfter(g, event),
    )
  return { ...day, items: day.items.map((i) => (i.doc === doc ? { ...i, ...actionsAfter(i, event) } : i)) }
}

function actionsAfter(has: HasActions, event: EventOf<'action_added' | 'action_removed' | 'action_moved'>): HasActions {
  switch (event.kind) {
    case 'action_added': {
      const { action, at } = event.data
      return { actions: has.actions.toSpliced(at, 0, action), removed: has.removed.filter((a) => a !== action) }
    }
    case 'action_removed': {
      const { action } = event.data
      return { actions: has.actions.filter((a) => a !== action), removed: [...has.removed, action] }
    }
    case 'action_moved':
      return { actions: event.data.actions, removed: has.removed }
    default:
      return forgotten(event)
  }
}

function handedIn(day: Day, event: EventOf<'group_handed_in'>): Day {
  const { hash, fields, missing } = event.data
  return groupsWhere(
    day,
    (g) => g.group === event.data.group,
    (g) => ({
      state: 'handed_in',
      deadline_ms: 0,
      paused_ms: 0,
      versions: [
        ...g.versions,
        { number: g.versions.length + 1, at_ms: event.at_ms, by: event.by, hash, fields, actions: g.actions, missing },
      ],
    }),
  )
}

function taken(day: Day, parent: string, list: readonly Taken[]): Day {
  const items = list.map((t): AgendaItem => {
    const version = day.groups.find((g) => g.group === t.group)?.versions.at(-1)
    return {
      ...emptyItem,
      item: t.item,
      parent,
      code: t.code,
      kind: 'proposal',
      title: version?.fields.find((f) => f.field === 'title')?.text ?? '',
      verbatim: '',
      time_text: '',
      text: '',
      doc: t.doc,
      epoch: 1,
      group: t.group,
      actions: t.actions,
      links: t.links,
    }
  })
  const after = groupsWhere(
    day,
    (g) => list.some((t) => t.group === g.group),
    () => ({ state: 'on_agenda' }),
  )
  return { ...after, items: [...day.items, ...items], takes: day.takes + 1 }
}

function takeUndone(day: Day, parent: string, at_ms: number): Day {
  const gone = day.items.filter((i) => i.kind === 'proposal' && i.parent === parent)
  const down = gone.some((i) => i.item === day.in_hand) ? laidDown(day, at_ms) : day
  const after = groupsWhere(
    down,
    (g) => gone.some((i) => i.group === g.group),
    () => ({ state: 'handed_in' }),
  )
  return { ...after, items: down.items.filter((i) => i.kind !== 'proposal' || i.parent !== parent) }
}

/* What was in hand no longer is: a proposal that is not decided will come again, anything else is done. */
function laidDown(day: Day, at_ms: number): Day {
  const down = item(day, day.in_hand, (i) =>
    i.state === 'in_hand' ? { state: i.doc === '' ? 'done' : 'coming', closed_ms: at_ms } : {},
  )
  const absences = day.absences.map((a) =>
    a.to_ms === 0 && a.item === day.in_hand && day.in_hand !== '' ? { ...a, to_ms: at_ms } : a,
  )
  return { ...down, in_hand: '', speakers: [], floor: '', floor_ms: 0, absences }
}

/* The texts are worked on again: what is proposed is what the assembly sees next. */
function mergedAnew(day: Day, at_ms: number): Day {
  const after = laidDown(day, at_ms)
  return { ...after, items: after.items.map((i) => ({ ...i, proposed: [], proposed_actions: [], proposed_hash: '' })) }
}

function opened(day: Day, event: EventOf<'item_opened'>): Day {
  const { item: id, fields, hash } = event.data
  const takenUp = item(laidDown(day, event.at_ms), id, (i) => ({
    ...(i.state === 'decided' ? {} : { state: 'in_hand', closed_ms: 0, postpone_reason: '' }),
    opened_ms: i.opened_ms || event.at_ms,
    ...(i.doc !== '' && i.proposed_hash === ''
      ? { proposed: fields, proposed_actions: i.actions, proposed_hash: hash }
      : {}),
  }))
  return { ...takenUp, in_hand: id }
}

/* Takes `never`: the compiler names the kind we forgot. */
export function forgotten(event: never): never {
  throw new Error(`no fold for ${JSON.stringify(event)}`)
}
