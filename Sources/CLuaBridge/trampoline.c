/* The one way from Lua to Swift. The Swift frame is gone before anything is raised or yielded. */
#include "world.h"

#include <string.h>

static int loaded_key;

/* A wait is over: the runtime's values lie on top, or the one to raise. */
static int go_on(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    hs_world *w = hs_of(L);
    int go = w->go, count = w->go_count;
    if (go == HS_GO_VALUES) return count;
    if (go == HS_GO_RAISE_AT) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

/* A module's chunk has returned; its value is kept under the name at `context`. */
static int loaded(lua_State *L, int status, lua_KContext context) {
    (void)status;
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, true);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key);
    lua_pushvalue(L, (int)context);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    return 1;
}

/* On top: a name and a function. Calls it unless its value is known. */
static int call_once(lua_State *L) {
    int name = lua_gettop(L) - 1;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &loaded_key);
    }
    lua_pushvalue(L, name);
    int type = lua_rawget(L, -2);
    if (type == LUA_TLIGHTUSERDATA) {
        return luaL_error(L, "module '%s' requires itself, or failed before", lua_tostring(L, name));
    }
    if (type != LUA_TNIL) return 1;
    lua_pop(L, 1);
    lua_pushvalue(L, name);
    lua_pushlightuserdata(L, &loaded_key); /* being loaded */
    lua_rawset(L, -3);
    lua_pop(L, 1);
    lua_callk(L, 0, 1, name, loaded);
    return loaded(L, LUA_OK, name);
}

int hs_call_host(lua_State *L, int32_t index) {
    hs_world *w = hs_of(L);
    /* What still runs after a stop, such as a __close on the way out, reaches nobody. */
    if (hs_is_over(w)) return hs_leave(L);
    bool enforce = w->enforce;
    const size_t live = w->arena.live;
    const int64_t used = w->used;
    w->enforce = false;
    int32_t result = w->host->callback(w->owner, L, index);
    w->enforce = enforce;
    if (w->arena.live > live) w->bytes += w->arena.live - live;
    /* Host code is never refused memory; when it took too much, and that is no garbage, it is the script's end now. */
    if (enforce && w->arena.live > w->limits.memory) {
        lua_gc(L, LUA_GCCOLLECT);
        w->refused |= !hs_collected(w);
    }
    if (w->used != used) {
        /* The host has charged for its work, which may be too much already. */
        int64_t units = w->used - used;
        w->used = used;
        hs_charge(L, units);
    }
    if (hs_is_over(w)) return hs_leave(L);
    switch (result) {
    case HS_RAISE_AT:
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
        return lua_error(L);
    case HS_WAIT:
        if (!hs_can_wait(w, L)) {
            return luaL_error(L, "cannot wait inside a callback of a C function such as table.sort or string.gsub");
        }
        w->passing = true;
        w->waiter = L;
        return lua_yieldk(L, 0, 0, go_on);
    case HS_CALL_ONCE: return call_once(L);
    default: return result >= 0 ? result : lua_error(L);
    }
}

int hs_trampoline(lua_State *L) { return hs_call_host(L, (int32_t)lua_tointeger(L, lua_upvalueindex(1))); }

/* ---- Names ---- */

const hs_name *hs_find_name(const hs_host *host, const char *space, const char *name) {
    size_t low = 0, high = host->name_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(host->names[middle].space, space);
        if (order == 0) order = strcmp(host->names[middle].name, name);
        if (order == 0) return &host->names[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

bool hs_has_space(const hs_host *host, const char *space) {
    for (size_t i = 0; i < host->name_count; i++) {
        if (strcmp(host->names[i].space, space) == 0) return true;
    }
    return false;
}
