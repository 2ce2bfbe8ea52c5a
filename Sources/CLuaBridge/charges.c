/* Lua's own functions whose work grows with what they are given: charged, then called. One instruction may walk a text of
 * 256 KiB; without a charge a loop over such calls would run for minutes within its budget. */
#include "charges.h"

#include <string.h>

/* A unit is some 10 to 70 ns of work: 64 bytes of a text that is gone through once, 16 values that are pushed. */
#define BYTES_PER_UNIT 64
#define VALUES_PER_UNIT 16

/* Units for going through all texts among the arguments, and for their number. */
int64_t hs_text_work(lua_State *L) {
    int count = lua_gettop(L);
    int64_t bytes = 0;
    for (int i = 1; i <= count; i++) {
        if (lua_type(L, i) == LUA_TSTRING) bytes += (int64_t)lua_rawlen(L, i);
    }
    return bytes / BYTES_PER_UNIT + count / VALUES_PER_UNIT;
}

/* The list: library, name, way. */
#define CHARGED(X)                                                                                                    \
    X(base, rawequal, by_texts)                                                                                       \
    X(base, select, by_arguments)                                                                                     \
    X(base, tonumber, by_texts)                                                                                       \
    X(math, abs, by_texts)                                                                                            \
    X(math, acos, by_texts)                                                                                           \
    X(math, asin, by_texts)                                                                                           \
    X(math, atan, by_texts)                                                                                           \
    X(math, ceil, by_texts)                                                                                           \
    X(math, cos, by_texts)                                                                                            \
    X(math, deg, by_texts)                                                                                            \
    X(math, exp, by_texts)                                                                                            \
    X(math, floor, by_texts)                                                                                          \
    X(math, fmod, by_texts)                                                                                           \
    X(math, log, by_texts)                                                                                            \
    X(math, max, by_texts)                                                                                            \
    X(math, min, by_texts)                                                                                            \
    X(math, modf, by_texts)                                                                                           \
    X(math, rad, by_texts)                                                                                            \
    X(math, sin, by_texts)                                                                                            \
    X(math, sqrt, by_texts)                                                                                           \
    X(math, tan, by_texts)                                                                                            \
    X(math, tointeger, by_texts)                                                                                      \
    X(math, ult, by_texts)                                                                                            \
    X(string, byte, by_results)                                                                                       \
    X(string, char, by_arguments)                                                                                     \
    X(string, lower, by_texts)                                                                                        \
    X(string, pack, by_format)                                                                                        \
    X(string, packsize, by_format)                                                                                    \
    X(string, rep, by_times)                                                                                          \
    X(string, reverse, by_texts)                                                                                      \
    X(string, unpack, by_format)                                                                                      \
    X(string, upper, by_texts)                                                                                        \
    X(strings, __add, by_texts)                                                                                       \
    X(strings, __div, by_texts)                                                                                       \
    X(strings, __idiv, by_texts)                                                                                      \
    X(strings, __mod, by_texts)                                                                                       \
    X(strings, __mul, by_texts)                                                                                       \
    X(strings, __pow, by_texts)                                                                                       \
    X(strings, __sub, by_texts)                                                                                       \
    X(strings, __unm, by_texts)                                                                                       \
    X(utf8, char, by_arguments)                                                                                       \
    X(utf8, codepoint, by_results)                                                                                    \
    X(utf8, codes, with_charged_steps)                                                                                \
    X(utf8, len, by_characters)                                                                                       \
    X(utf8, offset, by_distance)

#define NUMBER(library, name, way) library##_##name##_number,
enum { CHARGED(NUMBER) COUNT };

static lua_CFunction stock[COUNT];

/* Ways to charge: each calls the function, and charges before where the work has no bound, else after. */

/* By the texts among the arguments. */
static int by_texts(lua_State *L, lua_CFunction function) {
    int64_t work = hs_text_work(L);
    if (work > 0) hs_charge(L, work);
    return function(L);
}

/* By the number of arguments. */
static int by_arguments(lua_State *L, lua_CFunction function) {
    int count = lua_gettop(L);
    if (count >= VALUES_PER_UNIT) hs_charge(L, count / VALUES_PER_UNIT);
    return function(L);
}

/* By the number of results: what it reads is what it gives. */
static int by_results(lua_State *L, lua_CFunction function) {
    int results = function(L);
    if (results >= VALUES_PER_UNIT) hs_charge(L, results / VALUES_PER_UNIT);
    return results;
}

