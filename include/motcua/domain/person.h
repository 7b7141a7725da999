/* SPDX-License-Identifier: MPL-2.0 */
/*
 * person.h - what the register says of a person and of the household.
 *
 * Plain values with fixed room, so that a record can be copied, compared and
 * wiped as a whole. All text is NFC. Empty text or a zero = not known.
 */
#ifndef MOTCUA_DOMAIN_PERSON_H
#define MOTCUA_DOMAIN_PERSON_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/domain/date.h"
#include "motcua/domain/pid.h"

#define MC_NAME_LETTERS 90
#define MC_NAME_LEN (MC_NAME_LETTERS * 3 + 1)
#define MC_TEXT_LEN (200 * 3 + 1) /* an address or another one-line text, 200 letters */
#define MC_WORD_LEN 64            /* nationality, ethnicity, relation, codes */
#define MC_BIRTHS_MAX 4   /* of one mother at once */
#define MC_BIRTH_TIME_LEN 6
#define MC_HOUSEHOLD_MAX 32       /* members; real households of 20 exist */

/* A place as the register gives it. Old (before 2025-07-01) addresses keep their district. */
struct mc_address {
	char province_code[4]; /* statistics-office code, 2 digits, of the 34 (or the old 63 when old) */
	char ward_code[8];     /* 5 digits */
	char province[MC_WORD_LEN * 2], district[MC_WORD_LEN * 2], ward[MC_WORD_LEN * 2];
	char detail[MC_TEXT_LEN]; /* house, street, hamlet */
};

/* Somebody named in another's record. */
struct mc_relative {
	char number[MC_PID_LEN];
	char full_name[MC_NAME_LEN];
};

/* Kinds of residence (Residence Law 68/2020). */
enum mc_residence_kind {
	MC_RESIDENCE_NONE,
	MC_RESIDENCE_PERMANENT, /* thường trú */
	MC_RESIDENCE_TEMPORARY, /* tạm trú */
	MC_RESIDENCE_CURRENT,   /* nơi ở hiện tại */
};

/* Why a household's head cannot simply be called in. */
enum mc_head_status {
	MC_HEAD_UNKNOWN, /* the register does not name a head */
	MC_HEAD_PRESENT,
	MC_HEAD_DEAD,
	MC_HEAD_ELSEWHERE, /* lives in, or heads, another household */
	MC_HEAD_ABSENT,	   /* registered as absent for a time (tạm vắng) */
};

struct mc_member {
	char number[MC_PID_LEN];
	char full_name[MC_NAME_LEN];
	struct mc_date born;
	enum mc_sex sex;
	char relation[MC_WORD_LEN]; /* to the head, in words: "vợ", "con đẻ" */
	enum mc_residence_kind kind;
	struct mc_date from, until;
};

struct mc_household {
	char id[MC_WORD_LEN]; /* the register's household number; "" = none */
	struct mc_relative head;
	enum mc_head_status head_status;
	struct mc_address address;
	uint8_t member_count;
	struct mc_member members[MC_HOUSEHOLD_MAX];
};

/* A birth as a health facility sent it, signed (Decree 63/2024, article 5), and nobody has
 * registered yet. */
struct mc_birth {
	char number[MC_WORD_LEN]; /* of the electronic birth notice */
	struct mc_date issued, born;
	char time[MC_BIRTH_TIME_LEN]; /* "14:05"; "" = not told */
	enum mc_sex sex;
	int64_t weight; /* grams; 0 = not told */
	char place[MC_TEXT_LEN]; /* the facility and its address */
};

struct mc_person {
	char number[MC_PID_LEN], cmnd[MC_CMND_LEN];
	char old_number[MC_PID_LEN]; /* the cancelled number when this one was re-issued */
	char full_name[MC_NAME_LEN];
	struct mc_date born, died;
	enum mc_sex sex;
	char ethnicity[MC_WORD_LEN], religion[MC_WORD_LEN], nationality[MC_WORD_LEN];
	char marital_status[MC_WORD_LEN];
	struct mc_address birth_place, origin;
	struct mc_address permanent, temporary, current;
	struct mc_date permanent_since;
	struct mc_relative father, mother, spouse;
	char relation_to_head[MC_WORD_LEN];
	/* recorded at the mother's number; told to a birth's registration alone */
	uint8_t birth_count;
	struct mc_birth births[MC_BIRTHS_MAX];
};

/* 1 to 90 letters, marks, spaces, apostrophes, hyphens and dots; no digits. */
enum mc_code mc_name_check(const char *name, struct mc_err *why) MC_CHECKED;

const char *mc_residence_kind_code(enum mc_residence_kind kind); /* "permanent", ... */
enum mc_residence_kind mc_residence_kind_parse(const char *code);
const char *mc_residence_kind_text(enum mc_residence_kind kind); /* msgid */
const char *mc_head_status_code(enum mc_head_status status); /* "present", "dead", ... */
enum mc_head_status mc_head_status_parse(const char *code);
const char *mc_head_status_text(enum mc_head_status status); /* msgid */

/* "Số 5, thôn An Bình, xã Hòa Phú, tỉnh Đắk Lắk"; cut at size. */
void mc_address_format(const struct mc_address *address, char *ret, size_t size);
int mc_address_is_set(const struct mc_address *address);
/* Which address counts as the residence, and of which kind. */
const struct mc_address *mc_person_residence(const struct mc_person *person,
					     enum mc_residence_kind *ret_kind);

/* One named part of a record ("full_name", "residence.address", ...), canonical text;
 * false when the source is not known. Empty text when the record lacks it, or
 * when household is NULL. */
bool mc_person_value(const struct mc_person *person, const struct mc_household *household,
		     const char *source, char *ret, size_t size);
bool mc_person_has_source(const char *source);
/* One that only a scanned card says, and no record. */
bool mc_person_is_of_card(const char *source);
/* The address behind such a part, with the codes of its units; NULL when it is none. */
const struct mc_address *mc_person_address(const struct mc_person *person,
					   const struct mc_household *household,
					   const char *source);

#endif
