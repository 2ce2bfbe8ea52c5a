/* The Lua modules behind require "std.…", as they lie in stdlib/. */
#ifndef CSTDLIB_H
#define CSTDLIB_H

#include <stddef.h>

/* A module: its name without "std." and its source, which no zero ends. */
typedef struct {
    const char *name;
    const unsigned char *source;
    size_t length;
} hs_stdlib_module;

/* How many there are. */
size_t hs_stdlib_count(void);
/* The first of them; they are sorted by name. */
const hs_stdlib_module *hs_stdlib_first(void);

#endif
