/* English: the group's room and its fields. */
import type { Room } from '..'

export const room: Room = {
  field: {
    title: 'Title',
    decision: 'Decision proposal',
    rationale: 'Rationale',
    what: 'What is done',
    who: 'Responsible party',
    when: 'Timetable',
    measure: 'Follow-up',
  },

  fieldHint: {
    title: 'What is to be decided, in a few words.',
    decision: 'A text that the assembly can decide on as it stands.',
    rationale: 'Why so? Keep it short.',
    what: 'One clear deed.',
    who: 'Who is responsible?',
    when: 'By when?',
    measure: 'What shows that it has been done?',
  },

  saved: {
    saved: 'Saved',
    saving: 'Saving…',
    savedNoLine: 'Saved – no connection now',
    offline: (n) => `No connection – the text is kept on this device (${n} waiting)`,
    unsafe: 'Not saved! Do not close the page.',
  },

  line: {
    broken: 'The connection was lost. Go on writing: the text is sent when the connection is back.',
    signedOut: 'You have been signed out. Open your personal link again.',
    storage: "The server's disk takes nothing now. Writing goes on when the fault is repaired.",
  },

  editor: {
    left: (n) => `${n} characters left`,
    full: 'The field is full',
    over: (n) => `${n} characters too many`,
    writesHere: (names) => `${names} writing here`,
    isHere: (names) => `${names} in this field`,
    and: 'and',
  },

  room: {
    group: (letter) => `Group ${letter}`,
    place: (room) => `Place: ${room}`,
    question: 'Question',
    noGroup: 'There is no such group.',
    refused: "This group's text can be read when the group has handed in its proposal.",
    toOwn: "To your own group's room",

    minutesLeft: (n) => `${n} min left`,
    lessThanMinute: 'Less than a minute left',
    timeUp: 'Time is up. Writing can go on until the proposal is handed in.',
    timeUpShort: 'Time is up',
    until: (time) => `until ${time}`,
    warning: (n) => (n === 1 ? 'The group has 1 minute left.' : `The group has ${n} minutes left.`),
    clockStopped: 'The clock is stopped',

    strip: {
      waiting: 'Waiting to start',
      paused: 'Break',
      locking: (s) => `Locked in ${s} s`,
      locked: 'Locked',
    },
    waiting: 'The group has not started yet',
    waitingText: "Writing opens on this page by itself when the group's facilitator starts.",
    paused: 'Break',
    pausedSince: (time, minutes) => `The break began at ${time} (${minutes} ago). Writing goes on after the break.`,
    pausedNow: (time) => `The break began at ${time}. Writing goes on after the break.`,
    pauseReason: { break: 'Break', talk: 'Talk for everyone', other: 'Interruption' },
    handingIn: 'The proposal is being handed in',
    handingInText: (s) =>
      s > 0 ? `The text is locked in ${s} seconds. Unfinished words are saved.` : 'The text is being locked.',
    handedIn: 'The proposal has been handed in',
    handedInText: (time, name) => `${name} handed in the proposal at ${time}. The text is locked.`,
    handedInShort: (time) => `The proposal was handed in at ${time}. The text is locked.`,
    onAgenda: 'The proposal is on the agenda',
    onAgendaNow: 'On the agenda now',
    onAgendaText: (code) => `The group's proposal is dealt with in item ${code}. The text is locked.`,
    returned: 'The proposal was returned to the group',
    returnedText: (reason) => `Reason: ${reason}`,
    readerOnly: "You are reading another group's proposal.",
    notInPhase: 'The groups write when the workshop has been opened.',

    proposal: "The group's proposal",
    actions: 'Actions',
    actionsCount: (n, max) => `${n}/${max}`,
    action: (n) => `Action ${n}`,
    noActions: (min) => `There are no actions yet. At least ${min} needed.`,
    add: 'Add an action',
    addFull: (max) => `There may be at most ${max} actions. Remove one first.`,
    up: 'Move up',
    down: 'Move down',
    moved: (n) => `The action is now number ${n}`,
    remove: 'Remove',
    removeQuestion: (n) => `Remove action ${n}?`,
    removeText: 'It can be brought back as it was.',
    removeYes: 'Remove the action',
    removed: 'Removed actions',
    restore: 'Bring back',
    emptyAction: 'Empty action',

    here: 'Here',
    hereCount: (n) => `${n} here`,
    hereOf: (n, all) => `${n}/${all}`,
    you: 'you',
    writes: (field) => `writing: ${field}`,
    reads: 'reading',
    facilitator: 'facilitator',
    away: (n) => (n === 1 ? '1 is away' : `${n} are away`),

    unsent: 'You did not get to send this',
    unsentWhy: {
      late: 'The text was locked before these words arrived. They are kept as a late edit, and the facilitator sees them.',
      read_only: 'The text took no more changes. Copy the words if you need them.',
      epoch: 'The text was reopened while you were away. Copy your words and add them to the text if they still fit.',
      refused: 'The server did not take this change. Copy your words and write them again.',
    },
    unsentChange: 'Difference from the shared text',
    unsentDrop: 'Done, remove from here',

    late: (n) => (n === 1 ? '1 late edit' : `${n} late edits`),
    lateText: 'These came after the text was locked. They are not part of the text handed in.',
    lateBy: (name, time) => `${name}, at ${time}`,
    lateNone: 'The change would not affect the text.',
    lateFailed: 'The edits could not be fetched.',

    notHeard: (names) =>
      `These people's devices were not heard from before the text was locked: ${names}. Their last words may come late.`,
  },
}
