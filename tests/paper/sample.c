#include "paper/sample.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void opening(struct paper *paper)
{
    static const char *const columns[] = {"Organisaatio", "Edustaja", "Tehtävä", "Läsnä"};
    static const char *const rows[][4] = {
        {"Etelä-Pohjanmaan hyvinvointialue", "Tytti Äijälä", "puheenjohtaja", "1–12 §"},
        {"Etelä-Pohjanmaan hyvinvointialue", "Žofia Šimková-Ångström", "sihteeri", "1–12 §"},
        {"Seinäjoen kaupunki", "Bieđđar Ŋuorjjot", "hyvinvointijohtaja", "1–12 §"},
        {"Suomen Punainen Risti, Länsi-Suomen piiri", "Åke Öst", "toiminnanjohtaja", "1–9 §"},
        {"Kauhavan seurakunta", "Sámmol Čiekčá", "diakoniatyöntekijä", "1–12 §"},
    };
    paper_heading(paper, 1, "paatospoytakirja", "", "Hyte-neuvottelun päätöspöytäkirja");
    paper_labelled(paper, "Aika", "12.9.2024 klo 9.00–15.30");
    paper_labelled(paper, "Paikka", "Seinäjoki-sali, Kirkkokatu 6, Seinäjoki\nja etäyhteydellä");
    paper_heading(paper, 2, "lasna", "", "Läsnäolijat");
    paper_table(paper, "Neuvottelun osapuolet ja niiden edustajat", columns, COUNT(columns));
    for (size_t i = 0; i < COUNT(rows); i++)
        paper_row(paper, rows[i]);
    paper_heading(paper, 2, "p1", "1 §", "Kokouksen avaus");
    paper_labelled(paper, "Käsittely", "Puheenjohtaja avasi kokouksen klo 9.00.");
    paper_labelled(paper, "Päätös", "Merkittiin tiedoksi.");
    paper_heading(paper, 2, "p3", "3 §", "Asialistan hyväksyminen");
    paper_labelled(paper, "Esittely", "Asialista on lähetetty osapuolille 29.8.2024.");
    paper_labelled(paper, "Päätös",
                   "Hyväksyttiin esityksen mukaisesti. Kokous keskeytettiin "
                   "lounaan ajaksi klo 11.30–12.15.");
}

static void actions(struct paper *paper, const char *caption)
{
    static const char *const columns[] = {"Nro", "Toimenpide", "Vastuutaho", "Aikataulu",
                                          "Seuranta"};
    static const char *const rows[][5] = {
        {"1",
         "Kutsutaan koolle järjestöjen ja kuntien yhteinen hyvinvointifoorumi kahdesti vuodessa",
         "Hyvinvointialue, kunnat vuorollaan", "Helmikuu ja syyskuu 2025",
         "Osallistujien määrä ja palaute"},
        {"2",
         "Kootaan lähipalveluista yksi selkokielinen esite suomeksi, ruotsiksi, ukrainaksi ja "
         "pohjoissaameksi (davvisámegiella: čálus, đoaibma, ŋálbmi, šaddu, ŧeaksta, žuvla)",
         "Kuntien viestintä", "30.11.2024 mennessä",
         "Esite on jaettu ☑ terveysasemille, ☐ kirjastoihin ja ☐ seurakunnille"},
        {"3", "Sovitaan yhteyshenkilöt", "Järjestöt", "", "Lista on julkinen"},
    };
    paper_table(paper, caption, columns, COUNT(columns));
    for (size_t i = 0; i < COUNT(rows); i++)
        paper_row(paper, rows[i]);
}

static void proposal(struct paper *paper, const char *id, const char *number, const char *title)
{
    paper_heading(paper, 3, id, number, title);
    paper_labelled(paper, "Ehdotus",
                   "Perustetaan yksinäisyyden vähentämiseksi <yhteinen> foorumi, jossa kunnat, "
                   "järjestöt & seurakunnat sopivat kahdesti vuodessa siitä, mitä \"tehdään "
                   "yhdessä\" ja mitä kukin tekee itse.");
    paper_labelled(paper, "Perustelut",
                   "Joka kymmenes alueen asukas kokee itsensä yksinäiseksi, ja osuus on kasvanut "
                   "kaikissa ikäryhmissä. Kohtaamispaikkoja on, mutta tieto niistä ei kulje: "
                   "sama iltapäivä on järjestetty samalla kylällä kolmeen kertaan.\n"
                   "Työryhmä kuuli valmistelussa myös nuorisovaltuustoa 😀 👍 ❤ 🎉 "
                   "ja vanhusneuvostoa.");
    paper_labelled(paper, "Käsittely",
                   "Åke Öst poistui kokouksesta klo 14.05. Keskustelussa ehdotettiin, että foorumi "
                   "kokoontuu myös etäyhteydellä.");
    paper_labelled(paper, "Päätös",
                   "Hyväksyttiin muutettuna: foorumi kokoontuu kahdesti vuodessa, "
                   "toisella kerralla etäyhteydellä.");
    paper_heading(paper, 4, "", "", "Toimenpiteet");
    actions(paper, "Toimenpiteet, vastuut ja seuranta");
}

static void closing(struct paper *paper)
{
    paper_heading(paper, 2, "p12", "12 §", "Kokouksen päättäminen");
    paper_labelled(paper, "Päätös", "Puheenjohtaja päätti kokouksen klo 15.30.");
    paper_heading(paper, 2, "tarkastus", "", "Allekirjoitukset ja tarkastus");
    paper_text(paper, "Tytti Äijälä, puheenjohtaja\nŽofia Šimková-Ångström, sihteeri");
    paper_text(paper,
               "Pöytäkirja on tarkastettu sähköisesti ja todettu kokouksen kulun mukaiseksi.");
    paper_small(paper, "Tapahtumalokin tiiviste, kirjaus 1234: "
                       "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08. "
                       "Aitouden voi tarkistaa osoitteessa https://hyte.example.fi/tarkista.");
    paper_page(paper);
    paper_heading(paper, 2, "liitteet", "", "Liitteet");
    paper_list(paper);
    paper_item(paper, "Liite 1: Työryhmän A alkuperäinen esitys");
    paper_item(paper, "Liite 2: Työryhmän B alkuperäinen esitys, jonka toimenpiteet yhdistettiin "
                      "kokouksessa 9 § a kohdan esitykseen puheenjohtajan ehdotuksesta");
    paper_item(paper, "Liite 3: Työryhmän C alkuperäinen esitys");
}

void sample_paper(struct paper *paper)
{
    *paper = (struct paper){
        .language = "fi",
        .title = "Päätöspöytäkirja 12.9.2024 – Etelä-Pohjanmaan hyte-neuvottelu",
        .maker = "Etelä-Pohjanmaan hyvinvointialue",
        .kind = "Päätöspöytäkirja",
        .date = "12.9.2024",
        .status = "Luonnos",
        .page = "Sivu",
    };
    opening(paper);
    paper_heading(paper, 2, "p9", "9 §", "Yhteiset tavoitteet ja toimenpiteet");
    paper_text(paper, "Työryhmien esitykset käsiteltiin kukin erikseen.");
    proposal(paper, "p9a", "9 § a", "Yhteinen hyvinvointifoorumi");
    proposal(paper, "p9b", "9 § b", "Kylätalot kohtaamispaikkoina");
    closing(paper);
}
