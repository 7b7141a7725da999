/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tls_front.h - TLS before a server that speaks none: a process of its own on 127.0.0.1 that
 * hands the bytes of each connection to a Unix socket. Certificates by openssl(1).
 */
#ifndef TESTS_SUPPORT_TLS_FRONT_H
#define TESTS_SUPPORT_TLS_FRONT_H

#include <stdbool.h>
#include <sys/types.h>

bool tls_front_possible(void); /* openssl(1) is there */
/* dir/NAME-ca.pem, and dir/NAME.pem with dir/NAME.key for localhost, valid for 30 days. */
void tls_front_certificates(const char *dir, const char *name);
/* ret_port: where it listens. */
pid_t tls_front_start(const char *dir, const char *name, const char *socket_path, int *ret_port);
void tls_front_stop(pid_t pid);

#endif
