/* The libraries of the sandbox: Lua's own, less what could leave it, plus our replacements. */
#include "world.h"

#include <string.h>

static void set_all(lua_State *L, const luaL_Reg *list) {
    for (; list->name != NULL; list++) {
        lua_pushcfunction(L, list->func);
        lua_setfield(L, -2, list->name);
    }
}

static void remove_field(lua_State *L, const char *name) {
    lua_pushnil(L);
    lua_setfield(L, -2, name);
}

static int traceback(lua_State *L) {
    const char *message = lua_isnoneornil(L, 1) ? NULL : luaL_checkstring(L, 1);
    luaL_traceback(L, L, message, (int)luaL_optinteger(L, 2, 1));
    return 1;
}

static const luaL_Reg debug_functions[] = {{"traceback", traceback}, {NULL, NULL}};

static void open_stock(lua_State *L, lua_CFunction open) {
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
}

/* Opens a library and leaves it on the stack; each world opens it once. */
bool hs_open_library(lua_State *L, const char *name) {
    static const char opened_key = 0;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &opened_key);
    }
    lua_pushstring(L, name);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 1);
    if (strcmp(name, "string") == 0) {
        open_stock(L, luaopen_string);
        remove_field(L, "dump");
        set_all(L, hs_text_functions);
    } else if (strcmp(name, "table") == 0) {
        open_stock(L, luaopen_table);
    } else if (strcmp(name, "math") == 0) {
        open_stock(L, luaopen_math);
        set_all(L, hs_random_functions);
    } else if (strcmp(name, "utf8") == 0) {
        open_stock(L, luaopen_utf8);
    } else if (strcmp(name, "coroutine") == 0) {
        lua_newtable(L);
        set_all(L, hs_coroutine_functions);
    } else if (strcmp(name, "os") == 0) {
        lua_newtable(L);
        set_all(L, hs_clock_functions);
    } else {
        lua_newtable(L);
        set_all(L, debug_functions);
    }
    lua_pushstring(L, name);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    lua_remove(L, -2);
    return true;
}
