#include "net/letter.h"

#include "domain/nouns.h"
#include "minutes/say.h"

#include <stdio.h>
#include <string.h>

struct words {
    const char *language;
    const char *subject; /* before the title */
    const char *text;    /* organisation, title, link, version, digest */
};

static const struct words all[] = {
    {"fi", "Päätöspöytäkirja: ",
     "Hei, {1}!\n\n"
     "Päätöspöytäkirja on valmis: {2}.\n\n"
     "Avatkaa se tästä linkistä. Teitä koskevat toimenpiteet ovat ensimmäisinä. Tunnuksia ei "
     "tarvita, "
     "ja linkki on vain teidän organisaationne käytössä:\n\n"
     "{3}\n\n"
     "Sivulla voitte kuitata pöytäkirjan vastaanotetuksi, kertoa, missä toimielimessä se "
     "käsitellään, ja "
     "ilmoittaa, mitä toimenpiteistä on tullut.\n\n"
     "Pöytäkirjan version {4} tiiviste (SHA-256): {5}\n"},
    {"sv", "Beslutsprotokoll: ",
     "Hej, {1}!\n\n"
     "Beslutsprotokollet är klart: {2}.\n\n"
     "Öppna det med länken nedan. De åtgärder som gäller er kommer först. Inget konto behövs, och "
     "länken "
     "är bara för er organisation:\n\n"
     "{3}\n\n"
     "På sidan kan ni bekräfta mottagandet, berätta i vilket organ protokollet behandlas och "
     "meddela vad "
     "det har blivit av åtgärderna.\n\n"
     "Kontrollsumma för protokollets version {4} (SHA-256): {5}\n"},
    {"en", "Minutes of decisions: ",
     "Hello, {1}!\n\n"
     "The minutes of decisions are ready: {2}.\n\n"
     "Open them with this link. The actions that concern you come first. No account is needed, and "
     "the "
     "link is for your organisation only:\n\n"
     "{3}\n\n"
     "On the page you can acknowledge receipt, say which body handles the minutes, and tell what "
     "became "
     "of the actions.\n\n"
     "Digest of version {4} of the minutes (SHA-256): {5}\n"},
};

static const struct words *words_in(const char *language)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].language, language) == 0)
            return &all[i];
    return &all[0];
}

struct letter letter_of(const struct day *day, const struct delivery *delivery, const char *url,
                        struct arena *arena)
{
    const struct words *words = words_in(day->language);
    char version[24];
    snprintf(version, sizeof version, "%lld", (long long)delivery->version);
    return (struct letter){
        .subject = say(arena, "{1}{2}", words->subject, day->title, NULL),
        .text = say(arena, words->text, day_organisation(day, delivery->organisation)->name,
                    day->title, url, version, day->minutes.hash, NULL),
    };
}
