/* string.format: %s shows no address, %p the number of a thing in this world, and each conversion is charged. Lua's own
 * does the rest. */
#include "charges.h"

#include <stdio.h>
#include <string.h>

#define UNITS_PER_CONVERSION 8

/* The letter of the next conversion from `at` on, past its flags and widths; NULL when there is none. */
static const char *next_conversion(const char *at, const char *end) {
    while (at < end && (at = memchr(at, '%', (size_t)(end - at))) != NULL) {
        at++;
        if (*at != '%') return at + strspn(at, "-+ #0123456789.");
        at++;
    }
    return NULL;
}

/* Replaces a thing by the text of its number. */
static void put_number(lua_State *L, int index) {
    lua_Integer number = hs_thing_number(L, index);
    char text[24] = "(null)";
    if (number > 0) snprintf(text, sizeof text, "0x%08llx", (unsigned long long)number);
    lua_pushstring(L, text);
    lua_replace(L, index);
}

/* Replaces the format by one that has an s for each p. */
static void replace_pointers(lua_State *L, const char *format, const char *end) {
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    const char *from = format;
    for (const char *at = format; (at = next_conversion(at, end)) != NULL && at < end; at++) {
        if (*at != 'p') continue;
        luaL_addlstring(&buffer, from, (size_t)(at - from));
        luaL_addchar(&buffer, 's');
        from = at + 1;
    }
    luaL_addlstring(&buffer, from, (size_t)(end - from));
    luaL_pushresult(&buffer);
    lua_replace(L, 1);
}

int hs_format(lua_State *L) {
    size_t size;
    const char *format = luaL_checklstring(L, 1, &size), *end = format + size;
    int count = lua_gettop(L), argument = 1;
    int64_t work = hs_text_work(L);
    bool has_pointers = false;
    for (const char *at = format; (at = next_conversion(at, end)) != NULL && at < end; at++) {
        argument++;
        work += UNITS_PER_CONVERSION;
        if (argument > count) continue;
        if (*at == 'p') {
            put_number(L, argument);
            has_pointers = true;
        } else if (*at == 's' && !lua_isstring(L, argument)) {
            hs_push_text(L, argument);
            lua_replace(L, argument);
        }
    }
    hs_charge(L, work);
    if (has_pointers) replace_pointers(L, format, end);
    return hs_stock_format(L);
}
