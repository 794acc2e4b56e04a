/* svenska: distributionen av protokollet och organisationens egen sida. */
import type { DeliveryWords } from '..'

export const delivery: DeliveryWords = {
  views: {
    delivery: {
      title: 'Distribution',
      lead: 'Det publicerade protokollet sänds på en gång till registratorskontoret i varje närvarande organisation.',
      counts: (sent, all, opened, handled) =>
        `${sent}/${all} sända, ${opened} öppnade, ${handled} har berättat om behandlingen`,
      send: 'Sänd protokollet',
      sendText: 'Varje närvarande organisation får ett e-postmeddelande med sin egen länk.',
      publishFirst: 'Protokollet sänds när det har publicerats.',
      noMail: 'E-post har inte ställts in för denna server. Försändelserna väntar i kö.',
      nextRound: 'Skapa nästa omgång',
      nextRoundText:
        'Filen innehåller samma organisationer, personer, ärenden och grupper ett år senare, och de avtalade åtgärderna med sitt läge under ärendet där man ser tillbaka. En ny dag öppnas ur den med kommandot sopu import.',
      state: {
        queued: 'I kö',
        sending: 'Sänds',
        sent: 'Sänt',
        refused: 'Dög inte',
        failed: 'Kom inte fram',
        unsure: 'Osäkert',
      },
      reason: (code) => `orsak: ${code}`,
      noAddress: 'adress saknas',
      address: 'Adress',
      addressLabel: 'Registratorskontorets e-postadress',
      addressWrong: 'Kontrollera adressen.',
      save: 'Spara',
      again: 'Sänd på nytt',
      opened: (when) => `Öppnat ${when}`,
      acknowledged: (when) => `bekräftat ${when}`,
    },
    organisation: {
      title: 'Egen organisation',
      nothing: 'Det finns inget att läsa med denna länk.',
      minutes: 'Beslutsprotokoll',
      read: 'Läs protokollet',
      corrected: 'Protokollet rättas för närvarande. Den nya versionen kommer på denna sida.',
      acknowledge: 'Bekräfta mottagandet',
      acknowledged: (when) => `Mottagandet bekräftades ${when}.`,
      onward: 'Var behandlas besluten?',
      field: { body: 'Organ', date: 'Datum', paragraph: 'Paragraf', outcome: 'Resultat' },
      tell: 'Spara',
      saved: 'Sparat',
      mine: 'Åtgärder som gäller er',
      others: 'Andra avtalade åtgärder',
      tellState: 'Berätta läget',
      state: 'Läge',
      note: 'Tilläggsuppgift (frivillig)',
      states: {
        not_started: 'Inte påbörjad',
        in_progress: 'Pågår',
        done: 'Klar',
        partly: 'Delvis',
        lapsed: 'Förfallen',
        carried: 'Flyttad till nästa år',
      },
    },
  },
}
