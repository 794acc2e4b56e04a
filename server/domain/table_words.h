/* table_words.h - the words in which commands.def, documents.def and phases.def are written. Only for the files that
 * include those tables. */
#ifndef SOPU_DOMAIN_TABLE_WORDS_H
#define SOPU_DOMAIN_TABLE_WORDS_H

#include "domain/rights.h"

#define CHAIR WHO_CHAIR
#define SECRETARY WHO_SECRETARY
#define FACILITATOR WHO_FACILITATOR
#define ORGANISER WHO_ORGANISER
#define GROUP WHO_GROUP
#define WRITER WHO_WRITER
#define SERVER WHO_SERVER
#define MEMBER WHO_MEMBER
#define WALL WHO_WALL
#define ANYONE WHO_ANYONE
#define SELF WHO_SELF
#define COUNTER WHO_COUNTER
#define EXAMINER WHO_EXAMINER
#define REGISTRY WHO_REGISTRY
#define OPENING (1u << PHASE_OPENING)
#define WORKSHOP (1u << PHASE_WORKSHOP)
#define MERGING (1u << PHASE_MERGING)
#define DECIDING (1u << PHASE_DECIDING)
#define CLOSED (1u << PHASE_CLOSED)
#define ANY_PHASE (OPENING | WORKSHOP | MERGING | DECIDING | CLOSED)

#endif
