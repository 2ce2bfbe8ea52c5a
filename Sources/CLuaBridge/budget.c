/* The budget and the stop: what a script may use before it waits again, and how it is ended when it has used it. One
 * currency for all work: instructions, bytes allocated / 64, lengths that library functions walk. */
#include "world.h"

#include <string.h>
#include <time.h>

static uint64_t cpu_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Counts in steps of some milliseconds and costs next to nothing. */
static int64_t coarse_tick(void) {
#ifdef CLOCK_MONOTONIC_COARSE
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
#else
    static _Thread_local int64_t calls;
    return ++calls;
#endif
}

void hs_budget_renew(hs_world *w) {
    w->used = 0;
    w->steps = 0;
    w->bytes = 0;
    w->tick = 0;
    w->cpu_start = w->cpu_used = 0;
}

/* A pause: what the thread does until the script goes on is not the script's. */
void hs_budget_pause(hs_world *w) {
    if (w->cpu_start != 0) w->cpu_used += (int64_t)(cpu_now() - w->cpu_start);
    w->cpu_start = 0;
    w->tick = 0;
}

void hs_note_place(lua_State *L, int level, char source[96], int *line) {
    lua_Debug ar;
    source[0] = 0;
    *line = 0;
    for (; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            strncpy(source, ar.source[0] == '@' ? ar.source + 1 : ar.short_src, 95);
            source[95] = 0;
            *line = ar.currentline;
            return;
        }
    }
}

void hs_stop(hs_world *w, lua_State *L, int reason) {
    if (w->stop != HS_STOP_NONE) return;
    w->stop = reason;
    if (!w->refused || w->stop_line == 0) hs_note_place(L, 0, w->stop_source, &w->stop_line);
}

int hs_leave(lua_State *L) {
    hs_world *w = hs_of(L);
    if (w->stop == HS_STOP_NONE) hs_stop(w, L, HS_STOP_MEMORY);
    if (lua_isyieldable(L)) {
        w->passing = true;
        return lua_yield(L, 0);
    }
    /* On its way out the error passes __close functions: each is stopped at its first instruction. */
    lua_sethook(L, hs_hook, LUA_MASKCOUNT, 1);
    lua_pushliteral(L, "stopped");
    return lua_error(L);
}

static bool is_spent(hs_world *w) {
    w->used += (int64_t)(w->bytes / 64);
    w->bytes %= 64;
    return w->used > w->limits.instructions;
}

/* Reads the processor's clock when the coarse one has moved on. */
static void look_at_clock(hs_world *w, lua_State *L) {
    int64_t tick = coarse_tick();
    if (tick == w->tick) return;
    w->tick = tick;
    uint64_t now = cpu_now();
    if (w->cpu_start == 0) w->cpu_start = now;
    if (w->cpu_used + (int64_t)(now - w->cpu_start) > (int64_t)w->limits.cpu_ns) hs_stop(w, L, HS_STOP_CPU);
}

/* Library functions that work for long look at the clock too: the hook comes after them. */
#define UNITS_BEFORE_CLOCK 64

void hs_charge(lua_State *L, int64_t units) {
    hs_world *w = hs_of(L);
    /* What is told of a refused step is no more than it takes to refuse it. */
    if (units > w->limits.instructions) units = w->limits.instructions + 1;
    w->used += units;
    w->steps += units;
    if (is_spent(w)) hs_stop(w, L, HS_STOP_INSTRUCTIONS);
    else if (units >= UNITS_BEFORE_CLOCK) look_at_clock(w, L);
    if (hs_is_over(w)) hs_leave(L);
}

void hs_look(lua_State *L) {
    hs_world *w = hs_of(L);
    if (!hs_is_over(w)) look_at_clock(w, L);
    if (hs_is_over(w)) hs_leave(L);
}

bool hs_must_end(hs_world *w) {
    if (w->running == NULL) return false;
    if (is_spent(w)) hs_stop(w, w->running, HS_STOP_INSTRUCTIONS);
    else look_at_clock(w, w->running);
    return w->stop != HS_STOP_NONE;
}

void hs_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    hs_world *w = hs_of(L);
    w->used += HS_HOOK_COUNT;
    w->steps += HS_HOOK_COUNT;
    if (w->refused) {
        hs_stop(w, L, HS_STOP_MEMORY);
    } else if (is_spent(w)) {
        hs_stop(w, L, HS_STOP_INSTRUCTIONS);
    } else {
        look_at_clock(w, L);
    }
    /* A pause unwinds C's stack, so that deep recursion through C may end later. Slices therefore end by what is the same
     * in every run: instructions and lengths walked; neither time nor bytes, which follow Lua's hash seed. */
    if (w->stop != HS_STOP_NONE) {
        hs_leave(L);
    } else if (w->steps >= w->slice_end && w->unyieldable == 0 && lua_isyieldable(L)) {
        w->passing = w->paused = true;
        w->waiter = L;
        lua_yield(L, 0);
    }
}
