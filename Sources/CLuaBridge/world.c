/* Making, running and dropping a world; the budget and the stop. */
#include "world.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* World and first chunk in one block: a small world is one malloc. */
#define FIRST_CHUNK (10 * 1024)

static int references_key, traceback_key;

static int set_up(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &references_key);
    hs_make_object_tables(L);
    hs_open_globals(L);
    return 0;
}

/* Lua raises where nothing is protected, for example when there is no memory for the message that a thread cannot be
 * resumed. No Swift frame lies between here and the run, since host code is never refused memory. */
static int panic(lua_State *L) {
    hs_world *w = hs_of(L);
    if (w->rescue != NULL && w->enforce) longjmp(w->rescue->place, 1);
    return 0; /* Lua aborts the process */
}

hs_world *hs_world_new(const hs_host *host, hs_limits limits, uint64_t seed) {
    size_t head = (sizeof(hs_world) + 15) & ~(size_t)15;
    if (!hs_stock_ready()) return NULL;
    hs_world *w = malloc(head + FIRST_CHUNK);
    if (w == NULL) return NULL;
    memset(w, 0, sizeof *w);
    w->host = host;
    w->limits = limits;
    hs_arena_init(&w->arena, (uint8_t *)w + head, FIRST_CHUNK);
    hs_seed(w, seed);
    w->L = lua_newstate(hs_allocate, w);
    if (w->L == NULL) {
        hs_world_drop(w);
        return NULL;
    }
    *(hs_world **)lua_getextraspace(w->L) = w;
    lua_atpanic(w->L, panic);
    lua_gc(w->L, LUA_GCSTOP);
    /* Before any other thread exists, since threads copy the hook when they are made. */
    lua_sethook(w->L, hs_hook, LUA_MASKCOUNT, 100);
    lua_pushcfunction(w->L, set_up);
    if (lua_pcall(w->L, 0, 0, 0) != LUA_OK) {
        hs_world_drop(w);
        return NULL;
    }
    w->collect_at = 2 * w->arena.live;
    return w;
}

void hs_world_drop(hs_world *w) {
    hs_arena_drop(&w->arena);
    free(w);
}

lua_State *hs_world_state(hs_world *w) { return w->L; }
void hs_world_set_owner(hs_world *w, void *owner) { w->owner = owner; }
void hs_world_set_now(hs_world *w, double now) { w->now = now; }
size_t hs_world_memory(const hs_world *w) { return w->arena.live; }
int64_t hs_world_used(const hs_world *w) { return w->used + (int64_t)(w->bytes / 64); }
int hs_world_stop(const hs_world *w) { return w->stop; }
const char *hs_world_stop_source(const hs_world *w) { return w->stop_source; }
int hs_world_stop_line(const hs_world *w) { return w->stop_line; }
const char *hs_world_error_source(const hs_world *w) { return w->error_source; }
int hs_world_error_line(const hs_world *w) { return w->error_line; }
lua_State *hs_world_waiter(hs_world *w) { return w->waiter; }
bool hs_world_is_running(const hs_world *w) { return w->rescue != NULL; }
void hs_world_exhaust(hs_world *w) { w->refused = true; }
void hs_world_fail_allocation(hs_world *w, int64_t n) { w->fail_after = n; }

void hs_world_begin_input(hs_world *w) {
    w->used = 0;
    w->bytes = 0;
    w->tick = 0;
    w->cpu_start = 0;
    if (hs_is_over(w)) return;
    /* No script runs in a collection, since nothing has a finalizer. */
    if (w->arena.live > w->collect_at && w->arena.live > 64 * 1024) {
        lua_gc(w->L, LUA_GCCOLLECT);
        w->collect_at = 2 * w->arena.live;
    }
}

/* ---- Budget and stop ---- */

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

void hs_charge(lua_State *L, int64_t units) {
    hs_world *w = hs_of(L);
    w->used += units;
    if (is_spent(w)) hs_stop(w, L, HS_STOP_INSTRUCTIONS);
    if (hs_is_over(w)) hs_leave(L);
}

void hs_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    hs_world *w = hs_of(L);
    w->used += 100;
    if (w->refused) {
        hs_stop(w, L, HS_STOP_MEMORY);
    } else if (is_spent(w)) {
        hs_stop(w, L, HS_STOP_INSTRUCTIONS);
    } else {
        int64_t tick = coarse_tick();
        if (tick != w->tick) {
            w->tick = tick;
            uint64_t now = cpu_now();
            if (w->cpu_start == 0) w->cpu_start = now;
            if (now - w->cpu_start > w->limits.cpu_ns) hs_stop(w, L, HS_STOP_CPU);
        }
    }
    if (w->stop != HS_STOP_NONE) hs_leave(L);
}

/* ---- Running ---- */

