/* math.random from the world's seed, so that two runs over the same inputs draw the same (xoshiro256**, as Lua's). */
#include "world.h"

static uint64_t mix(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void hs_seed(hs_world *w, uint64_t seed) {
    for (int i = 0; i < 4; i++) w->random[i] = mix(&seed);
}

static uint64_t rotate(uint64_t x, int n) { return (x << n) | (x >> (64 - n)); }

static uint64_t draw(hs_world *w) {
    uint64_t *s = w->random, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t hs_world_draw(hs_world *w) { return draw(w); }

static int random(lua_State *L) {
    hs_world *w = hs_of(L);
    lua_Integer low = 1, high;
    switch (lua_gettop(L)) {
    case 0: lua_pushnumber(L, (double)(draw(w) >> 11) * 0x1.0p-53); return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        if (high == 0) {
            lua_pushinteger(L, (lua_Integer)draw(w));
            return 1;
        }
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default: return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    uint64_t span = (uint64_t)high - (uint64_t)low;
    uint64_t value = draw(w);
    if (span != UINT64_MAX) {
        /* Draws again where the remainder would favour small numbers. */
        uint64_t range = span + 1, limit = UINT64_MAX - UINT64_MAX % range;
        while (value >= limit) value = draw(w);
        value %= range;
    }
    lua_pushinteger(L, (lua_Integer)(value + (uint64_t)low));
    return 1;
}

static int random_seed(lua_State *L) {
    if (lua_isnone(L, 1)) return luaL_error(L, "math.randomseed needs a number: a flow must run the same way again");
    lua_Number number = luaL_checknumber(L, 1);
    lua_Integer integer;
    hs_seed(hs_of(L), lua_numbertointeger(number, &integer) ? (uint64_t)integer : (uint64_t)(int64_t)(number * 1e6));
    return 0;
}

const luaL_Reg hs_random_functions[] = {{"random", random}, {"randomseed", random_seed}, {NULL, NULL}};
