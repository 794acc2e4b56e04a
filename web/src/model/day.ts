/* day.ts - what each event does to the day: the same fold as server/domain/fold_*.c (docs/fold.md).
 * Pure: a day and an event in, a new day out; what did not change is the same object. */
import type {
  AgendaItem,
  Amendment,
  Day,
  DayEvent,
  Officer,
  Seat,
  Speaker,
  Taken,
  Vote,
  WorkingGroup,
} from './messages'

export const nothing: Day = {
  day: '',
  title: '',
  place: '',
  starts_ms: 0,
  ends_ms: 0,
  timezone: '',
  language: '',
  disclaimer: '',
  phase: 'opening',
  actions_min: 0,
  actions_max: 0,
  field_rules: [],
  action_rules: [],
  organisations: [],
  seats: [],
  items: [],
  groups: [],
  officers: [],
  in_hand: '',
  takes: 0,
  lobby: [],
  guests: 0,
  stays: [],
  speakers: [],
  floor: '',
  floor_ms: 0,
  absences: [],
  vote_unit: 'organisation',
  vote_tie: 'chair',
  rules_item: '',
  voters: [],
  amendments: [],
  statements: [],
  statements_made: 0,
  votes: [],
}

export function apply(day: Day, event: DayEvent): Day {
  switch (event.kind) {
    case 'day_created':
      return { ...nothing, ...event.data }
    case 'organisation_added':
      return {
        ...day,
        organisations: put(day.organisations, event.data, (o) => o.organisation === event.data.organisation),
      }
    case 'seat_added':
      return { ...day, seats: put(day.seats, event.data, (s) => s.seat === event.data.seat) }
    case 'item_added':
      return { ...day, items: [...day.items, { ...emptyItem, ...event.data }] }
    case 'group_added':
      return { ...day, groups: [...day.groups, { ...emptyGroup, ...event.data }] }
    case 'phase_changed':
      return event.data.phase === 'merging'
        ? mergedAnew({ ...day, phase: 'merging' }, event.at_ms)
        : { ...day, phase: event.data.phase }
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
    case 'officer_elected':
      return elected(day, [{ post: event.data.post, seat: event.data.seat }])
    case 'officers_elected':
      return elected(day, event.data.officers)
    case 'lobby_asked':
      return { ...day, lobby: [...day.lobby, { ...event.data, since_ms: event.at_ms }], guests: day.guests + 1 }
    case 'lobby_admitted':
      return { ...outOfLobby(day, event.data.seat), seats: [...day.seats, admitted(day, event.data)] }
    case 'lobby_refused':
      return outOfLobby(day, event.data.seat)
    case 'seat_arrived':
      return { ...day, stays: [...day.stays, { seat: event.data.seat, from_ms: event.at_ms, to_ms: 0 }] }
    case 'seat_left':
      return {
        ...day,
        stays: day.stays.map((s) => (s.seat === event.data.seat && s.to_ms === 0 ? { ...s, to_ms: event.at_ms } : s)),
        absences: backAt(day, event.data.seat, event.at_ms),
      }
    case 'floor_asked':
      return { ...day, speakers: queued(day.speakers, { ...event.data, since_ms: event.at_ms }) }
    case 'floor_withdrawn':
      return { ...day, speakers: day.speakers.filter((s) => s.seat !== event.data.seat) }
    case 'floor_given': {
      const { seat } = event.data
      return { ...day, speakers: day.speakers.filter((s) => s.seat !== seat), floor: seat, floor_ms: event.at_ms }
    }
    case 'floor_ended':
      return { ...day, floor: '', floor_ms: 0 }
    case 'absence_begun':
      return { ...day, absences: [...day.absences, { ...event.data, from_ms: event.at_ms, to_ms: 0 }] }
    case 'absence_ended':
      return { ...day, absences: backAt(day, event.data.seat, event.at_ms) }
    case 'rules_agreed':
      return { ...day, vote_unit: event.data.unit, vote_tie: event.data.tie, rules_item: event.data.item }
    case 'voter_named':
      return voterNamed(day, event.data.seat)
    case 'amendment_made':
      return {
        ...day,
        amendments: [...day.amendments, { ...event.data, state: 'open', wording: '', vote: '', at_ms: event.at_ms }],
      }
    case 'amendment_seconded':
      return amendment(day, event.data.amendment, { seconder: event.data.seat })
    case 'amendment_withdrawn':
      return amendment(day, event.data.amendment, { state: 'withdrawn' })
    case 'amendment_settled':
      return amendment(day, event.data.amendment, { state: event.data.outcome, wording: event.data.wording })
    case 'statement_made':
      return {
        ...day,
        statements: [...day.statements, { ...event.data, at_ms: event.at_ms }],
        statements_made: day.statements_made + 1,
      }
    case 'statement_withdrawn':
      return { ...day, statements: day.statements.filter((s) => s.statement !== event.data.statement) }
    case 'vote_opened':
      return { ...day, votes: [...day.votes, { ...emptyVote, ...event.data, opened_ms: event.at_ms }] }
    case 'ballot_cast': {
      const { seat } = event.data
      return vote(day, event.data.vote, ({ voted }) => ({ voted: voted.includes(seat) ? voted : [...voted, seat] }))
    }
    case 'count_entered': {
      const { vote: id, ...count } = event.data
      return vote(day, id, ({ counts }) => ({ counts: put(counts, count, (one) => one.seat === count.seat) }))
    }
    case 'vote_closed': {
      const { vote: id, ...counted } = event.data
      return vote(day, id, () => ({ ...counted, state: 'closed', closed_ms: event.at_ms }))
    }
    case 'vote_confirmed':
      return voteConfirmed(day, event)
    case 'vote_cancelled':
      return vote(day, event.data.vote, () => ({
        state: 'cancelled',
        reason: event.data.reason,
        closed_ms: event.at_ms,
      }))
    default:
      return forgotten(event)
  }
}

