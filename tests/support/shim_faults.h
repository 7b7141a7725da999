/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shim_faults.h - what a test tells shim_faults.so by the environment, and the page of
 * shared memory by which it learns what became of it (a killed process tells nothing else).
 */
#ifndef TESTS_SUPPORT_SHIM_FAULTS_H
#define TESTS_SUPPORT_SHIM_FAULTS_H

#define SHIM_PROGRAM "SHIM_PROGRAM" /* the process's name; all others are left alone */
#define SHIM_KIND "SHIM_KIND"	    /* "durable", "memory", "network", "sqlite", "curl" */
#define SHIM_ROOT "SHIM_ROOT"	    /* durable: only files below this folder */
#define SHIM_ACT "SHIM_ACT"	    /* "count", "before", "after", "fail" */
#define SHIM_AT "SHIM_AT"	    /* the n-th call, from 1 */
#define SHIM_ERRNO "SHIM_ERRNO"	    /* for "fail": errno, or the library's own code */
#define SHIM_PAGE "SHIM_PAGE"	    /* the file with a struct shim_page */

struct shim_page {
	long calls;    /* counted so far */
	long struck;   /* the fault happened: 1 */
	long pieces;   /* durable: of uploads, begun at the gateway */
	long piece;    /* the number of the call that began the last one */
	char what[96]; /* to which call, and the base name of its file */
};

#endif
