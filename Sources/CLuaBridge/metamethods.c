/* setmetatable, and the metamethods that Lua itself must not find.
 *
 * `__call`: Lua follows it from object to object for as long as it finds one, and moves all arguments each time; an
 * object that is its own `__call` hangs the process in one instruction. `__concat`: 5.4.4 as Debian has it keeps a
 * pointer into a stack that has moved when three or more values are joined, and crashes. `__gc` would run outside all
 * budgets, `__mode` show what was collected when. A field can be set after setmetatable has looked, so Lua's own names of
 * them are spoiled: they are no longer what a script's text of that name is. setmetatable refuses them, and copies a
 * `__call` that is a function to where Lua finds it. */
#include "world.h"

static int call_name_key;

static const struct {
    const char *name, *reason;
} refused[] = {
    {"__gc", "a flow's memory has neither finalizers nor weak tables"},
    {"__mode", "a flow's memory has neither finalizers nor weak tables"},
    {"__concat", "with this Lua it can crash the process; write a function that joins"},
};

/* Changes the bytes of one of Lua's fixed texts: looked up by its bytes it is not found again. */
static void spoil(lua_State *L, int index) { ((char *)lua_tostring(L, index))[0] = 1; }

void hs_hide_metamethods(lua_State *L) {
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        lua_pushstring(L, refused[i].name);
        spoil(L, -1);
        lua_pop(L, 1);
    }
    lua_pushliteral(L, "__call");
    spoil(L, -1);
    hs_of(L)->call_name = lua_topointer(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &call_name_key);
}

void hs_push_call_name(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &call_name_key); }

bool hs_is_hidden(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TSTRING && lua_topointer(L, index) == hs_of(L)->call_name;
}

/* Puts the function that the metatable at 2 has as `__call` where Lua finds it. */
static void copy_call(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &call_name_key);
    lua_pushliteral(L, "__call");
    int type = lua_rawget(L, 2);
    if (type != LUA_TNIL && type != LUA_TFUNCTION) {
        luaL_error(L, "'__call' must be a function, not a %s", lua_typename(L, type));
    }
    if (type == LUA_TNIL) {
        lua_pushvalue(L, -2);
        if (lua_rawget(L, 2) == LUA_TNIL) { /* nor was there one before */
            lua_pop(L, 3);
            return;
        }
        lua_pop(L, 1);
    }
    lua_rawset(L, 2);
}

static int set_metatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
            lua_pushstring(L, refused[i].name);
            if (lua_rawget(L, 2) != LUA_TNIL) {
                return luaL_error(L, "'%s' is not available: %s", refused[i].name, refused[i].reason);
            }
            lua_pop(L, 1);
        }
        copy_call(L);
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

const luaL_Reg hs_metatable_functions[] = {{"setmetatable", set_metatable}, {NULL, NULL}};
