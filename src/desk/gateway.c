/* SPDX-License-Identifier: MPL-2.0 */
/* gateway.c - the other end as the desk knows it: an address fit to be handed to the courier. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/mem.h"

enum { SOCKET_PATH_MAX = 107 };

/* ---- the address: what the courier would refuse is refused before anything is asked */
static enum mc_code check_socket(const char *path, struct mc_err *why)
{
	if (path[0] != '/') {
		return mc_fail(why, MC_E_GATEWAY_URL, "a socket path must be absolute");
	}
	if (strlen(path) > SOCKET_PATH_MAX) {
		return mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(path));
	}
	return MC_OK;
}

/* "host[:port][/]"; a name is not resolved here. */
static enum mc_code check_host(const char *authority, struct mc_err *why)
{
	size_t len = strcspn(authority, "/");

	if (!len || strcspn(authority, "@?# \t") < len || (authority[len] && authority[len + 1])) {
		return mc_fail(why, MC_E_GATEWAY_URL, NULL);
	}
	return MC_OK;
}

/* Plain HTTP would show who asks when: it stays on this machine. */
static enum mc_code check_loopback(const char *authority, struct mc_err *why)
{
	size_t len = authority[0] == '[' ? strcspn(authority, "]") + 1 : strcspn(authority, ":/");
	char host[64] = "";
	struct in_addr four;

	if (len < sizeof(host)) {
		memcpy(host, authority, strnlen(authority, len));
	}
	if (strcmp(host, "localhost") && strcmp(host, "[::1]") &&
	    (inet_pton(AF_INET, host, &four) != 1 || ntohl(four.s_addr) >> 24 != 127)) {
		return mc_fail(why, MC_E_GATEWAY_URL, "plain http goes to this machine only");
	}
	return check_host(authority, why);
}

enum mc_code desk_gateway_check(const char *url, struct mc_err *why)
{
	static const struct {
		const char *scheme;
		enum mc_code (*check)(const char *rest, struct mc_err *why);
	} kinds[] = {
		{"unix:", check_socket},
		{"https://", check_host},
		{"http://", check_loopback},
	};

	for (size_t i = 0; i < MC_COUNT(kinds) && *url; i++) {
		size_t len = strlen(kinds[i].scheme);

		if (!strncmp(url, kinds[i].scheme, len)) {
			return kinds[i].check(url + len, why);
		}
	}
	return *url ? mc_fail(why, MC_E_GATEWAY_URL, NULL) : MC_OK; /* none is fine: drafts work */
}

/* ---- TLS: what the courier would refuse to start with */
enum mc_code desk_tls_check(const struct mc_desk *desk, struct mc_err *why)
{
	static const char *const files[] = {"ca", "client_cert", "client_key"};

	for (size_t i = 0; i < MC_COUNT(files) && !desk->training; i++) {
		const char *path = desk_setting(desk, "gateway", files[i]);

		if (*path && access(path, R_OK)) {
			return mc_fail(why, MC_E_CA_FILE, "%s: %s", files[i], strerror(errno));
		}
	}
	return MC_OK;
}
