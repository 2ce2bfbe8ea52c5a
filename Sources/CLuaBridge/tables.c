/* table.*: Lua's own, charged by the length that they walk, since one instruction walks all of it. */
#include "world.h"

/* The length that the function will see; 0 for what it will refuse. */
static lua_Integer length(lua_State *L, int index) {
    if (lua_getmetatable(L, index)) {
        bool has_length = luaL_getmetafield(L, index, "__len") != LUA_TNIL;
        if (has_length) return luaL_len(L, index);
    }
    return lua_type(L, index) == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, index) : 0;
}

/* Charges the walk from `first` to `last`, both inclusive. */
static void charge(lua_State *L, lua_Integer first, lua_Integer last) {
    if (last < first) return;
    uint64_t items = (uint64_t)last - (uint64_t)first;
    hs_charge(L, items > UINT32_MAX ? UINT32_MAX : (int64_t)(items / 4));
}

static int concat(lua_State *L) {
    int top = lua_gettop(L);
    charge(L, luaL_optinteger(L, 3, 1), lua_isnoneornil(L, 4) ? length(L, 1) : luaL_checkinteger(L, 4));
    lua_settop(L, top);
    return hs_stock_table.concat(L);
}

static int insert(lua_State *L) {
    int top = lua_gettop(L);
    if (top == 3) charge(L, luaL_checkinteger(L, 2), length(L, 1));
    lua_settop(L, top);
    return hs_stock_table.insert(L);
}

static int move(lua_State *L) {
    charge(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
    return hs_stock_table.move(L);
}

static int take_out(lua_State *L) {
    int top = lua_gettop(L);
    if (top >= 2) charge(L, luaL_checkinteger(L, 2), length(L, 1));
    lua_settop(L, top);
    return hs_stock_table.take_out(L);
}

static int sort(lua_State *L) {
    int top = lua_gettop(L);
    lua_Integer items = length(L, 1);
    int rounds = 1;
    for (lua_Integer rest = items; rest > 1 && rounds < 32; rest /= 2) rounds++;
    charge(L, 1, items > INT32_MAX ? items : items * rounds);
    lua_settop(L, top);
    return hs_stock_table.sort(L);
}

static int unpack(lua_State *L) {
    int top = lua_gettop(L);
    charge(L, luaL_optinteger(L, 2, 1), lua_isnoneornil(L, 3) ? length(L, 1) : luaL_checkinteger(L, 3));
    lua_settop(L, top);
    return hs_stock_table.unpack(L);
}

const luaL_Reg hs_table_functions[] = {
    {"concat", concat},   {"insert", insert}, {"move", move},
    {"remove", take_out}, {"sort", sort},     {"unpack", unpack},
    {NULL, NULL},
};
