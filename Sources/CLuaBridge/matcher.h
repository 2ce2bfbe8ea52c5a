/* The matcher of Lua's patterns, shared with the functions that use it. */
#ifndef HS_MATCHER_H
#define HS_MATCHER_H

#include "world.h"

#define UNFINISHED (-1)
#define POSITION (-2)
#define MAX_CAPTURES 32
#define MAX_DEPTH 200
#define STEPS_PER_CHARGE 1024
#define STEPS_PER_UNIT 4
/* Of a set or a replacement that is gone through. */
#define BYTES_PER_STEP 8

typedef struct {
    lua_State *L;
    const char *start, *end, *pattern_end;
    int depth;
    size_t steps; /* not yet charged */
    int level;
    struct {
        const char *at;
        ptrdiff_t length;
    } captures[MAX_CAPTURES];
} hs_match;

/* The end of the match of the pattern at p with the text at s, or NULL. */
const char *hs_match_at(hs_match *m, const char *s, const char *p);
/* Counts steps, and charges them when they are many. */
void hs_match_steps(hs_match *m, size_t steps);

#endif