type EventOf<K extends DayEvent['kind']> = Extract<DayEvent, { kind: K }>

const emptyGroup = {
  epoch: 1,
  state: 'waiting',
  ends_ms: 0,
  paused_ms: 0,
  pause_reason: 'break',
  pause_note: '',
  deadline_ms: 0,
  actions: [],
  removed: [],
  versions: [],
  late: [],
  return_reason: '',
} as const satisfies Partial<WorkingGroup>

const emptyItem = {
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
} as const satisfies Partial<AgendaItem>

const emptyVote = {
  state: 'open',
  voted: [],
  counts: [],
  yes: 0,
  no: 0,
  empty: 0,
  ballots: [],
  result: 'empty',
  casting: false,
  reason: '',
  closed_ms: 0,
} as const satisfies Partial<Vote>

/* A list with `value` in the place of the one it is, or at the end. */
function put<T>(list: readonly T[], value: T, isIt: (one: T) => boolean): readonly T[] {
  return list.some(isIt) ? list.map((one) => (isIt(one) ? value : one)) : [...list, value]
}

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

/* A point of order goes before the speeches. */
function queued(speakers: readonly Speaker[], one: Speaker): readonly Speaker[] {
  const isSpeech = (s: Speaker) => s.speech === 'speech'
  if (isSpeech(one)) return [...speakers, one]
  return [...speakers.filter((s) => !isSpeech(s)), one, ...speakers.filter(isSpeech)]
}

function elected(day: Day, officers: readonly Officer[]): Day {
  const stay = day.officers.filter(({ post }) => officers.every((one) => one.post !== post))
  return { ...day, officers: [...stay, ...officers] }
}

function outOfLobby(day: Day, seat: string): Day {
  return { ...day, lobby: day.lobby.filter((w) => w.seat !== seat) }
}

function admitted(day: Day, { seat, group }: EventOf<'lobby_admitted'>['data']): Seat {
  const organisation = day.lobby.find((w) => w.seat === seat)?.organisation ?? ''
  return { seat, organisation, roles: ['participant'], group }
}

function backAt(day: Day, seat: string, at_ms: number): Day['absences'] {
  return day.absences.map((a) => (a.seat === seat && a.to_ms === 0 ? { ...a, to_ms: at_ms } : a))
}

function amendment(day: Day, id: string, change: Partial<Amendment>): Day {
  return { ...day, amendments: day.amendments.map((a) => (a.amendment === id ? { ...a, ...change } : a)) }
}

function vote(day: Day, id: string, change: (v: Vote) => Partial<Vote>): Day {
  return { ...day, votes: day.votes.map((v) => (v.vote === id ? { ...v, ...change(v) } : v)) }
}

/* In the vote that is open, somebody else of the organisation was to vote. */
function voterNamed(day: Day, seat: string): Day {
  const ofSeat = (id: string) => day.seats.find((one) => one.seat === id)?.organisation ?? ''
  const organisation = ofSeat(seat)
  return {
    ...day,
    voters: [...day.voters.filter((id) => ofSeat(id) !== organisation), seat],
    votes: day.votes.map((v) =>
      v.state === 'open' && v.unit === 'organisation'
        ? { ...v, voters: v.voters.map((one) => (one.organisation === organisation ? { ...one, seat } : one)) }
        : v,
    ),
  }
}

/* The vote settles the amendment it was about: yes is the proposal as it stands, no the amendment. */
function voteConfirmed(day: Day, { data }: EventOf<'vote_confirmed'>): Day {
  const { vote: id, result, casting } = data
  const after = vote(day, id, () => ({ state: 'confirmed', result, casting }))
  const about = day.votes.find((v) => v.vote === id)?.amendment ?? ''
  return amendment(after, about, { vote: id, state: result === 'no' ? 'adopted' : 'rejected' })
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
function forgotten(event: never): never {
  throw new Error(`no fold for ${JSON.stringify(event)}`)
}
