/* suomi: the group's room and its fields. */
export const room = {
  field: {
    title: 'Otsikko',
    decision: 'Päätösesitys',
    rationale: 'Perustelut',
    what: 'Mitä tehdään',
    who: 'Vastuutaho',
    when: 'Aikataulu',
    measure: 'Seuranta',
  },

  fieldHint: {
    title: 'Mistä päätetään, muutamalla sanalla.',
    decision: 'Teksti, jonka neuvottelukunta voi päättää sellaisenaan.',
    rationale: 'Miksi näin? Kirjoittakaa lyhyesti.',
    what: 'Yksi selvä teko.',
    who: 'Kuka vastaa?',
    when: 'Mihin mennessä?',
    measure: 'Mistä nähdään, että on tehty?',
  },

  saved: {
    saved: 'Tallennettu',
    saving: 'Tallennetaan…',
    savedNoLine: 'Tallennettu – nyt ei ole yhteyttä',
    offline: (n: number) => `Ei yhteyttä – teksti on tallessa tässä laitteessa (${n} odottaa)`,
    unsafe: 'Ei tallessa! Älä sulje sivua.',
  },

  line: {
    broken: 'Yhteys katkesi. Jatka kirjoittamista: teksti lähtee, kun yhteys palaa.',
    signedOut: 'Kirjautuminen on päättynyt. Avaa henkilökohtainen linkkisi uudelleen.',
    storage: 'Palvelimen levy ei ota nyt vastaan mitään. Kirjoittaminen jatkuu, kun vika on korjattu.',
  },

  editor: {
    left: (n: number) => `${n} merkkiä jäljellä`,
    full: 'Kenttä on täynnä',
    over: (n: number) => `${n} merkkiä liikaa`,
    writesHere: (names: string, isMany: boolean) => `${names} ${isMany ? 'kirjoittavat' : 'kirjoittaa'} tähän`,
    isHere: (names: string, isMany: boolean) => `${names} ${isMany ? 'ovat' : 'on'} tässä kentässä`,
    and: 'ja',
  },

  room: {
    group: (letter: string) => `Ryhmä ${letter}`,
    place: (room: string) => `Paikka: ${room}`,
    question: 'Kysymys',
    noGroup: 'Tätä ryhmää ei ole.',
    refused: 'Tämän ryhmän tekstin voi lukea, kun ryhmä on jättänyt esityksensä.',
    toOwn: 'Oman ryhmän huoneeseen',

    minutesLeft: (n: number) => `${n} min jäljellä`,
    lessThanMinute: 'Alle minuutti jäljellä',
    timeUp: 'Aika on täynnä. Kirjoittamista voi jatkaa, kunnes esitys jätetään.',
    timeUpShort: 'Aika on täynnä',
    until: (time: string) => `klo ${time} asti`,
    warning: (n: number) =>
      n === 1 ? 'Ryhmän aikaa on jäljellä 1 minuutti.' : `Ryhmän aikaa on jäljellä ${n} minuuttia.`,
    clockStopped: 'Kello on pysäytetty',

    strip: {
      waiting: 'Odottaa alkua',
      paused: 'Tauko',
      locking: (s: number) => `Lukitaan ${s} s`,
      locked: 'Lukittu',
    },
    waiting: 'Ryhmä ei ole vielä aloittanut',
    waitingText: 'Kirjoittaminen aukeaa tällä sivulla itsestään, kun ryhmän fasilitaattori aloittaa.',
    paused: 'Tauko',
    pausedSince: (time: string, minutes: string) =>
      `Tauko alkoi klo ${time} (${minutes} sitten). Kirjoittaminen jatkuu tauon jälkeen.`,
    pausedNow: (time: string) => `Tauko alkoi klo ${time}. Kirjoittaminen jatkuu tauon jälkeen.`,
    pauseReason: { break: 'Tauko', talk: 'Yhteinen puheenvuoro', other: 'Keskeytys' },
    handingIn: 'Esitys jätetään',
    handingInText: (s: number) =>
      s > 0 ? `Teksti lukitaan ${s} sekunnin kuluttua. Keskeneräiset sanat tallennetaan.` : 'Teksti lukitaan nyt.',
    handedIn: 'Esitys on jätetty',
    handedInText: (time: string, name: string) => `${name} jätti esityksen klo ${time}. Teksti on lukittu.`,
    handedInShort: (time: string) => `Esitys jätettiin klo ${time}. Teksti on lukittu.`,
    onAgenda: 'Esitys on asialistalla',
    onAgendaNow: 'Asialistalla nyt',
    onAgendaText: (code: string) => `Ryhmän esitys käsitellään kohdassa ${code}. Teksti on lukittu.`,
    returned: 'Esitys palautettiin ryhmälle',
    returnedText: (reason: string) => `Syy: ${reason}`,
    readerOnly: 'Luet toisen ryhmän esitystä.',
    notInPhase: 'Ryhmät kirjoittavat, kun työpaja on avattu.',

    proposal: 'Ryhmän esitys',
    actions: 'Toimenpiteet',
    actionsCount: (n: number, max: number) => `${n}/${max}`,
    action: (n: number) => `Toimenpide ${n}`,
    noActions: (min: number) => `Toimenpiteitä ei ole vielä. Niitä tarvitaan ainakin ${min}.`,
    add: 'Lisää toimenpide',
    addFull: (max: number) => `Toimenpiteitä voi olla enintään ${max}. Poista ensin jokin.`,
    up: 'Siirrä ylös',
    down: 'Siirrä alas',
    moved: (n: number) => `Toimenpide on nyt numero ${n}`,
    remove: 'Poista',
    removeQuestion: (n: number) => `Poistetaanko toimenpide ${n}?`,
    removeText: 'Sen voi palauttaa samanlaisena.',
    removeYes: 'Poista toimenpide',
    removed: 'Poistetut toimenpiteet',
    restore: 'Palauta',
    emptyAction: 'Tyhjä toimenpide',

    here: 'Läsnä',
    hereCount: (n: number) => `${n} läsnä`,
    hereOf: (n: number, all: number) => `${n}/${all}`,
    you: 'sinä',
    writes: (field: string) => `kirjoittaa: ${field}`,
    reads: 'lukee',
    facilitator: 'fasilitaattori',
    away: (n: number) => (n === 1 ? '1 on poissa' : `${n} on poissa`),

    unsent: 'Tätä et ehtinyt lähettää',
    unsentWhy: {
      late: 'Teksti lukittiin ennen kuin nämä sanat tulivat perille. Ne on säilytetty myöhästyneenä muutoksena, ja fasilitaattori näkee ne.',
      read_only: 'Teksti ei ottanut enää muutoksia vastaan. Kopioi sanat talteen, jos tarvitset niitä.',
      epoch:
        'Teksti avattiin uudelleen sillä välin kun olit poissa. Kopioi sanasi ja lisää ne tekstiin, jos ne vielä sopivat.',
      refused: 'Palvelin ei ottanut tätä muutosta vastaan. Kopioi sanasi ja kirjoita ne uudelleen.',
    },
    unsentChange: 'Ero yhteiseen tekstiin',
    unsentDrop: 'Selvä, poista tästä',

    late: (n: number) => (n === 1 ? '1 myöhästynyt muutos' : `${n} myöhästynyttä muutosta`),
    lateText: 'Nämä tulivat lukitsemisen jälkeen. Ne eivät ole mukana jätetyssä tekstissä.',
    lateBy: (name: string, time: string) => `${name}, klo ${time}`,
    lateNone: 'Muutos ei vaikuttaisi tekstiin.',
    lateFailed: 'Muutoksia ei saatu haettua.',

    notHeard: (names: string) =>
      `Näiden laitteista ei kuultu ennen lukitsemista: ${names}. Heidän viimeiset sanansa voivat tulla myöhästyneinä.`,
  },
}
