/* svenska: what the first page and the frame of every page say. */
import type { Front } from '..'

export const front: Front = {
  common: {
    cancel: 'Avbryt',
    copy: 'Kopiera texten',
    copied: 'Texten är kopierad',
    retry: 'Försök igen',
    failed: (code) => `Det här lyckades inte (${code}).`,
    unknownOutcome: 'Servern svarade inte. Vi vet inte om det här kom fram. Se efter och försök igen vid behov.',
    actionField: (number, name) => `Åtgärd ${number}: ${name.toLowerCase()}`,
    minutes: (n) => (n === 1 ? '1 minut' : `${n} minuter`),
    skip: 'Gå till innehållet',
    erased: 'Raderad person',
  },

  views: {
    shell: {
      language: 'Språk',
      places: 'Platser',
      home: 'Startsida',
      group: (letter) => `Grupp ${letter}`,
      merge: 'Sammanföring',
      decide: 'Beslut',
      presence: 'Närvaro',
      minutes: 'Protokoll',
      distribution: 'Distribution',
      organisation: 'Egen organisation',
      wall: 'Projektorvy',
      agenda: 'Ärendelista',
      loading: 'Hämtar uppgifter från servern …',
      signedOutWay: 'Hur kommer jag tillbaka?',
      notFound: 'Sidan hittades inte',
      notFoundText: 'Adressen är gammal eller felskriven.',
      toStart: 'Gå till början',
      noSeat: 'Den här platsen finns inte på mötet.',
    },
    start: {
      title: 'Vi kommer överens',
      lead: 'Sopu är den gemensamma arbetsytan för en förhandlingsdag: grupperna skriver sina beslutsförslag tillsammans, och ordföranden antecknar besluten så att alla ser.',
      how: 'Så här kommer du med',
      step1: 'Öppna din egen länk. Du fick den i inbjudan, eller så finns den som QR-kod på din namnskylt.',
      step2: 'Din plats öppnas genast. Du behöver varken lösenord eller app.',
      step3:
        'Om du inte har någon länk eller om den inte fungerar, kom med genom salens kod eller be arrangören om en ny.',
      code: 'Kom med genom salens kod',
      agenda: 'Läs ärendelistan och besluten',
    },
    join: {
      opening: 'Din plats öppnas …',
      openingLead: 'Välkommen till förhandlingen. Det tar bara ett ögonblick.',
      noLink: 'Öppna din egen länk',
      noLinkText:
        'Den här sidan öppnar personliga länkar. Öppna länken i din inbjudan eller läs QR-koden på namnskylten på nytt.',
      link_unknown: 'Länken fungerar inte',
      link_unknownText:
        'Det kan fattas tecken i länken. Öppna den direkt från inbjudan eller läs QR-koden på namnskylten med telefonens kamera.',
      link_ended: 'Länken har gått ut',
      link_endedText: 'Med den här länken kommer man inte längre in. Be om en ny länk vid arrangörens anmälningsdisk.',
      line: 'Det går inte att nå servern',
      lineText: 'Kontrollera att din enhet är på nätet. Länken finns kvar på den här sidan, så du kan försöka igen.',
      again: 'Försök igen',
    },
  },
}
