/* What a flow sees as globals: strict, and opened on first use, since most worlds use few. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

/* Lua's own base functions that may stay as they are. The base library is opened once, apart, to fetch them. */
static const char *const kept[] = {"assert", "error", "getmetatable", "ipairs", "next",   "pairs",  "rawequal",
                                   "rawget", "rawlen", "select",      "tonumber", "type", NULL};

static const char *const libraries[] = {"coroutine", "debug", "math", "os", "string", "table", "utf8", NULL};

static int is_in(const char *const *list, const char *name) {
    for (; *list != NULL; list++) {
        if (strcmp(*list, name) == 0) return 1;
    }
    return 0;
}

static lua_CFunction find_in(const luaL_Reg *list, const char *name) {
    for (; list->name != NULL; list++) {
        if (strcmp(list->name, name) == 0) return list->func;
    }
    return NULL;
}

/* Pushes one of Lua's own base functions. */
static void push_base(lua_State *L, const char *name) {
    static const char key = 0;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) != LUA_TTABLE) {
        lua_pop(L, 1);
        /* luaopen_base fills the globals table: give it another one while it does. */
        lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
        lua_pushcfunction(L, luaopen_base);
        lua_call(L, 0, 0);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
        lua_pushvalue(L, -2);
        lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
        lua_remove(L, -2);
    }
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

/* ---- Namespaces of the host, such as `log` ---- */

static int frozen(lua_State *L) {
    return luaL_error(L, "'%s' belongs to Hookswitch and cannot be changed", lua_tostring(L, lua_upvalueindex(1)));
}

static int space_index(lua_State *L) {
    const char *space = lua_tostring(L, lua_upvalueindex(1));
    const hs_name *found =
        lua_type(L, 2) == LUA_TSTRING ? hs_find_name(hs_of(L)->host, space, lua_tostring(L, 2)) : NULL;
    if (found == NULL) return luaL_error(L, "there is no %s.%s", space, luaL_tolstring(L, 2, NULL));
    lua_pushinteger(L, found->index);
    lua_pushcclosure(L, hs_trampoline, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static void push_space(lua_State *L, const char *space) {
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, space);
    lua_pushcclosure(L, space_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, space);
    lua_pushcclosure(L, frozen, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

/* ---- The globals table ---- */

/* Pushes what a name stands for, or returns false. */
static bool push_known(lua_State *L, const char *name) {
    hs_world *w = hs_of(L);
    const hs_name *host = hs_find_name(w->host, "", name);
    lua_CFunction own = find_in(hs_base_functions, name);
    if (own == NULL) own = find_in(hs_protected_functions, name);
    if (host != NULL) {
        lua_pushinteger(L, host->index);
        lua_pushcclosure(L, hs_trampoline, 1);
    } else if (own != NULL) {
        lua_pushcfunction(L, own);
    } else if (is_in(kept, name)) {
        push_base(L, name);
    } else if (is_in(libraries, name)) {
        hs_open_library(L, name);
    } else if (name[0] >= 'a' && name[0] <= 'z' && hs_has_space(w->host, name)) {
        push_space(L, name);
    } else {
        return false;
    }
    return true;
}

/* How many letters two short words differ by, roughly: equal but for one change, or not. */
static bool is_near(const char *a, const char *b) {
    size_t la = strlen(a), lb = strlen(b);
    if (la > lb + 1 || lb > la + 1 || la < 3) return false;
    size_t i = 0;
    while (i < la && i < lb && a[i] == b[i]) i++;
    size_t j = 0;
    while (j < la - i && j < lb - i && a[la - 1 - j] == b[lb - 1 - j]) j++;
    size_t rest_a = la - i - j, rest_b = lb - i - j;
    if (rest_a <= 1 && rest_b <= 1) return true;
    return rest_a == 2 && rest_b == 2 && a[i] == b[i + 1] && a[i + 1] == b[i];
}

static const char *nearest(lua_State *L, const char *name) {
    const hs_host *host = hs_of(L)->host;
    for (size_t i = 0; i < host->name_count; i++) {
        if (host->names[i].space[0] == 0 && is_near(name, host->names[i].name)) return host->names[i].name;
    }
    for (const char *const *word = kept; *word != NULL; word++) {
        if (is_near(name, *word)) return *word;
    }
    for (const char *const *word = libraries; *word != NULL; word++) {
        if (is_near(name, *word)) return *word;
    }
    return NULL;
}

static int global_index(lua_State *L) {
    if (lua_type(L, 2) == LUA_TSTRING) {
        const char *name = lua_tostring(L, 2);
        if (push_known(L, name)) {
            lua_pushvalue(L, 2);
            lua_pushvalue(L, -2);
            lua_rawset(L, 1);
            return 1;
        }
        const char *near = nearest(L, name);
        if (near != NULL) return luaL_error(L, "undeclared global '%s'; did you mean '%s'?", name, near);
        return luaL_error(L, "undeclared global '%s'", name);
    }
    return 0;
}

static int global_assign(lua_State *L) {
    return luaL_error(L, "assigning to undeclared global '%s'; write 'local' before it",
                      lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
}

/* Method calls on strings open the library. */
static int string_index(lua_State *L) {
    hs_open_library(L, "string");
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    return 1;
}

void hs_open_globals(lua_State *L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "_G");
    lua_pushliteral(L, "Lua 5.4");
    lua_setfield(L, -2, "_VERSION");
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, global_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, global_assign);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);

    lua_pushliteral(L, "");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, string_index);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void hs_set_global(lua_State *L, const char *name) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_insert(L, -2);
    lua_pushstring(L, name);
    lua_insert(L, -2);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