/* string.pack and the like: each letter of the format is an operation. */
static int by_format(lua_State *L, lua_CFunction function) {
    size_t length = 0;
    if (lua_type(L, 1) == LUA_TSTRING) lua_tolstring(L, 1, &length);
    hs_charge(L, (int64_t)length / 4);
    return function(L);
}

static bool is_empty(lua_State *L, int index) { return lua_type(L, index) == LUA_TSTRING && lua_rawlen(L, index) == 0; }

/* string.rep: a text that would be too long is refused by its memory; an empty one is repeated for nothing. */
static int by_times(lua_State *L, lua_CFunction function) {
    lua_Integer times = lua_tointeger(L, 2);
    if (times > 0 && is_empty(L, 1) && (lua_isnoneornil(L, 3) || is_empty(L, 3))) hs_charge(L, times / VALUES_PER_UNIT);
    return function(L);
}

static lua_Integer length_of(lua_State *L) { return lua_type(L, 1) == LUA_TSTRING ? (lua_Integer)lua_rawlen(L, 1) : 0; }

/* utf8.len: by the characters that were counted, or by the way to the first that is none. */
static int by_characters(lua_State *L, lua_CFunction function) {
    lua_Integer from = lua_isnoneornil(L, 2) ? 1 : lua_tointeger(L, 2);
    if (from < 0) from += length_of(L) + 1;
    int results = function(L);
    lua_Integer walked = results == 2 ? lua_tointeger(L, -1) - from : lua_tointeger(L, -1);
    if (walked > 0) hs_charge(L, walked / VALUES_PER_UNIT);
    return results;
}

/* utf8.offset: by the way from one place to the other. */
static int by_distance(lua_State *L, lua_CFunction function) {
    lua_Integer from = lua_tointeger(L, 3), length = length_of(L);
    if (lua_isnoneornil(L, 3)) from = lua_tointeger(L, 2) > 0 ? 1 : length + 1;
    if (from < 0) from += length + 1;
    int results = function(L);
    lua_Integer to = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : length;
    hs_charge(L, (to > from ? to - from : from - to) / VALUES_PER_UNIT);
    return results;
}

/* ---- utf8.codes, whose iterator walks over bytes that continue nothing ---- */

static int charge_step(lua_State *L, lua_CFunction function) {
    size_t length = 0;
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &length) : "";
    lua_Integer from = lua_tointeger(L, 2);
    size_t at = from > 0 ? (size_t)from : 0;
    int64_t walked = 0;
    while (at < length && (text[at] & 0xC0) == 0x80) {
        at++;
        walked++;
    }
    if (walked > VALUES_PER_UNIT) hs_charge(L, walked / VALUES_PER_UNIT);
    return function(L);
}

static lua_CFunction stock_step, stock_lax_step;

static int strict_step(lua_State *L) { return charge_step(L, stock_step); }
static int lax_step(lua_State *L) { return charge_step(L, stock_lax_step); }

static int with_charged_steps(lua_State *L, lua_CFunction function) {
    bool is_lax = lua_toboolean(L, 2);
    int results = function(L);
    lua_pushcfunction(L, is_lax ? lax_step : strict_step);
    lua_replace(L, -results - 1);
    return results;
}

static lua_CFunction step_of(lua_State *L, lua_CFunction codes, bool is_lax) {
    lua_pushcfunction(L, codes);
    lua_pushliteral(L, "");
    lua_pushboolean(L, is_lax);
    lua_call(L, 2, 1);
    lua_CFunction step = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    return step;
}

bool hs_learn_steps(lua_State *L) {
    for (int i = 0; i < COUNT; i++) {
        if (stock[i] == NULL) return false;
    }
    lua_CFunction codes = stock[utf8_codes_number];
    stock_step = step_of(L, codes, false);
    stock_lax_step = step_of(L, codes, true);
    return stock_step != NULL && stock_lax_step != NULL;
}

#define FUNCTION(library, name, way)                                                                                  \
    static int library##_##name(lua_State *L) { return way(L, stock[library##_##name##_number]); }
CHARGED(FUNCTION)

#define ROW(library, name, way) {#library, #name, library##_##name},
static const struct {
    const char *library, *name;
    lua_CFunction function;
} rows[COUNT] = {CHARGED(ROW)};

lua_CFunction hs_charged(const char *library, const char *name, lua_CFunction function) {
    if (library[0] == 0) library = "base";
    for (int i = 0; i < COUNT; i++) {
        if (strcmp(rows[i].library, library) == 0 && strcmp(rows[i].name, name) == 0) {
            stock[i] = function;
            return rows[i].function;
        }
    }
    return function;
}
