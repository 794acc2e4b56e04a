/* plants.h - faults put into the server or the disk on purpose: a simulator that finds none of them
 * would find nothing else. */
#ifndef SOPU_TESTS_FAULT_SIM_PLANTS_H
#define SOPU_TESTS_FAULT_SIM_PLANTS_H

#include <stddef.h>

enum plant {
    PLANT_NONE,
#define PLANT(name, sentence) PLANT_##name,
#include "fault/sim/plants.def"
#undef PLANT
    PLANT_COUNT
};

const char *plant_name(enum plant plant);
const char *plant_sentence(enum plant plant);
/* From now on it is in. */
void plant_put(enum plant plant);
enum plant plant_is(void);

#endif
