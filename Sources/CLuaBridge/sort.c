/* table.sort: a merge sort. What compares equal keeps its order, so the result depends on the list and the comparison
 * alone; Lua's own changes places, and picks its pivots by the clock when it is out of luck. A comparison that
 * contradicts itself gives some order and no error. A comparison that raises leaves the list as it was. */
#include "order.h"

#include <string.h>

/* Runs of so many are sorted by insertion. */
#define RUN 6

/* Numbers of one kind are sorted as they are, all else by places: `order[i]` is where the i-th value lies, from 0. */
typedef enum { INTEGERS, FLOATS, PLACES } hs_kind;

typedef union {
    lua_Integer integer;
    lua_Number number;
    uint32_t place;
} hs_item;

/* As `<` has it, for the two values on top. Lua's own compares texts by strcoll from zero byte to zero byte, and nothing
 * would charge that. */
static bool is_less_on_top(lua_State *L) {
    if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING) return lua_compare(L, -2, -1, LUA_OPLT);
    size_t a_length, b_length;
    const char *a = lua_tolstring(L, -2, &a_length), *b = lua_tolstring(L, -1, &b_length);
    hs_charge(L, (int64_t)((a_length < b_length ? a_length : b_length) / 64));
    return hs_text_is_before(a, a_length, b, b_length);
}

/* Whether the value at place a comes before that at b: by the function at 2, or as `<` has it. */
static bool is_less(lua_State *L, uint32_t a, uint32_t b) {
    const bool has_function = lua_type(L, 2) == LUA_TFUNCTION;
    if (has_function) lua_pushvalue(L, 2);
    lua_geti(L, 1, (lua_Integer)a + 1);
    lua_geti(L, 1, (lua_Integer)b + 1);
    int result;
    if (has_function) {
        lua_call(L, 2, 1);
        result = lua_toboolean(L, -1);
        lua_pop(L, 1);
    } else {
        result = is_less_on_top(L);
        lua_pop(L, 2);
    }
    return result;
}

static inline bool is_before(lua_State *L, hs_kind kind, hs_item a, hs_item b) {
    switch (kind) {
    case INTEGERS: return a.integer < b.integer;
    case FLOATS: return a.number < b.number;
    default: return is_less(L, a.place, b.place);
    }
}

/* `spare` has half the size of `items`. */
static void merge_sort(lua_State *L, hs_kind kind, hs_item *items, hs_item *spare, size_t count) {
    if (count <= RUN) {
        for (size_t i = 1; i < count; i++) {
            hs_item item = items[i];
            size_t at = i;
            for (; at > 0 && is_before(L, kind, item, items[at - 1]); at--) items[at] = items[at - 1];
            items[at] = item;
        }
        return;
    }
    size_t half = count / 2;
    merge_sort(L, kind, items, spare, half);
    merge_sort(L, kind, items + half, spare, count - half);
    /* Comparing may take longer than it is charged for. */
    if (kind == PLACES) hs_look(L);
    if (!is_before(L, kind, items[half], items[half - 1])) return;
    memcpy(spare, items, half * sizeof *items);
    size_t left = 0, right = half, to = 0;
    while (left < half && right < count) {
        items[to++] = is_before(L, kind, items[right], spare[left]) ? items[right++] : spare[left++];
    }
    while (left < half) items[to++] = spare[left++];
}

/* Reads the list if it holds numbers of one kind only. */
static hs_kind read_numbers(lua_State *L, hs_item *items, size_t count) {
    hs_kind kind = PLACES;
    for (size_t i = 0; i < count; i++) {
        if ((i & 255) == 0) hs_look(L);
        lua_geti(L, 1, (lua_Integer)i + 1);
        hs_kind one = lua_type(L, -1) != LUA_TNUMBER ? PLACES : lua_isinteger(L, -1) ? INTEGERS : FLOATS;
        if (one == INTEGERS) items[i].integer = lua_tointeger(L, -1);
        else if (one == FLOATS) items[i].number = lua_tonumber(L, -1);
        lua_pop(L, 1);
        if (one == PLACES || (i > 0 && one != kind)) return PLACES;
        kind = one;
    }
    return kind;
}

/* Puts the values where the order says, round by round: each place takes what belongs there until the round closes. */
static void put_in_order(lua_State *L, hs_item *order, size_t count) {
    for (size_t first = 0; first < count; first++) {
        if ((first & 255) == 0) hs_look(L);
        if (order[first].place == first) continue;
        lua_geti(L, 1, (lua_Integer)first + 1);
        size_t to = first, from;
        while ((from = order[to].place) != first) {
            lua_geti(L, 1, (lua_Integer)from + 1);
            lua_seti(L, 1, (lua_Integer)to + 1);
            order[to].place = (uint32_t)to;
            to = from;
        }
        lua_seti(L, 1, (lua_Integer)to + 1);
        order[to].place = (uint32_t)to;
    }
}

int hs_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t count = lua_rawlen(L, 1);
    if (count < 2) return 0;
    luaL_argcheck(L, count < INT32_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    luaL_checkstack(L, 8, "");
    hs_charge_sort(L, count);
    hs_item *items = lua_newuserdatauv(L, (count + count / 2) * sizeof *items, 0);
    hs_kind kind = lua_isnil(L, 2) ? read_numbers(L, items, count) : PLACES;
    if (kind == PLACES) {
        for (size_t i = 0; i < count; i++) items[i].place = (uint32_t)i;
    }
    merge_sort(L, kind, items, items + count, count);
    if (kind == PLACES) {
        put_in_order(L, items, count);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (kind == INTEGERS) lua_pushinteger(L, items[i].integer);
        else lua_pushnumber(L, items[i].number);
        lua_seti(L, 1, (lua_Integer)i + 1);
    }
    return 0;
}
