/* Sorting the keys of a table: numbers, texts by their bytes, false, true, objects of the host by class and number. */
#include "order.h"

#include <math.h>
#include <string.h>

enum { NUMBERS, TEXTS, FALSE, TRUE, OBJECTS };

void hs_read_key(lua_State *L, int index, hs_key *key) {
    int type = lua_type(L, index);
    key->length = 0;
    switch (type) {
    case LUA_TNUMBER:
        key->rank = NUMBERS;
        key->is_integer = lua_isinteger(L, index);
        if (key->is_integer) key->integer = lua_tointeger(L, index);
        else key->number = lua_tonumber(L, index);
        return;
    case LUA_TSTRING:
        key->rank = TEXTS;
        key->text = lua_tolstring(L, index, &key->length);
        return;
    case LUA_TBOOLEAN: key->rank = lua_toboolean(L, index) ? TRUE : FALSE; return;
    default: {
        int64_t id = 0;
        int32_t class = hs_object_id(L, index, &id);
        if (class < 0) {
            luaL_error(L, "a key of the table is a table, function or coroutine, which has no order that is the same in "
                          "every run; use numbers or texts as keys");
        }
        key->rank = OBJECTS;
        key->integer = id;
        key->length = (size_t)class;
    }
    }
}

/* An integer and a float, exactly. */
static bool is_less(lua_Integer integer, lua_Number number) {
    if (number >= 0x1p63) return true;
    if (number < -0x1p63) return false;
    lua_Number whole = floor(number);
    return integer < (lua_Integer)whole || (integer == (lua_Integer)whole && whole < number);
}

bool hs_text_is_before(const char *a, size_t a_length, const char *b, size_t b_length) {
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order != 0 ? order < 0 : a_length < b_length;
}

bool hs_is_before(const hs_key *a, const hs_key *b) {
    if (a->rank != b->rank) return a->rank < b->rank;
    switch (a->rank) {
    case NUMBERS:
        if (a->is_integer && b->is_integer) return a->integer < b->integer;
        if (a->is_integer) return is_less(a->integer, b->number);
        /* A float with an integer's value is no key: Lua makes it that integer. */
        if (b->is_integer) return !is_less(b->integer, a->number);
        return a->number < b->number;
    case TEXTS: return hs_text_is_before(a->text, a->length, b->text, b->length);
    case OBJECTS: return a->length != b->length ? a->length < b->length : a->integer < b->integer;
    default: return false;
    }
}

static void sort_few(hs_key *keys, size_t count) {
    for (size_t i = 1; i < count; i++) {
        hs_key key = keys[i];
        size_t at = i;
        for (; at > 0 && hs_is_before(&key, &keys[at - 1]); at--) keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* Merges, from runs of a few on; `spare` has half the size of `keys`. */
static void sort_keys(hs_key *keys, hs_key *spare, size_t count) {
    if (count <= 12) {
        sort_few(keys, count);
        return;
    }
    size_t half = count / 2;
    sort_keys(keys, spare, half);
    sort_keys(keys + half, spare, count - half);
    if (!hs_is_before(&keys[half], &keys[half - 1])) return;
    memcpy(spare, keys, half * sizeof *keys);
    size_t left = 0, right = half, to = 0;
    while (left < half && right < count) {
        keys[to++] = hs_is_before(&keys[right], &spare[left]) ? keys[right++] : spare[left++];
    }
    while (left < half) keys[to++] = spare[left++];
}

void hs_charge_sort(lua_State *L, size_t count) {
    int rounds = 1;
    for (size_t rest = count; rest > 1; rest /= 2) rounds++;
    hs_charge(L, (int64_t)count * rounds / 4);
}

/* Tables of so many keys are sorted on the C stack, their keys kept on Lua's. */
#define FEW 32

/* The keys 1, 2, 3, … that come first are counted; then, while they are few, the others are read and left on the stack.
 * Gives the number of all keys; `few` is the number of those read, FEW + 1 when there are more. */
static lua_Integer survey(lua_State *L, int index, hs_key *keys, lua_Integer *few) {
    lua_Integer count = 0, sequence = 0;
    *few = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (sequence == count && lua_isinteger(L, -1) && lua_tointeger(L, -1) == count + 1) {
            sequence = ++count;
            continue;
        }
        if (hs_is_hidden(L, -1)) continue;
        count++;
        if (sequence > 0 && *few == 0) {
            /* Not a sequence after all: its numbers are keys like the others. */
            if (sequence > FEW) *few = FEW + 1;
            for (lua_Integer i = 1; i <= sequence && *few <= FEW; i++) {
                keys[*few] = (hs_key){.rank = NUMBERS, .place = (uint32_t)lua_gettop(L), .is_integer = true, .integer = i};
                lua_pushinteger(L, i);
                lua_insert(L, -2);
                ++*few;
            }
        }
        if (*few >= FEW) {
            *few = FEW + 1;
            continue;
        }
        hs_read_key(L, -1, &keys[*few]);
        keys[*few].place = (uint32_t)lua_gettop(L);
        ++*few;
        lua_pushvalue(L, -1);
    }
    return count;
}

/* Pushes the list of many keys. */
static void push_many(lua_State *L, int index, lua_Integer count) {
    hs_charge_sort(L, (size_t)count);
    hs_key *keys = lua_newuserdatauv(L, (size_t)(count + count / 2 + 1) * sizeof *keys, 0);
    lua_createtable(L, (int)count, 0);
    lua_Integer number = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (hs_is_hidden(L, -1)) continue;
        hs_read_key(L, -1, &keys[number]);
        keys[number].place = (uint32_t)number + 1;
        number++;
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, number);
    }
    sort_keys(keys, keys + count, (size_t)count);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, -2, keys[i].place);
        lua_rawseti(L, -2, i + 1);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

lua_Integer hs_push_keys(lua_State *L, int index) {
    hs_key keys[FEW + 1];
    luaL_checkstack(L, FEW + 8, "too many keys");
    index = lua_absindex(L, index);
    int top = lua_gettop(L);
    lua_Integer few, count = survey(L, index, keys, &few);
    if (few == 0) {
        hs_charge(L, count / 4);
        lua_pushnil(L);
        return count;
    }
    if (few > FEW) {
        lua_settop(L, top);
        push_many(L, index, count);
        return count;
    }
    sort_few(keys, (size_t)count);
    hs_charge_sort(L, (size_t)count);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_pushvalue(L, (int)keys[i].place);
        lua_rawseti(L, -2, i + 1);
    }
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return count;
}
