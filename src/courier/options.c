/* SPDX-License-Identifier: MPL-2.0 */
/* options.c - the command line, and under it the office's configuration for the service. */
#include "courier/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static void usage(FILE *to)
{
	fputs(_("Usage: motcua-courier --data DIR --gateway URL --gateway-key FILE [--once]\n"
		"Carries sealed dossiers and questions between a desk's mail store and the gateway.\n"
		"  --once                  try everything once, then end (75: something still waits)\n"
		"  --with-parent           end when the program that started it ends\n"
		"  --stay                  a service: wait for another courier's end, then stay\n"
		"  --config FILE           take what is not given here from this motcua.conf\n"
		"  --ca FILE               trust this certificate authority only\n"
		"  --client-cert FILE, --client-key FILE, --proxy URL, --version, --help\n"),
	      to);
}

enum { OPT_FLAG = 256, OPT_TEXT = 512, OPT_PARENT = 1024, OPT_CONFIG };

/* Where each text goes, and the key of motcua.conf(5) that stands for it. */
static const struct text {
	const char *name, *section, *key;
	size_t at;
} texts[] = {
#define TEXT(name, section, key, member)                                                       \
	{name, section, key, offsetof(struct courier_options, member)}
	TEXT("data", "store", "data", data),
	TEXT("gateway", "gateway", "url", gateway),
	TEXT("gateway-key", "gateway", "gateway_key", gateway_key),
	TEXT("ca", "gateway", "ca", ca),
	TEXT("client-cert", "gateway", "client_cert", client_cert),
	TEXT("client-key", "gateway", "client_key", client_key),
	TEXT("proxy", "gateway", "proxy", proxy),
#undef TEXT
};

static const struct flag {
	const char *name;
	size_t at;
} flags[] = {
	{"once", offsetof(struct courier_options, once)},
	{"with-parent", offsetof(struct courier_options, with_parent)},
	{"stay", offsetof(struct courier_options, stay)},
};

enum { OWN = 4, OPTIONS = MC_COUNT(texts) + MC_COUNT(flags) + OWN };

static void list_options(struct option ret[OPTIONS + 1])
{
	static const struct option own[OWN] = {
		{"parent", required_argument, NULL, OPT_PARENT},
		{"config", required_argument, NULL, OPT_CONFIG},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
	};
	size_t n = 0;

	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		ret[n++] = (struct option){ texts[i].name, required_argument, NULL,
					    OPT_TEXT + (int)i };
	}
	for (size_t i = 0; i < MC_COUNT(flags); i++) {
		ret[n++] = (struct option){flags[i].name, no_argument, NULL, OPT_FLAG + (int)i};
	}
	for (size_t i = 0; i < OWN; i++) {
		ret[n++] = own[i];
	}
	ret[n] = (struct option){NULL, 0, NULL, 0};
}

static const char **text_at(struct courier_options *options, const struct text *text)
{
	return (const char **)(void *)((char *)options + text->at);
}

/* -1 = go on. */
static int take_option(struct courier_options *ret, int option, const char **ret_config)
{
	if (option >= OPT_TEXT && option < OPT_TEXT + (int)MC_COUNT(texts)) {
		*text_at(ret, &texts[option - OPT_TEXT]) = optarg;
		return -1;
	}
	if (option >= OPT_FLAG && option < OPT_FLAG + (int)MC_COUNT(flags)) {
		*(bool *)((char *)ret + flags[option - OPT_FLAG].at) = true;
		return -1;
	}
	switch (option) {
	case OPT_PARENT: ret->parent = (pid_t)strtol(optarg, NULL, 10); return -1;
	case OPT_CONFIG: *ret_config = optarg; return -1;
	case 'h': usage(stdout); return EX_OK;
	case 'V': puts("motcua-courier " MC_VERSION); return EX_OK;
	default: usage(stderr); return EX_USAGE;
	}
}

static int take_options(int argc, char **argv, struct courier_options *ret, const char **ret_config)
{
	struct option options[OPTIONS + 1];
	int option, status = -1;

	list_options(options);
	while (status < 0 && (option = getopt_long(argc, argv, "hV", options, NULL)) != -1) {
		status = take_option(ret, option, ret_config);
	}
	if (status < 0 && optind < argc) {
		usage(stderr);
		status = EX_USAGE;
	}
	return status;
}

/* What the command line left open. */
static enum mc_code take_config(struct courier_options *ret, const char *path, struct mc_err *why)
{
	enum mc_code code;

	ret->config = mc_config_new(mc_settings_keys);
	code = mc_config_load(ret->config, path, why);
	for (size_t i = 0; !code && i < MC_COUNT(texts); i++) {
		const char **text = text_at(ret, &texts[i]);

		*text = *text ? *text : mc_config_get(ret->config, texts[i].section, texts[i].key);
	}
	return code;
}

static void fill_gaps(struct courier_options *ret)
{
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		const char **text = text_at(ret, &texts[i]);

		*text = *text ? *text : "";
	}
}

int courier_options_parse(int argc, char **argv, struct courier_options *ret, struct mc_err *why)
{
	const char *config = NULL;
	int status = take_options(argc, argv, ret, &config);

	if (status >= 0) {
		return status;
	}
	if (config && take_config(ret, config, why)) {
		return EX_CONFIG;
	}
	fill_gaps(ret);
	if (config && !ret->gateway[0]) {
		(void)mc_fail(why, MC_E_GATEWAY_UNSET, "%s", config);
		return EX_CONFIG;
	}
	if (config && !ret->gateway_key[0]) {
		ret->gateway_key = MC_SYSCONFDIR "/gateway.keys";
	}
	if (!ret->data[0] || !ret->gateway[0] || !ret->gateway_key[0]) {
		usage(stderr);
		return EX_USAGE;
	}
	return -1;
}

void courier_options_done(struct courier_options *options)
{
	mc_config_free(options->config);
}
