/* svenska: the way in by the code in the hall, for those who come and for those who let them in. */
import type { Lobby } from '..'

export const lobby: Lobby = {
  views: {
    knock: {
      title: 'Kom med genom salens kod',
      lead: 'Skriv de sex tecknen som syns på salens skärm.',
      code: 'Salens kod',
      next: 'Fortsätt',
      code_wrong: 'Koden duger inte. Den byts var tionde minut: läs den nya på skärmen.',
      codeMissing: 'Skriv alla sex tecken.',
      whoLead: 'Någon av arrangörerna släpper in dig så fort de ser ditt namn.',
      name: 'Ditt namn',
      nameMissing: 'Skriv ditt namn.',
      organisation: 'Din organisation',
      choose: 'Välj organisation',
      organisationMissing: 'Välj din organisation.',
      notListed: 'Finns din organisation inte i listan? Fråga vid dörren eller en facilitator.',
      ask: 'Be att få komma in',
      rate: 'Många försöker komma in just nu. Vänta en stund och försök igen.',
      lobby_full: 'Väntrummet är fullt. Vänta en stund och försök igen.',
      wrong_phase: 'Mötet är redan slut.',
      storage: 'Servern tar inte emot något just nu. Försök igen om en stund.',
      line: 'Det går inte att nå servern. Kontrollera att din enhet är på nätet och försök igen.',
    },
    waiting: {
      title: (name) => `Välkommen, ${name}`,
      lead: 'Du väntar på att bli insläppt. En facilitator eller sekreteraren ser ditt namn och släpper in dig i en grupp.',
      itself: 'Sidan går vidare av sig själv. Håll den öppen.',
      broken: 'Förbindelsen är bruten. Din plats i kön finns kvar, och sidan går vidare när förbindelsen är tillbaka.',
      refused: 'Du blev inte insläppt',
      refusedText: 'Om det var ett misstag, be på nytt eller fråga vid dörren eller en facilitator.',
      again: 'Be på nytt',
    },
    lobby: {
      waits: (count) => (count === 1 ? 'En väntar på att bli insläppt' : `${count} väntar på att bli insläppta`),
      admit: (letter) => `Släpp in i grupp ${letter}`,
      refuse: 'Släpps inte in',
      all: 'Visa alla',
      fewer: 'Visa bara den första',
    },
    hallCode: {
      title: 'Salens kod',
      lead: 'Den som kom utan inbjudan läser koden med telefonen och väntar tills någon släpper in.',
      wall: 'Kom du utan inbjudan?',
      wallScan: 'Läs koden med telefonen',
      or: (address) => `eller öppna ${address} och skriv`,
      inWords: (address, code) => `Kom du utan inbjudan? Öppna ${address} och skriv ${code}`,
      picture: 'QR-kod till väntrummet',
    },
  },
}
