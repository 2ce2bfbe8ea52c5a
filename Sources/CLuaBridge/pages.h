/* Runs of pages for worlds. */
#ifndef HS_PAGES_H
#define HS_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A run of class c has 16 KiB << c; the largest has 1 MiB. */
#define HS_RUN_CLASSES 7
#define HS_FIRST_RUN ((size_t)16 * 1024)

static inline size_t hs_run_size(int run_class) { return HS_FIRST_RUN << run_class; }
/* The smallest class that holds so many bytes; HS_RUN_CLASSES when none does. */
int hs_run_class(size_t bytes);

/* A run, its bytes undefined; NULL when the system has no memory. */
void *hs_run_new(int run_class);
void hs_run_free(void *run, int run_class);

#endif
