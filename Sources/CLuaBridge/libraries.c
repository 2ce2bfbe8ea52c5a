/* The libraries of the sandbox: Lua's own functions that may stay (`stock.c`), plus our replacements. Their tables
 * belong to the world: a flow may add to them, and harms nobody else. */
#include "world.h"

#include <math.h>
#include <string.h>

static void set_all(lua_State *L, const luaL_Reg *list) {
    for (; list->name != NULL; list++) {
        lua_pushcfunction(L, list->func);
        lua_setfield(L, -2, list->name);
    }
}

/* traceback([thread,] [message [, level]]) */
static int traceback(lua_State *L) {
    hs_charge(L, 1000); /* it walks the stack */
    lua_State *of = lua_tothread(L, 1);
    int first = of == NULL ? 1 : 2;
    if (of == NULL) of = L;
    if (!lua_isnoneornil(L, first) && !lua_isstring(L, first)) {
        lua_pushvalue(L, first);
        return 1;
    }
    const char *message = lua_tostring(L, first);
    luaL_traceback(L, of, message, (int)luaL_optinteger(L, first + 1, of == L));
    return 1;
}

static const luaL_Reg debug_functions[] = {{"traceback", traceback}, {NULL, NULL}};

/* Pushes a new table with the functions of a library. */
void hs_push_library(lua_State *L, const char *name) {
    lua_newtable(L);
    hs_set_stock(L, name);
    if (strcmp(name, "string") == 0) {
        lua_pushcfunction(L, hs_format);
        lua_setfield(L, -2, "format");
        set_all(L, hs_pattern_functions);
    } else if (strcmp(name, "table") == 0) {
        set_all(L, hs_table_functions);
    } else if (strcmp(name, "math") == 0) {
        set_all(L, hs_random_functions);
        lua_pushnumber(L, 3.141592653589793238462643383279502884);
        lua_setfield(L, -2, "pi");
        lua_pushnumber(L, (lua_Number)HUGE_VAL);
        lua_setfield(L, -2, "huge");
        lua_pushinteger(L, LUA_MAXINTEGER);
        lua_setfield(L, -2, "maxinteger");
        lua_pushinteger(L, LUA_MININTEGER);
        lua_setfield(L, -2, "mininteger");
    } else if (strcmp(name, "utf8") == 0) {
        static const char character[] = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";
        lua_pushlstring(L, character, sizeof character - 1); /* it begins with a zero */
        lua_setfield(L, -2, "charpattern");
    } else if (strcmp(name, "coroutine") == 0) {
        set_all(L, hs_coroutine_functions);
    } else if (strcmp(name, "os") == 0) {
        set_all(L, hs_clock_functions);
    } else {
        set_all(L, debug_functions);
    }
}
