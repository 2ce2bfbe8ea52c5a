/* Making and dropping a world; what the host reads of it and keeps in it. */
#include "world.h"

#include <string.h>

static int references_key;

static int set_up(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &references_key);
    hs_hide_metamethods(L);
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
    if (!hs_stock_ready()) return NULL;
    hs_world *w = hs_arena_make_world();
    if (w == NULL) return NULL;
    w->host = host;
    w->limits = limits;
    w->slice_end = HS_NO_SLICES;
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
    lua_sethook(w->L, hs_hook, LUA_MASKCOUNT, HS_HOOK_COUNT);
    lua_pushcfunction(w->L, set_up);
    if (lua_pcall(w->L, 0, 0, 0) != LUA_OK) {
        hs_world_drop(w);
        return NULL;
    }
    w->collect_at = 2 * w->arena.live;
    return w;
}

void hs_world_drop(hs_world *w) { hs_arena_drop_world(w); }

lua_State *hs_world_state(hs_world *w) { return w->L; }
void hs_world_set_owner(hs_world *w, void *owner) { w->owner = owner; }
void hs_world_set_limits(hs_world *w, hs_limits limits) { w->limits = limits; }
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
void hs_world_charge(hs_world *w, int64_t units) { w->used += units; }
void hs_world_fail_allocation(hs_world *w, int64_t n) { w->fail_after = n; }

void hs_world_begin_input(hs_world *w) {
    hs_budget_renew(w);
    if (hs_is_over(w)) return;
    hs_forget_keys(w);
    /* No script runs in a collection, since nothing has a finalizer. */
    if (w->arena.live > w->collect_at && w->arena.live > 64 * 1024) {
        lua_gc(w->L, LUA_GCCOLLECT);
        w->collect_at = 2 * w->arena.live;
    }
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

bool hs_caller_outside(lua_State *L, const char *prefix, lua_Debug *ar) {
    for (int level = 1; lua_getstack(L, level, ar); level++) {
        lua_getinfo(L, "Sl", ar);
        if (ar->currentline > 0 && strncmp(ar->source, prefix, strlen(prefix)) != 0) return true;
    }
    return false;
}

bool hs_place(lua_State *L, lua_Debug *ar) {
    for (int level = 0; lua_getstack(L, level, ar); level++) {
        lua_getinfo(L, "Sl", ar);
        if (ar->currentline > 0) return true;
    }
    return false;
}
