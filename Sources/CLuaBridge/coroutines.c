/* coroutine.*: as Lua's own, but a wait, and a stop, inside a flow's coroutine passes through to the runtime. */
#include "world.h"

static lua_State *thread_argument(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "thread");
    return co;
}

static int co_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    /* A new thread starts a fresh count, so the making of one is charged. */
    hs_charge(L, 100);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static const char *status_of(lua_State *L, lua_State *co) {
    if (L == co) return "running";
    if (hs_flags(co) & HS_OVER) return "dead";
    if (hs_flags(co) & (HS_RUNTIME | HS_WAITS)) return "normal";
    switch (lua_status(co)) {
    case LUA_YIELD: return "suspended";
    case LUA_OK: {
        lua_Debug ar;
        if (lua_getstack(co, 0, &ar)) return "normal";
        return lua_gettop(co) == 0 ? "dead" : "suspended";
    }
    default: return "dead";
    }
}

static int settle(lua_State *L, lua_State *co, int status, int results, bool is_wrap);

/* How many closes may run inside one another. Each is a fresh count of C calls to 5.4.4, so this bounds the C stack. */
#define MAX_CLOSES 3

/* Closes what `co` still holds open and leaves the error, if any, on its stack. Its __close functions run below
 * lua_resetthread, which nothing can wait through. */
static int reset(hs_world *w, lua_State *co) {
    lua_State *running = w->running;
    w->running = co;
    w->closes++;
    w->unyieldable++;
    int status = lua_resetthread(co);
    w->running = running;
    w->unyieldable--;
    w->closes--;
    return status;
}

/* The runtime goes on with what waits inside the coroutine. */
static int pass_back(lua_State *L, int status, lua_KContext context) {
    (void)status;
    hs_world *w = hs_of(L);
    bool is_wrap = context != 0;
    lua_State *co = lua_tothread(L, is_wrap ? lua_upvalueindex(1) : 1);
    int results;
    int arguments = w->waiter == co ? w->go_count : 0;
    w->used += 5; /* the next hook looks at it */
    w->steps += 5;
    *hs_extra(co) &= ~(uintptr_t)HS_WAITS;
    w->depth++;
    w->running = co;
    int inner = lua_resume(co, L, arguments, &results);
    w->running = L;
    w->depth--;
    return settle(L, co, inner, results, is_wrap);
}

/* What the resumption of `co` gave: its values to the resumer, or the wait on to the runtime. */
static int settle(lua_State *L, lua_State *co, int status, int results, bool is_wrap) {
    hs_world *w = hs_of(L);
    if (status == LUA_YIELD && w->passing) {
        if (!lua_isyieldable(L)) return hs_leave(L); /* only a stop gets here: waits are refused before */
        *hs_extra(co) |= HS_WAITS;
        return lua_yieldk(L, 0, is_wrap, pass_back);
    }
    if (hs_is_over(w)) return hs_leave(L);
    if (status == LUA_OK || status == LUA_YIELD) {
        if (!lua_checkstack(L, results + 1)) {
            lua_pop(co, results);
            return luaL_error(L, "too many results to resume");
        }
        if (!is_wrap) lua_pushboolean(L, true);
        lua_xmove(co, L, results);
        return results + (is_wrap ? 0 : 1);
    }
    if (!is_wrap) {
        lua_pushboolean(L, false);
        lua_xmove(co, L, 1);
        return 2;
    }
    /* Nobody else could close what the coroutine left open. */
    bool is_dead = lua_status(co) != LUA_OK && lua_status(co) != LUA_YIELD;
    if (is_dead && w->closes < MAX_CLOSES) reset(w, co);
    if (hs_is_over(w)) return hs_leave(L);
    lua_xmove(co, L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

/* Resumes `co` with `arguments` values from the top of L. */
static int resume(lua_State *L, lua_State *co, int arguments, bool is_wrap) {
    hs_world *w = hs_of(L);
    hs_charge(L, 20);
    const char *status = status_of(L, co);
    const char *fault = NULL;
    if (status[0] != 's') fault = lua_pushfstring(L, "cannot resume %s coroutine", status[0] == 'd' ? "dead" : "non-suspended");
    else if (w->depth >= w->limits.depth) fault = lua_pushliteral(L, "coroutines are nested too deep");
    else if (!lua_checkstack(co, arguments + 1)) fault = lua_pushliteral(L, "too many arguments to resume");
    if (hs_is_over(w)) return hs_leave(L);
    if (fault != NULL) {
        if (is_wrap) return luaL_error(L, "%s", fault);
        lua_pushboolean(L, false);
        lua_insert(L, -2);
        return 2;
    }
    /* Inside a callback of a C function nothing below can wait: nobody could pass it on. */
    bool blocks = !lua_isyieldable(L);
    lua_xmove(L, co, arguments);
    w->depth++;
    w->unyieldable += blocks;
    w->running = co;
    int results;
    int state = lua_resume(co, L, arguments, &results);
    w->running = L;
    w->unyieldable -= blocks;
    w->depth--;
    return settle(L, co, state, results, is_wrap);
}

static int co_resume(lua_State *L) {
    lua_State *co = thread_argument(L);
    return resume(L, co, lua_gettop(L) - 1, false);
}

static int co_wrapped(lua_State *L) {
    return resume(L, lua_tothread(L, lua_upvalueindex(1)), lua_gettop(L), true);
}

static int co_wrap(lua_State *L) {
    co_create(L);
    lua_pushcclosure(L, co_wrapped, 1);
    return 1;
}

static int co_yield(lua_State *L) {
    if (hs_flags(L) & HS_RUNTIME) return luaL_error(L, "attempt to yield from outside a coroutine");
    return lua_yield(L, lua_gettop(L));
}

static int co_status(lua_State *L) {
    lua_pushstring(L, status_of(L, thread_argument(L)));
    return 1;
}

static int co_isyieldable(lua_State *L) {
    lua_State *co = lua_isnone(L, 1) ? L : thread_argument(L);
    lua_pushboolean(L, lua_isyieldable(co) && !(hs_flags(co) & HS_RUNTIME));
    return 1;
}

static int co_running(lua_State *L) {
    lua_pushthread(L);
    lua_pushboolean(L, (hs_flags(L) & HS_RUNTIME) != 0);
    return 2;
}

static int co_close(lua_State *L) {
    lua_State *co = thread_argument(L);
    hs_world *w = hs_of(L);
    hs_charge(L, 20);
    const char *status = status_of(L, co);
    if (status[0] != 's' && status[0] != 'd') return luaL_error(L, "cannot close a %s coroutine", status);
    if (hs_is_over(w)) return hs_leave(L);
    if (hs_flags(co) & HS_OVER) { /* closed when it ended; the runtime reads its results */
        lua_pushboolean(L, true);
        return 1;
    }
    if (w->closes >= MAX_CLOSES) return luaL_error(L, "coroutines that close one another are nested too deep");
    int result = reset(w, co);
    w->refused |= result == LUA_ERRMEM;
    if (hs_is_over(w)) return hs_leave(L);
    if (result == LUA_OK) {
        lua_pushboolean(L, true);
        return 1;
    }
    lua_pushboolean(L, false);
    lua_xmove(co, L, 1);
    return 2;
}

const luaL_Reg hs_coroutine_functions[] = {
    {"close", co_close},   {"create", co_create}, {"isyieldable", co_isyieldable}, {"resume", co_resume},
    {"running", co_running}, {"status", co_status}, {"wrap", co_wrap},             {"yield", co_yield},
    {NULL, NULL},
};
