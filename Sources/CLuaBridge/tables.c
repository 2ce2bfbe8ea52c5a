/* table.*, written after the manual and Lua's ltablib.c (MIT licence, Copyright (C) 1994-2022 Lua.org, PUC-Rio), whose
 * messages it keeps: lengths are raw, so that no metamethod says how far to walk, and every walk is charged. */
#include "world.h"

/* Items that are walked for one unit. */
#define ITEMS_PER_UNIT 4

static lua_Integer length(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    return (lua_Integer)lua_rawlen(L, 1);
}

/* Charges a walk in steps, while it goes on: what ends it early was not walked. */
static void charge_item(lua_State *L, lua_Integer done) {
    if ((done & 255) == 0) hs_charge(L, 256 / ITEMS_PER_UNIT);
}

static int insert(lua_State *L) {
    lua_Integer end = (lua_Integer)((lua_Unsigned)length(L) + 1), position = end;
    switch (lua_gettop(L)) {
    case 2: break;
    case 3:
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
            charge_item(L, end - i + 1);
        }
        break;
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, position);
    return 0;
}

static int take_out(lua_State *L) {
    lua_Integer size = length(L), position = luaL_optinteger(L, 2, size);
    if (position != size) {
        luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 2, "position out of bounds");
    }
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
        charge_item(L, size - position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static int move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, target, LUA_TTABLE);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        bool is_forward = to > last || to <= first || !lua_rawequal(L, 1, target);
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer at = is_forward ? i : count - 1 - i;
            lua_geti(L, 1, first + at);
            lua_seti(L, target, to + at);
            charge_item(L, i + 1);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_item(lua_State *L, luaL_Buffer *buffer, lua_Integer i) {
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
    }
    luaL_addvalue(buffer);
}

static int concat(lua_State *L) {
    lua_Integer last = length(L);
    size_t size;
    const char *separator = luaL_optlstring(L, 2, "", &size);
    lua_Integer i = luaL_optinteger(L, 3, 1), done = 0;
    last = luaL_optinteger(L, 4, last);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (; i < last; i++) {
        add_item(L, &buffer, i);
        luaL_addlstring(&buffer, separator, size);
        charge_item(L, ++done);
    }
    if (i == last) add_item(L, &buffer, i);
    luaL_pushresult(&buffer);
    return 1;
}

static int pack(lua_State *L) {
    int count = lua_gettop(L);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int i = count; i >= 1; i--) lua_seti(L, 1, i);
    lua_pushinteger(L, count);
    lua_setfield(L, 1, "n");
    hs_charge(L, count / ITEMS_PER_UNIT);
    return 1;
}

static int unpack(lua_State *L) {
    lua_Integer size = length(L), i = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, size);
    if (i > last) return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)i;
    if (count >= INT32_MAX || !lua_checkstack(L, (int)(++count))) return luaL_error(L, "too many results to unpack");
    hs_charge(L, (lua_Integer)count / ITEMS_PER_UNIT);
    for (; i < last; i++) lua_geti(L, 1, i);
    lua_geti(L, 1, last);
    return (int)count;
}

const luaL_Reg hs_table_functions[] = {
    {"concat", concat},   {"insert", insert},  {"move", move},     {"pack", pack},
    {"remove", take_out}, {"sort", hs_sort},   {"unpack", unpack}, {NULL, NULL},
};
