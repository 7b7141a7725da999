/* SPDX-License-Identifier: MPL-2.0 */
/* person_shape.h - the tables for people that several messages share (FORMATS 5). */
#ifndef WIRE_PERSON_SHAPE_H
#define WIRE_PERSON_SHAPE_H

#include "wire/shape.h"

extern const struct mc_shape mc_shape_of_relative;  /* struct mc_relative */
extern const struct mc_shape mc_shape_of_officer;   /* struct mc_officer */
extern const struct mc_shape mc_shape_of_person;    /* struct mc_person */
extern const struct mc_shape mc_shape_of_household; /* struct mc_household */

#endif
