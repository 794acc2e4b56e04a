/* meeting.ts - the second half of the fold (day.ts): what a day begins with, who is here, who speaks, who was elected, what was moved and voted. */
import { apply, type EventOf, emptyItem, forgotten } from './day'
import type {
  Amendment,
  Day,
  DayEvent,
  Delivery,
  Minutes,
  Officer,
  Seat,
  Speaker,
  Vote,
  WorkingGroup,
} from './messages'

export type LaterEvent = EventOf<
  | 'day_created'
  | 'organisation_added'
  | 'seat_added'
  | 'item_added'
  | 'group_added'
  | 'officer_elected'
  | 'officers_elected'
  | 'lobby_asked'
  | 'lobby_admitted'
  | 'lobby_refused'
  | 'seat_arrived'
  | 'seat_left'
  | 'floor_asked'
  | 'floor_withdrawn'
  | 'floor_given'
  | 'floor_ended'
  | 'absence_begun'
  | 'absence_ended'
  | 'rules_agreed'
  | 'voter_named'
  | 'amendment_made'
  | 'amendment_seconded'
  | 'amendment_withdrawn'
  | 'amendment_settled'
  | 'statement_made'
  | 'statement_withdrawn'
  | 'vote_opened'
  | 'ballot_cast'
  | 'count_entered'
  | 'vote_closed'
  | 'vote_confirmed'
  | 'vote_cancelled'
  | 'minutes_sent'
  | 'minutes_taken_back'
  | 'minutes_remarked'
  | 'minutes_approved'
  | 'minutes_signed'
  | 'minutes_published'
  | 'minutes_corrected'
  | 'minutes_distributed'
  | 'delivery_begun'
  | 'delivery_ended'
  | 'delivery_bounced'
  | 'delivery_repeated'
  | 'delivery_opened'
  | 'delivery_acknowledged'
  | 'onward_told'
  | 'status_told'
  | 'floor_switched'
  | 'materials_put'
  | 'earlier_added'
  | 'seat_named'
  | 'feedback_given'
  | 'goals_put'
  | 'action_goal_put'
>
export type Later = (day: Day, event: LaterEvent) => Day

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
  elections: [],
  closed_ms: 0,
  minutes: {
    state: 'draft',
    version: 1,
    hash: '',
    sent_ms: 0,
    approvals: [],
    remarks: [],
    corrections: [],
    signed_by: '',
    signed_ms: 0,
    published_ms: 0,
  },
  deliveries: [],
  onwards: [],
  statuses: [],
  goals: [],
  action_goals: [],
  substitutes: [],
  floor_closed: false,
  earlier: [],
  feedback: [],
}

export const later: Later = (day, event) => {
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
    case 'officer_elected':
      return elected(day, event.data.item, [{ post: event.data.post, seat: event.data.seat }])
    case 'officers_elected':
      return elected(day, event.data.item, event.data.officers)
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
    case 'minutes_sent':
      return examined(minutes(day, { ...event.data, sent_ms: event.at_ms, approvals: [], state: 'examining' }))
    case 'minutes_taken_back':
      return draftAgain(day)
    case 'minutes_remarked': {
      const { item, text } = event.data
      const remark = { seat: event.by, item, text, version: day.minutes.version, at_ms: event.at_ms }
      return minutes(day, { remarks: [...day.minutes.remarks, remark] })
    }
    case 'minutes_approved':
      return examined(minutes(day, { approvals: [...day.minutes.approvals, { seat: event.by, at_ms: event.at_ms }] }))
    case 'minutes_signed':
      return minutes(day, { state: 'signed', signed_by: event.by, signed_ms: event.at_ms })
    case 'minutes_published':
      return minutes(day, { state: 'published', published_ms: event.at_ms })
    case 'minutes_corrected': {
      const after = draftAgain(day)
      const correction = { version: after.minutes.version, reason: event.data.reason, at_ms: event.at_ms }
      return minutes(after, { corrections: [...day.minutes.corrections, correction] })
    }
    case 'floor_switched':
      return { ...day, floor_closed: !event.data.open, speakers: event.data.open ? day.speakers : [] }
    case 'materials_put':
      return {
        ...day,
        items: day.items.map((i) => (i.item === event.data.item ? { ...i, materials: event.data.materials } : i)),
      }
    case 'earlier_added':
      return { ...day, earlier: [...day.earlier, event.data] }
    case 'seat_named': {
      const { seat, substitute } = event.data
      const others = day.substitutes.filter((one) => one !== seat)
      return { ...day, substitutes: substitute ? [...others, seat] : others }
    }
    case 'feedback_given':
      return day.feedback.includes(event.data.seat) ? day : { ...day, feedback: [...day.feedback, event.data.seat] }
    case 'minutes_distributed':
      return event.data.organisations.reduce(
        (after, organisation) => addressed(after, organisation, event.data.version, event.at_ms),
        day,
      )
    case 'delivery_begun':
      return delivery(day, event.data.organisation, ({ tries }) => ({
        state: 'sending',
        tries: tries + 1,
        mail: event.data.mail ?? '',
        at_ms: event.at_ms,
      }))
    case 'delivery_ended': {
      const { organisation, state, reason } = event.data
      return delivery(day, organisation, () => ({ state, reason, at_ms: event.at_ms }))
    }
    case 'delivery_bounced': {
      const { organisation, status: reason } = event.data
      return delivery(day, organisation, () => ({ state: 'bounced', reason, at_ms: event.at_ms }))
    }
    case 'delivery_repeated':
      return delivery(day, event.data.organisation, () => ({
        state: 'queued',
        tries: 0,
        reason: '',
        mail: '',
        at_ms: event.at_ms,
      }))
    case 'delivery_opened':
      return delivery(day, event.data.organisation, () => ({ opened_ms: event.at_ms }))
    case 'delivery_acknowledged':
      return delivery(day, event.data.organisation, () => ({ acknowledged_ms: event.at_ms }))
    case 'onward_told': {
      const onward = { ...event.data, at_ms: event.at_ms }
      return { ...day, onwards: put(day.onwards, onward, (one) => one.organisation === onward.organisation) }
    }
    case 'goals_put':
      return { ...day, goals: event.data.goals }
    case 'action_goal_put': {
      const { item, action } = event.data
      const others = day.action_goals.filter((one) => one.item !== item || one.action !== action)
      return { ...day, action_goals: [...others, event.data] }
    }
    case 'status_told':
      return { ...day, statuses: [...day.statuses, { ...event.data, at_ms: event.at_ms }] }
    default:
      return forgotten(event)
  }
}

