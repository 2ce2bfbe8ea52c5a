/* The same work as the bridge does, in plain C on a plain Lua state: what the bridge is compared with. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct twin twin;

/* A state with all libraries, `echo` (takes and returns an integer) and `wait` (yields). NULL when it cannot be made.
 * Counting its instructions, as budgets need, has its price in Lua's own loop, whoever counts. */
twin *twin_new(bool counts);
void twin_free(twin *t);

/* Runs a chunk with n as its argument; 0 when it went well. */
int twin_run(twin *t, const char *source, int64_t n);

/* Runs a chunk that waits in a loop, as a coroutine, and resumes it n times with an integer; 0 when it went well. */
int twin_resume(twin *t, const char *source, int64_t n);

/* Compiled code, to be loaded into many states. */
typedef struct twin_code twin_code;
twin_code *twin_compile(const char *source, size_t size);
void twin_code_free(twin_code *code);

/* A state with all libraries that has run `code` once. */
twin *twin_with(const twin_code *code);
/* Bytes that Lua counts. */
size_t twin_bytes(twin *t);
