/* svenska: the group's room and its fields. */
import type { Room } from '..'

export const room: Room = {
  field: {
    title: 'Rubrik',
    decision: 'Beslutsförslag',
    rationale: 'Motivering',
    what: 'Vad görs',
    who: 'Ansvarig part',
    when: 'Tidtabell',
    measure: 'Uppföljning',
  },

  fieldHint: {
    title: 'Vad beslutet gäller, med några ord.',
    decision: 'En text som delegationen kan besluta om som sådan.',
    rationale: 'Varför så? Skriv kort.',
    what: 'En tydlig gärning.',
    who: 'Vem ansvarar?',
    when: 'Till när?',
    measure: 'Vad visar att det är gjort?',
  },

  saved: {
    saved: 'Sparad',
    saving: 'Sparas…',
    savedNoLine: 'Sparad – ingen anslutning just nu',
    offline: (n) => `Ingen anslutning – texten finns kvar på den här enheten (${n} väntar)`,
    unsafe: 'Inte sparad! Stäng inte sidan.',
  },

  line: {
    broken: 'Anslutningen bröts. Fortsätt skriva: texten skickas när anslutningen är tillbaka.',
    signedOut: 'Inloggningen har upphört. Öppna din personliga länk på nytt.',
    storage: 'Serverns disk tar inte emot något just nu. Skrivandet fortsätter när felet är åtgärdat.',
  },

  editor: {
    left: (n) => `${n} tecken kvar`,
    full: 'Fältet är fullt',
    over: (n) => `${n} tecken för mycket`,
    writesHere: (names) => `${names} skriver här`,
    isHere: (names) => `${names} är i det här fältet`,
    and: 'och',
  },

  room: {
    group: (letter) => `Grupp ${letter}`,
    place: (room) => `Plats: ${room}`,
    question: 'Fråga',
    noGroup: 'Gruppen finns inte.',
    refused: 'Gruppens text kan läsas när gruppen har lämnat in sitt förslag.',
    toOwn: 'Till den egna gruppens rum',

    minutesLeft: (n) => `${n} min kvar`,
    lessThanMinute: 'Mindre än en minut kvar',
    timeUp: 'Tiden är slut. Det går att skriva tills förslaget lämnas in.',
    timeUpShort: 'Tiden är slut',
    until: (time) => `till kl. ${time}`,
    warning: (n) => (n === 1 ? 'Gruppen har 1 minut kvar.' : `Gruppen har ${n} minuter kvar.`),
    clockStopped: 'Klockan står stilla',

    strip: {
      waiting: 'Väntar på start',
      paused: 'Paus',
      locking: (s) => `Låses om ${s} s`,
      locked: 'Låst',
    },
    waiting: 'Gruppen har inte börjat ännu',
    waitingText: 'Skrivandet öppnas på den här sidan av sig självt när gruppens facilitator börjar.',
    paused: 'Paus',
    pausedSince: (time, minutes) =>
      `Pausen började kl. ${time} (för ${minutes} sedan). Skrivandet fortsätter efter pausen.`,
    pausedNow: (time) => `Pausen började kl. ${time}. Skrivandet fortsätter efter pausen.`,
    pauseReason: { break: 'Paus', talk: 'Gemensamt anförande', other: 'Avbrott' },
    handingIn: 'Förslaget lämnas in',
    handingInText: (s) => (s > 0 ? `Texten låses om ${s} sekunder. Ord som är på hälft sparas.` : 'Texten låses nu.'),
    handedIn: 'Förslaget är inlämnat',
    handedInText: (time, name) => `${name} lämnade in förslaget kl. ${time}. Texten är låst.`,
    handedInShort: (time) => `Förslaget lämnades in kl. ${time}. Texten är låst.`,
    onAgenda: 'Förslaget finns på ärendelistan',
    onAgendaNow: 'På ärendelistan nu',
    onAgendaText: (code) => `Gruppens förslag behandlas i punkt ${code}. Texten är låst.`,
    returned: 'Förslaget gavs tillbaka till gruppen',
    returnedText: (reason) => `Orsak: ${reason}`,
    readerOnly: 'Du läser en annan grupps förslag.',
    notInPhase: 'Grupperna skriver när workshoppen har öppnats.',

    proposal: 'Gruppens förslag',
    actions: 'Åtgärder',
    actionsCount: (n, max) => `${n}/${max}`,
    action: (n) => `Åtgärd ${n}`,
    noActions: (min) => `Det finns inga åtgärder ännu. Det behövs minst ${min}.`,
    add: 'Lägg till en åtgärd',
    addFull: (max) => `Det får finnas högst ${max} åtgärder. Ta bort en först.`,
    up: 'Flytta upp',
    down: 'Flytta ner',
    moved: (n) => `Åtgärden är nu nummer ${n}`,
    remove: 'Ta bort',
    removeQuestion: (n) => `Ska åtgärd ${n} tas bort?`,
    removeText: 'Den kan tas tillbaka som den var.',
    removeYes: 'Ta bort åtgärden',
    removed: 'Borttagna åtgärder',
    restore: 'Ta tillbaka',
    emptyAction: 'Tom åtgärd',

    here: 'Närvarande',
    hereCount: (n) => `${n} närvarande`,
    hereOf: (n, all) => `${n}/${all}`,
    you: 'du',
    writes: (field) => `skriver: ${field}`,
    reads: 'läser',
    facilitator: 'facilitator',
    away: (n) => (n === 1 ? '1 är borta' : `${n} är borta`),

    unsent: 'Det här hann du inte skicka',
    unsentWhy: {
      late: 'Texten låstes innan de här orden kom fram. De har sparats som en försenad ändring som facilitatorn ser.',
      read_only: 'Texten tog inte längre emot ändringar. Kopiera orden om du behöver dem.',
      epoch:
        'Texten öppnades på nytt medan du var borta. Kopiera dina ord och lägg till dem i texten om de fortfarande passar.',
      refused: 'Servern tog inte emot ändringen. Kopiera dina ord och skriv dem på nytt.',
    },
    unsentChange: 'Skillnad mot den gemensamma texten',
    unsentDrop: 'Klart, ta bort härifrån',

    late: (n) => (n === 1 ? '1 försenad ändring' : `${n} försenade ändringar`),
    lateText: 'De här kom efter låsningen. De ingår inte i den inlämnade texten.',
    lateBy: (name, time) => `${name}, kl. ${time}`,
    lateNone: 'Ändringen skulle inte påverka texten.',
    lateFailed: 'Ändringarna kunde inte hämtas.',

    notHeard: (names) =>
      `De här personernas enheter hördes inte före låsningen: ${names}. Deras sista ord kan komma försenade.`,
  },
}
