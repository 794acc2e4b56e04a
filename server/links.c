#include "links.h"

#include "domain/nouns.h"
#include "wire/codec.h"

#include <jansson.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET_ZONE = 2, URL_SIZE = 512 };

static void link_make(struct auth *auth, const char *base_url, const char *seat, char url[URL_SIZE])
{
    char id[AUTH_ID_SIZE];
    char secret[AUTH_SECRET_SIZE];
    auth_link_new(auth, seat, id, secret);
    snprintf(url, URL_SIZE, "%s/l#%s.%s", base_url, id, secret);
}

/* Two rows of modules in one line of half blocks; dark on light whatever the terminal's colours are. */
static void qr_print(const char *text)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
    if (code == NULL)
        return;
    int width = code->width;
    for (int y = -QUIET_ZONE; y < width + QUIET_ZONE; y += 2) {
        printf("    \033[30;47m");
        for (int x = -QUIET_ZONE; x < width + QUIET_ZONE; x++) {
            bool dark[2];
            for (int half = 0; half < 2; half++) {
                int row = y + half;
                bool is_inside = row >= 0 && row < width && x >= 0 && x < width;
                dark[half] = is_inside && (code->data[row * width + x] & 1);
            }
            printf("%s", dark[0] && dark[1] ? "█" : dark[0] ? "▀" : dark[1] ? "▄" : " ");
        }
        printf("\033[0m\n");
    }
    QRcode_free(code);
}

static void people_line(struct hall *hall, struct auth *auth, const char *base_url,
                        const char *title, const struct seat *seat)
{
    char url[URL_SIZE];
    link_make(auth, base_url, seat->seat, url);
    printf("\n%s: %s\n  %s\n", title, hall_person_name(hall, seat->seat), url);
    qr_print(url);
}

static const struct seat *first_seat(const struct day *day, enum role role, const char *group)
{
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        bool is_officer =
            strcmp(seat->seat, day_chair(day)) == 0 || day_is_secretary(day, seat->seat);
        if (!is_officer && seat_has_role(seat, role) && strcmp(seat->group, group) == 0 &&
            !seat_has_role(seat, ROLE_OPENER))
            return seat;
    }
    return NULL;
}

static void for_people(struct hall *hall, struct auth *auth, const char *base_url,
                       const struct day *day)
{
    printf("\n%s\nEach link is one person's. Several fit into one browser, a tab each.\n",
           day->title);
    for (size_t g = 0; g < day->groups.count; g++) {
        const struct working_group *group = &day->groups.items[g];
        const enum role roles[] = {ROLE_FACILITATOR, ROLE_PARTICIPANT};
        const char *const names[] = {"facilitator", "participant"};
        for (size_t r = 0; r < 2; r++) {
            const struct seat *seat = first_seat(day, roles[r], group->group);
            char title[120];
            snprintf(title, sizeof title, "Group %s, %s", group->letter, names[r]);
            if (seat != NULL)
                people_line(hall, auth, base_url, title, seat);
        }
    }
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        if (day_is_secretary(day, seat->seat))
            people_line(hall, auth, base_url, "Secretary", seat);
        if (strcmp(seat->seat, day_chair(day)) == 0)
            people_line(hall, auth, base_url, "Chair", seat);
        if (seat_has_role(seat, ROLE_WALL))
            people_line(hall, auth, base_url, "Wall", seat);
    }
    printf("\n%s\nStop with Ctrl+C; `make run` goes on where it was left, `make run ARGS=--fresh` "
           "starts anew.\n",
           base_url);
}

static void for_programs(struct hall *hall, struct auth *auth, const char *base_url,
                         const struct day *day)
{
    json_t *links = json_array();
    for (size_t i = 0; i < day->seats.count; i++) {
        const struct seat *seat = &day->seats.items[i];
        char url[URL_SIZE];
        link_make(auth, base_url ? base_url : "", seat->seat, url);
        json_t *link = codec_encode(&shape_seat, seat);
        json_object_set_new(link, "name", json_string(hall_person_name(hall, seat->seat)));
        json_object_set_new(link, "url", json_string(url));
        json_array_append_new(links, link);
    }
    json_t *all = json_pack("{s:s,s:o}", "url", base_url ? base_url : "", "links", links);
    char *text = json_dumps(all, JSON_COMPACT);
    printf("%s\n", text);
    free(text);
    json_decref(all);
}

void links_print(struct hall *hall, struct auth *auth, const char *base_url, enum links_form form)
{
    log_pos after;
    const struct day *day = hall_look(hall, &after);
    if (form == LINKS_JSON)
        for_programs(hall, auth, base_url, day);
    else
        for_people(hall, auth, base_url, day);
    fflush(stdout);
}
