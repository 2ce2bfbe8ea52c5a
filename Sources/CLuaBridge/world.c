/* Making, running and dropping a world; the budget and the stop. */
#include "world.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* World and first chunk in one block: a small world is one malloc. */
#define FIRST_CHUNK (10 * 1024)

static int references_key, waiting_key;

static int set_up(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &references_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &waiting_key);
    hs_make_object_tables(L);
    hs_open_globals(L);
    return 0;
}

hs_world *hs_world_new(const hs_host *host, hs_limits limits, uint64_t seed) {
    size_t head = (sizeof(hs_world) + 15) & ~(size_t)15;
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
int64_t hs_world_used(const hs_world *w) { return w->used; }
int hs_world_stop(const hs_world *w) { return w->stop; }
const char *hs_world_stop_source(const hs_world *w) { return w->stop_source; }
int hs_world_stop_line(const hs_world *w) { return w->stop_line; }
lua_State *hs_world_waiter(hs_world *w) { return w->waiter; }
void hs_world_fail_allocation(hs_world *w, int64_t n) { w->fail_after = n; }

void hs_world_begin_input(hs_world *w) {
    w->used = 0;
    w->hooks = 0;
    w->cpu_start = 0;
    w->refusals = 0;
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

bool hs_is_over(hs_world *w) { return w->stop != HS_STOP_NONE || w->refused; }

void hs_stop(hs_world *w, lua_State *L, int reason) {
    if (w->stop != HS_STOP_NONE) return;
    w->stop = reason;
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            const char *source = ar.source[0] == '@' ? ar.source + 1 : ar.short_src;
            strncpy(w->stop_source, source, sizeof w->stop_source - 1);
            w->stop_line = ar.currentline;
            return;
        }
    }
}

int hs_leave(lua_State *L) {
    hs_world *w = hs_of(L);
    if (w->stop == HS_STOP_NONE) hs_stop(w, L, HS_STOP_MEMORY);
    if (lua_isyieldable(L)) {
        w->passing = true;
        return lua_yield(L, 0);
    }
    lua_pushliteral(L, "stopped");
    return lua_error(L);
}

void hs_charge(lua_State *L, int64_t units) {
    hs_world *w = hs_of(L);
    w->used += units;
    if (w->used > w->limits.instructions) {
        hs_stop(w, L, HS_STOP_INSTRUCTIONS);
        hs_leave(L);
    }
}

void hs_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    hs_world *w = hs_of(L);
    w->used += 100;
    if (w->refused) {
        hs_stop(w, L, HS_STOP_MEMORY);
    } else if (w->used > w->limits.instructions) {
        hs_stop(w, L, HS_STOP_INSTRUCTIONS);
    } else if (++w->hooks % 16 == 0) {
        uint64_t now = cpu_now();
        if (w->cpu_start == 0) w->cpu_start = now;
        if (now - w->cpu_start > w->limits.cpu_ns) hs_stop(w, L, HS_STOP_CPU);
    }
    if (w->stop != HS_STOP_NONE) hs_leave(L);
}

/* ---- Running ---- */

void hs_mark_waiting(lua_State *L, lua_State *thread, bool waits) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &waiting_key);
    lua_pushboolean(L, true);
    if (!waits) {
        lua_pop(L, 1);
        lua_pushnil(L);
    }
    lua_rawsetp(L, -2, thread);
    lua_pop(L, 1);
}

bool hs_is_waiting(lua_State *L, lua_State *thread) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &waiting_key);
    bool waits = lua_rawgetp(L, -1, thread) != LUA_TNIL;
    lua_pop(L, 2);
    return waits;
}

lua_State *hs_new_thread(hs_world *w) {
    lua_State *thread = lua_newthread(w->L);
    hs_mark_waiting(w->L, thread, true);
    return thread;
}

int hs_resume(hs_world *w, lua_State *thread, lua_State *waiter, int go, int count, int *results) {
    *results = 0;
    if (w->stop != HS_STOP_NONE) return HS_STOPPED;
    int arguments = count;
    w->waiter = waiter;
    if (waiter != NULL) {
        w->go = go;
        w->go_count = count;
        /* Only the innermost thread gets the values; the others are passed through. */
        if (waiter != thread) arguments = 0;
    }
    w->passing = false;
    w->depth = 0;
    w->unyieldable = 0;
    w->enforce = true;
    int status = lua_resume(thread, w->L, arguments, results);
    w->enforce = false;
    if (w->stop == HS_STOP_NONE && (w->refused || status == LUA_ERRMEM)) hs_stop(w, thread, HS_STOP_MEMORY);
    if (w->stop != HS_STOP_NONE) return HS_STOPPED;
    if (status == LUA_YIELD && w->passing) return HS_WAITING;
    hs_mark_waiting(w->L, thread, false);
    if (status == LUA_OK) return HS_FINISHED;
    /* A plain coroutine.yield outside of any coroutine has nobody to go to. */
    return status == LUA_YIELD ? HS_YIELDED : HS_FAILED;
}

bool hs_can_wait(hs_world *w, lua_State *L) { return w->unyieldable == 0 && lua_isyieldable(L); }

bool hs_load_compiled(hs_world *w, const uint8_t *bytes, size_t size, const char *name) {
    return luaL_loadbufferx(w->L, (const char *)bytes, size, name, "b") == LUA_OK;
}

int hs_compile_text(lua_State *L, const char *source, size_t size, const char *name) {
    return luaL_loadbufferx(L, source, size, name, "t");
}

void hs_push_traceback(hs_world *w, lua_State *L, lua_State *thread) {
    (void)w;
    luaL_traceback(L, thread, NULL, 0);
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

void hs_ref_clear(lua_State *L, int32_t number) {
    lua_pushnil(L);
    hs_ref_store(L, number);
}

bool hs_caller(lua_State *L, lua_Debug *ar) {
    if (!lua_getstack(L, 1, ar)) return false;
    lua_getinfo(L, "Sl", ar);
    return ar->currentline > 0;
}
