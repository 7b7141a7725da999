/* SPDX-License-Identifier: MPL-2.0 */
/*
 * population_family.h - one household as it is made, before words are put to it.
 *
 * Kin are positions in one array; a parent or spouse who lives elsewhere is NOBODY
 * and known by name only. Made by lot (population_family.c) or written down
 * (population_cases.c); turned into records by population_record.c.
 */
#ifndef GATEWAY_POPULATION_FAMILY_H
#define GATEWAY_POPULATION_FAMILY_H

#include "gateway/population_names.h"
#include "motcua/domain/person.h"

#define MC_KIN_SLOTS 32 /* kin of a household; their slots number all people */
#define MC_NOBODY (-1)

/* The day on which the register's households are as they are. */
#define MC_POPULATION_YEAR 2026
#define MC_POPULATION_DAY ((struct mc_date){MC_POPULATION_YEAR, 9, 30})

enum mc_marital { MC_SINGLE, MC_MARRIED, MC_DIVORCED, MC_WIDOWED };

/* What is special about somebody; bits. */
enum {
	MC_KIN_CMND = 1,      /* has an old 9-digit number too */
	MC_KIN_REISSUED = 2,  /* the number was cancelled and issued anew */
	MC_KIN_LODGER = 4,    /* temporary here, permanent in another province */
	MC_KIN_YESTERDAY = 8, /* moved in yesterday, whenever one looks */
	MC_KIN_NO_FATHER = 16, /* nobody is registered as the father */
	MC_KIN_NOWHERE = 32,   /* alone in his household, and no residence is registered */
};

struct mc_kin {
	char full_name[MC_NAME_LEN];
	char family[MC_WORD_LEN]; /* family or clan name, "" = none */
	const char *given;        /* NULL when the name was written down whole */
	enum mc_sex sex;
	enum mc_marital marital;
	struct mc_date born, died;
	struct mc_date from;  /* resident here since */
	uint16_t old_code;    /* of the province where the birth was registered */
	uint16_t traits;
	int8_t father, mother, spouse;
};

struct mc_family {
	uint64_t seed;
	uint32_t household;
	uint8_t province, commune; /* commune 0..2 of one of the 34 provinces */
	const struct mc_people *people;
	const char *religion;
	struct mc_date since; /* the household lives there */
	/* The head: a position here, or of another household, or nobody. */
	enum mc_head_status head_status;
	int8_t head;
	uint8_t head_household;
	uint8_t count;
	struct mc_kin kin[MC_KIN_SLOTS];
};

/* Streams of one household's draws; those of the kin are FIRST + position. */
enum {
	MC_STREAM_SHAPE = 0,
	MC_STREAM_PLACE = 1,
	MC_STREAM_KIN = 100,
	MC_STREAM_NAME = 200,
	MC_STREAM_FATHER = 300, /* a parent who is not of the household */
	MC_STREAM_MOTHER = 400,
	MC_STREAM_LINE = 500, /* of a family name; also a parent outside has one */
	MC_STREAM_ADDRESS = 600,
	MC_STREAM_BIRTH_PLACE = 700,
	MC_STREAM_ORIGIN = 800,
	MC_STREAM_OTHER_HOME = 900,
};
struct mc_draw mc_family_draw(const struct mc_family *family, unsigned stream);

/* By lot. `many` makes 30 people under one roof. */
void mc_family_make(uint64_t seed, uint32_t household, bool many, struct mc_family *ret);
/* Adds one; the birth date in days. Returns the position. */
int mc_family_add(struct mc_family *family, enum mc_sex sex, int32_t born);
/* The day that gives the right to live here: of birth, or of the wedding for who married in. */
struct mc_date mc_family_settles(const struct mc_family *family, int who);
/* Names for all who have none, and what follows from the place. */
void mc_family_finish(struct mc_family *family);

/* Any household of a population: a hard case or one by lot. */
void mc_family_get(uint64_t seed, uint32_t household, struct mc_family *ret);
/* False when this household is not one of the hard cases. */
bool mc_family_case(uint64_t seed, uint32_t household, struct mc_family *ret);

/* Records (population_record.c). */
void mc_family_number(const struct mc_family *family, int who, char ret[MC_PID_LEN]);
void mc_family_cmnd(const struct mc_family *family, int who, char ret[MC_CMND_LEN]);
void mc_family_person(const struct mc_family *family, int who, const struct mc_date *today,
		      struct mc_person *ret);
/* Births that a hospital has recorded at this number (population_cases.c). */
void mc_family_births(const struct mc_family *family, int who, const struct mc_date *today,
		      struct mc_person *ret);
void mc_family_household(const struct mc_family *family, const struct mc_date *today,
			 struct mc_household *ret);

#endif
