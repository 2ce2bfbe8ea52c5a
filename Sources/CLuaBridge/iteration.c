/* pairs and next in the order of keys (`order.h`). pairs looks at the keys once, when the loop begins; next keeps the
 * keys of the table that it went through last until the input ends. */
#include "order.h"

static int kept_table_key, kept_keys_key;

void hs_forget_keys(hs_world *w) {
    if (!w->keeps_keys) return;
    w->keeps_keys = false;
    lua_pushnil(w->L);
    lua_rawsetp(w->L, LUA_REGISTRYINDEX, &kept_table_key);
    lua_pushnil(w->L);
    lua_rawsetp(w->L, LUA_REGISTRYINDEX, &kept_keys_key);
}

/* Pushes the key at a place of the list on top, or of the sequence that nil stands for. */
static void push_key(lua_State *L, int list, lua_Integer place) {
    if (lua_isnil(L, list)) lua_pushinteger(L, place);
    else lua_rawgeti(L, list, place);
}

/* Pushes the first key after `place` that the table at 1 still has, with its value; or nil. The place that it was found
 * at. */
static lua_Integer push_next(lua_State *L, int list, lua_Integer place, lua_Integer count) {
    while (place < count) {
        push_key(L, list, ++place);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) return place;
        lua_pop(L, 2);
    }
    lua_pushnil(L);
    return place;
}

/* The first key of all, without a list of them. */
static int first(lua_State *L) {
    hs_key least, key;
    lua_Integer count = 0;
    lua_settop(L, 1);
    lua_pushnil(L); /* the least key and its value */
    lua_pushnil(L);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        if (hs_is_hidden(L, -2)) {
            lua_pop(L, 1);
            continue;
        }
        hs_read_key(L, -2, &key);
        if (count++ == 0 || hs_is_before(&key, &least)) {
            least = key;
            lua_replace(L, 3);
            lua_pushvalue(L, -1);
            lua_replace(L, 2);
        } else {
            lua_pop(L, 1);
        }
    }
    hs_charge(L, count / 4);
    if (count == 0) return 1;
    return 2;
}

/* The place of the last key that is not after `key`. */
static lua_Integer find_place(lua_State *L, int list, lua_Integer count, const hs_key *key) {
    lua_Integer low = 0, high = count;
    while (low < high) {
        lua_Integer middle = low + (high - low) / 2;
        hs_key other;
        push_key(L, list, middle + 1);
        hs_read_key(L, -1, &other);
        lua_pop(L, 1);
        if (hs_is_before(key, &other)) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* Whether the kept keys are those of the table at 1, and the key at 2 is the one that was given last. Leaves the list at
 * 3 then. */
static bool is_kept(lua_State *L, const hs_world *w) {
    if (!w->keeps_keys) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kept_table_key);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kept_keys_key);
    push_key(L, 4, w->key_place);
    bool is = lua_rawequal(L, 1, 3) && lua_rawequal(L, 2, 5);
    lua_settop(L, 4);
    lua_remove(L, 3);
    if (!is) lua_settop(L, 2);
    return is;
}

/* next(table [, key]) */
static int next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) return first(L);
    if (!lua_rawequal(L, 2, 2)) return luaL_error(L, "invalid key to 'next'"); /* not a number */
    hs_world *w = hs_of(L);
    if (!is_kept(L, w)) {
        hs_key key;
        hs_read_key(L, 2, &key);
        w->keeps_keys = false;
        lua_Integer count = hs_push_keys(L, 1);
        w->key_count = count;
        w->key_place = find_place(L, 3, count, &key);
        lua_pushvalue(L, 1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &kept_table_key);
        lua_pushvalue(L, 3);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &kept_keys_key);
        w->keeps_keys = true;
    }
    w->key_place = push_next(L, 3, w->key_place, w->key_count);
    if (lua_gettop(L) == 5) return 2;
    w->keeps_keys = false; /* what comes in now is seen by the next walk */
    return 1;
}

/* What a loop over pairs calls for the keys 1, 2, 3, … Upvalues: the table, how many they were. Called by hand with
 * another table or key it is next. */
static int sequence_step(lua_State *L) {
    lua_Integer count = lua_tointeger(L, lua_upvalueindex(2)), i = 0;
    if (!lua_rawequal(L, 1, lua_upvalueindex(1))) return next(L);
    if (lua_isinteger(L, 2)) i = lua_tointeger(L, 2);
    else if (!lua_isnoneornil(L, 2)) return next(L);
    if (i < 0 || i > count) return next(L);
    lua_settop(L, 1);
    while (i < count) {
        lua_pushinteger(L, ++i);
        if (lua_rawgeti(L, 1, i) != LUA_TNIL) return 2;
        lua_pop(L, 2);
    }
    lua_pushnil(L);
    return 1;
}

/* The same for a list of keys. Upvalues: the table, how many they are, the list, the place of the key that was given
 * last. */
static int list_step(lua_State *L) {
    const int list = lua_upvalueindex(3);
    lua_Integer count = lua_tointeger(L, lua_upvalueindex(2)), place = lua_tointeger(L, lua_upvalueindex(4));
    if (!lua_rawequal(L, 1, lua_upvalueindex(1))) return next(L);
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
        place = 0;
    } else {
        lua_rawgeti(L, list, place);
        if (place == 0 || !lua_rawequal(L, 2, -1)) return next(L);
        lua_pop(L, 1);
    }
    place = push_next(L, list, place, count);
    lua_pushinteger(L, place);
    lua_replace(L, lua_upvalueindex(4));
    return lua_gettop(L) == 3 ? 1 : 2;
}

static int has_pairs(lua_State *L, int status, lua_KContext context) {
    (void)L;
    (void)status;
    (void)context;
    return 3;
}

static int pairs(lua_State *L) {
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_insert(L, 1);
        lua_callk(L, 1, 3, 0, has_pairs);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, 1);
    lua_Integer count = hs_push_keys(L, 1);
    lua_pushinteger(L, count);
    lua_insert(L, -2);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushcclosure(L, sequence_step, 2);
    } else {
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, list_step, 4);
    }
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

const luaL_Reg hs_iteration_functions[] = {{"next", next}, {"pairs", pairs}, {NULL, NULL}};