/* To the organisation's own seat, which the link in its mail opens. */
function addressed(day: Day, organisation: string, version: number, at_ms: number): Day {
  const seat = `registry-${organisation.slice(0, 54)}`
  const isKnown = day.seats.some((one) => one.seat === seat)
  const one: Delivery = {
    organisation,
    seat,
    version,
    state: 'queued',
    tries: 0,
    reason: '',
    mail: '',
    at_ms,
    opened_ms: 0,
    acknowledged_ms: 0,
  }
  return {
    ...day,
    seats: isKnown ? day.seats : [...day.seats, { seat, organisation, roles: ['registry'] }],
    deliveries: put(day.deliveries, one, (known) => known.organisation === organisation),
  }
}

function delivery(day: Day, organisation: string, change: (d: Delivery) => Partial<Delivery>): Day {
  return {
    ...day,
    deliveries: day.deliveries.map((d) => (d.organisation === organisation ? { ...d, ...change(d) } : d)),
  }
}

function minutes(day: Day, change: Partial<Minutes>): Day {
  return { ...day, minutes: { ...day.minutes, ...change } }
}

/* Once every examiner has approved them; where nobody was elected, at once. */
function examined(day: Day): Day {
  const isApproved = (seat: string) => day.minutes.approvals.some((one) => one.seat === seat)
  const isByAll = day.officers.every(({ post, seat }) => post !== 'examiner' || isApproved(seat))
  return isByAll ? minutes(day, { state: 'examined' }) : day
}

function draftAgain(day: Day): Day {
  return minutes(day, {
    state: 'draft',
    version: day.minutes.version + 1,
    hash: '',
    sent_ms: 0,
    approvals: [],
    signed_by: '',
    signed_ms: 0,
    published_ms: 0,
  })
}

/** Both halves. */
export function applyAny(day: Day, event: DayEvent): Day {
  return apply(day, event, later) ?? day
}

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

/* A point of order goes before the speeches. */
function queued(speakers: readonly Speaker[], one: Speaker): readonly Speaker[] {
  const isSpeech = (s: Speaker) => s.speech === 'speech'
  if (isSpeech(one)) return [...speakers, one]
  return [...speakers.filter((s) => !isSpeech(s)), one, ...speakers.filter(isSpeech)]
}

function elected(day: Day, item: string, officers: readonly Officer[]): Day {
  const stay = day.officers.filter(({ post }) => officers.every((one) => one.post !== post))
  return { ...day, officers: [...stay, ...officers], elections: [...day.elections, { item, officers }] }
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

/* A list with `value` in the place of the one it is, or at the end. */
function put<T>(list: readonly T[], value: T, isIt: (one: T) => boolean): readonly T[] {
  return list.some(isIt) ? list.map((one) => (isIt(one) ? value : one)) : [...list, value]
}
