/* suomi: what the first page and the frame of every page say. */
export const front = {
  common: {
    cancel: 'Peruuta',
    copy: 'Kopioi teksti',
    copied: 'Teksti on kopioitu',
    retry: 'Yritä uudelleen',
    failed: (code: string) => `Tämä ei onnistunut (${code}).`,
    unknownOutcome:
      'Palvelin ei vastannut. Emme tiedä, ehtikö tämä perille. Katso tilanne ja yritä tarvittaessa uudelleen.',
    actionField: (number: number, name: string) => `Toimenpide ${number}: ${name.toLowerCase()}`,
    minutes: (n: number) => (n === 1 ? '1 minuutti' : `${n} minuuttia`),
    skip: 'Siirry sisältöön',
    erased: 'Poistettu henkilö',
  },

  views: {
    shell: {
      language: 'Kieli',
      places: 'Paikat',
      home: 'Etusivu',
      group: (letter: string) => `Ryhmä ${letter}`,
      merge: 'Yhdistäminen',
      decide: 'Päätöksenteko',
      presence: 'Läsnäolo',
      minutes: 'Pöytäkirja',
      distribution: 'Jakelu',
      organisation: 'Oma organisaatio',
      wall: 'Valkokangas',
      agenda: 'Asialista',
      loading: 'Haetaan tietoja palvelimelta …',
      signedOutWay: 'Miten pääsen takaisin?',
      notFound: 'Sivua ei löytynyt',
      notFoundText: 'Osoite on vanha tai siinä on kirjoitusvirhe.',
      toStart: 'Siirry alkuun',
      noSeat: 'Tätä paikkaa ei ole kokouksessa.',
    },
    start: {
      title: 'Sovitaan yhdessä',
      lead: 'Sopu on neuvottelupäivän yhteinen työtila: ryhmät kirjoittavat päätösesityksensä yhdessä, ja puheenjohtaja kirjaa päätökset kaikkien nähden.',
      how: 'Näin pääset mukaan',
      step1: 'Avaa oma linkkisi. Sait sen kutsussa, tai se on nimikyltissäsi QR-koodina.',
      step2: 'Paikkasi avautuu heti. Salasanaa tai sovellusta ei tarvita.',
      step3: 'Jos linkkiä ei ole tai se ei toimi, liity salin koodilla tai pyydä uusi linkki järjestäjältä.',
      code: 'Liity salin koodilla',
      agenda: 'Lue asialista ja päätökset',
    },
    join: {
      opening: 'Avataan paikkaasi …',
      openingLead: 'Tervetuloa neuvotteluun. Tässä menee vain hetki.',
      noLink: 'Avaa oma linkkisi',
      noLinkText:
        'Tällä sivulla avataan henkilökohtainen linkki. Avaa kutsussa saamasi linkki tai lue nimikyltin QR-koodi uudelleen.',
      link_unknown: 'Linkki ei toimi',
      link_unknownText:
        'Linkistä puuttuu ehkä merkkejä. Avaa se suoraan kutsusta tai lue nimikyltin QR-koodi puhelimen kameralla.',
      link_ended: 'Linkki on vanhentunut',
      link_endedText: 'Tällä linkillä ei enää pääse sisään. Pyydä uusi linkki järjestäjältä ilmoittautumispisteestä.',
      line: 'Palvelimeen ei saada yhteyttä',
      lineText: 'Tarkista, että laitteesi on verkossa. Linkkisi on tallessa tällä sivulla, voit yrittää uudelleen.',
      again: 'Yritä uudelleen',
    },
  },
}