/* The message handler of a runtime's thread: sees only errors that nothing catches, where they are raised. */
static int note_error(lua_State *L) {
    hs_world *w = hs_of(L);
    if (hs_is_over(w)) return 1;
    hs_note_place(L, 1, w->error_source, &w->error_line);
    luaL_traceback(L, L, NULL, 1);
    /* Without the frame of `body`, which is none of the script's. */
    static const char tail[] = "\n\t[C]: in ?";
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    if (length > sizeof tail && strcmp(text + length - (sizeof tail - 1), tail) == 0) {
        lua_pushlstring(L, text, length - (sizeof tail - 1));
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
    lua_settop(L, 1);
    return 1;
}

static int body_ended(lua_State *L, int status, lua_KContext context) {
    (void)context;
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - 1;
    hs_world *w = hs_of(L);
    w->refused |= status == LUA_ERRMEM;
    if (hs_is_over(w)) return hs_leave(L);
    w->failed = true;
    return 1;
}

/* What a runtime's thread runs: the function and its arguments, protected. */
static int body(lua_State *L) {
    lua_pushcfunction(L, note_error);
    lua_insert(L, 1);
    return body_ended(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, body_ended), 0);
}

lua_State *hs_new_thread(hs_world *w) {
    lua_State *thread = lua_newthread(w->L);
    *hs_extra(thread) |= HS_RUNTIME;
    lua_pushcfunction(thread, body);
    return thread;
}

int hs_resume(hs_world *w, lua_State *thread, lua_State *waiter, int go, int count, int *results) {
    *results = 0;
    if (hs_is_over(w)) {
        hs_stop(w, thread, HS_STOP_MEMORY);
        return HS_STOPPED;
    }
    /* Only the innermost thread of a wait gets the values; the others are passed through. */
    int arguments = waiter == NULL ? count + 1 : waiter == thread ? count : 0;
    /* A host function may run another thread meanwhile. */
    const bool enforce = w->enforce;
    const int depth = w->depth, closes = w->closes, unyieldable = w->unyieldable;
    lua_State *const running = w->running;
    hs_rescue *const outer = w->rescue;
    hs_rescue rescue;
    w->rescue = &rescue;
    w->running = thread;
    w->waiter = waiter;
    w->go = go;
    w->go_count = count;
    w->passing = w->failed = false;
    w->error_source[0] = 0;
    w->error_line = 0;
    w->depth = w->closes = w->unyieldable = 0;
    w->enforce = true;
    volatile int status = LUA_ERRMEM;
    if (setjmp(rescue.place) == 0) {
        status = lua_resume(thread, w->L, arguments, results);
    } else {
        w->refused = true;
    }
    w->enforce = enforce;
    w->depth = depth;
    w->closes = closes;
    w->unyieldable = unyieldable;
    w->rescue = outer;
    w->running = running;
    w->refused |= status == LUA_ERRMEM;
    if (hs_is_over(w)) {
        hs_stop(w, thread, HS_STOP_MEMORY);
        return HS_STOPPED;
    }
    if (status == LUA_YIELD) return HS_WAITING;
    *hs_extra(thread) |= HS_OVER;
    const bool failed = status != LUA_OK || w->failed;
    w->failed = false; /* for the run that this one interrupted */
    return failed ? HS_FAILED : HS_FINISHED;
}

bool hs_can_wait(hs_world *w, lua_State *L) { return w->unyieldable == 0 && lua_isyieldable(L); }

bool hs_load_compiled(hs_world *w, const uint8_t *bytes, size_t size, const char *name) {
    return luaL_loadbufferx(w->L, (const char *)bytes, size, name, "b") == LUA_OK;
}

int hs_compile_text(lua_State *L, const char *source, size_t size, const char *name) {
    return luaL_loadbufferx(L, source, size, name, "t");
}

void hs_push_traceback(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &traceback_key);
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
}

/* ---- References ---- */

void hs_ref_store(lua_State *L, int32_t number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &references_key);
    lua_rotate(L, -2, 1);
    lua_rawseti(L, -2, number);
    lua_settop(L, -2);
}

void hs_ref_push(lua_State *L, int32_t number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &references_key);
    lua_rawgeti(L, -1, number);
    lua_rotate(L, -2, 1);
    lua_settop(L, -2);
}

bool hs_ref_clear(lua_State *L, int32_t number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &references_key);
    bool was = lua_rawgeti(L, -1, number) != LUA_TNIL;
    lua_pop(L, 1);
    if (was) {
        lua_pushnil(L);
        lua_rawseti(L, -2, number);
    }
    lua_pop(L, 1);
    return was;
}

bool hs_caller(lua_State *L, lua_Debug *ar) {
    if (!lua_getstack(L, 1, ar)) return false;
    lua_getinfo(L, "Sl", ar);
    return ar->currentline > 0;
}
