/* svenska: protokollet. */
import type { MinutesWords } from '..'

export const minutes: MinutesWords = {
  views: {
    minutes: {
      title: 'Protokoll',
      lead: 'Protokollet skriver sig självt av det som händer på mötet. Du kan redigera varje stycke, och du kan alltid gå tillbaka till protokollets egen text.',
      notYet: 'Sekreteraren finslipar protokollet. Det visas på denna sida när det har sänts för justering.',
      notForYou: 'Protokollet är under justering. Det visas på denna sida när ordföranden har undertecknat det.',
      state: 'Läge',
      states: {
        draft: 'Utkast',
        examining: 'Under justering',
        examined: 'Justerat',
        signed: 'Undertecknat',
        published: 'Publicerat',
      },
      version: (number) => `Version ${number}`,
      corrected: 'rättat',
      formats: 'Protokollet som fil',
      asPage: 'Som webbsida',
      originals: 'Arbetsgruppernas ursprungliga förslag',
      seal: 'Kontrollsumma',
      waits: 'väntar',
      approvedAt: (when) => `godkände ${when}`,
      signedAt: (when) => `undertecknade ${when}`,
      afterClosing: 'Protokollet sänds för justering när mötet har avslutats.',
      steps: {
        minutes_send: 'Sänd för justering',
        minutes_approve: 'Jag godkänner protokollet',
        minutes_sign: 'Jag undertecknar protokollet',
        minutes_publish: 'Publicera',
      },
      stepText: {
        minutes_send: 'Texten låses, och protokolljusterarna får läsa denna version.',
        minutes_approve: 'Du godkänner just den text som du ser på denna sida.',
        minutes_sign: 'Du undertecknar det justerade protokollet elektroniskt.',
        minutes_publish:
          'I webbversionen står organisationen i stället för personnamn. Böjda namn känns inte igen: kontrollera de stycken du har redigerat.',
      },
      takeBack: 'Ta tillbaka för redigering',
      takeBackHint: 'Justerarna ser orsaken. Godkännanden som getts förfaller.',
      correct: 'Rätta protokollet',
      correctHint: 'En ny version uppstår och justeras på nytt. Den tidigare versionen finns kvar i loggen.',
      edit: 'Redigera',
      write: 'Skriv',
      own: 'Protokollets egen text',
      restore: 'Återställ protokollets egen text',
      remark: 'Jag anmärker',
      remarkLabel: 'Vad borde rättas?',
      remarkHint: 'Sekreteraren och den andra justeraren ser anmärkningen.',
      remarkOn: (version) => `(version ${version})`,
      annexes: (presence, ballots) =>
        `Bilagor: ${presence} närvarande${ballots === 0 ? '' : `, ${ballots} omröstningslistor`}. De finns i filerna.`,
      toExamine: 'Protokollet väntar på din justering',
      toSign: 'Protokollet väntar på din underskrift',
      toRead: 'Öppna protokollet',
    },
  },
}
