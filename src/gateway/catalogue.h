/* SPDX-License-Identifier: MPL-2.0 */
/* catalogue.h - what the gateway itself asks of the catalogue of procedures. */
#ifndef GATEWAY_CATALOGUE_H
#define GATEWAY_CATALOGUE_H

#include "gateway/gateway.h"

/*
 * Does the form of this procedure ask for an electronic birth notice (a field that is filled from
 * "birth.")? By the pack that counts on that day, else by what is shipped. One that is in neither,
 * or cannot be read, asks for nothing.
 */
bool mc_catalogue_asks_for_births(const struct mc_gateway *gateway, const char *procedure,
				  int64_t now);

#endif
