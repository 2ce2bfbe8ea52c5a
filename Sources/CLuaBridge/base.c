/* tostring and rawset: no addresses in texts, no changes to what is the host's. */
#include "world.h"

/* The number of a table, function, text or other thing in this world; 0 for what is none. Things with a number live as
 * long as the world. */
lua_Integer hs_thing_number(lua_State *L, int index) {
    static const char numbers_key = 0;
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TTHREAD:
    case LUA_TUSERDATA:
    case LUA_TLIGHTUSERDATA: break;
    default: return 0;
    }
    index = lua_absindex(L, index);
    const int top = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &numbers_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &numbers_key);
    }
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushvalue(L, index);
        lua_pushinteger(L, ++hs_of(L)->named);
        lua_rawset(L, -4);
        lua_pushinteger(L, hs_of(L)->named);
    }
    lua_Integer number = lua_tointeger(L, -1);
    lua_settop(L, top);
    return number;
}

/* Pushes the text of a value as tostring gives it. Things without a text of their own are numbered per world, since
 * addresses differ from run to run. */
void hs_push_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1)) luaL_error(L, "'__tostring' must return a string");
        lua_tolstring(L, -1, NULL); /* a number is made a text */
        return;
    }
    lua_Integer number = lua_type(L, index) == LUA_TSTRING ? 0 : hs_thing_number(L, index);
    if (number == 0) {
        luaL_tolstring(L, index, NULL);
        return;
    }
    bool has_name = luaL_getmetafield(L, index, "__name") == LUA_TSTRING;
    lua_pushfstring(L, "%s: %I", has_name ? lua_tostring(L, -1) : luaL_typename(L, index), (LUAI_UACINT)number);
    if (has_name) lua_remove(L, -2);
}

static int to_string(lua_State *L) {
    luaL_checkany(L, 1);
    hs_push_text(L, 1);
    return 1;
}

static int raw_set(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (hs_is_frozen(L, 1)) return luaL_error(L, "this table belongs to Hookswitch and cannot be changed");
    lua_rawset(L, 1);
    return 1;
}

const luaL_Reg hs_base_functions[] = {
    {"tostring", to_string},
    {"rawset", raw_set},
    {NULL, NULL},
};
