/* os.time, os.date and os.difftime: the time of the current input, in UTC. */
#define _DEFAULT_SOURCE
#include "world.h"

#include <string.h>
#include <time.h>

static int field(lua_State *L, const char *name, int fallback) {
    int is_number;
    lua_Integer value;
    if (lua_getfield(L, 1, name) == LUA_TNIL) {
        if (fallback < 0) return luaL_error(L, "field '%s' missing in date table", name);
        value = fallback;
    } else {
        value = lua_tointegerx(L, -1, &is_number);
        if (!is_number) return luaL_error(L, "field '%s' is not an integer", name);
        if (value < -1000000 || value > 1000000) return luaL_error(L, "field '%s' is out-of-bound", name);
    }
    lua_pop(L, 1);
    return (int)value;
}

static void set_field(lua_State *L, const char *name, lua_Integer value) {
    lua_pushinteger(L, value);
    lua_setfield(L, -2, name);
}

/* Sets the fields of the table on top. */
static void set_fields(lua_State *L, const struct tm *parts) {
    set_field(L, "year", (lua_Integer)parts->tm_year + 1900);
    set_field(L, "month", parts->tm_mon + 1);
    set_field(L, "day", parts->tm_mday);
    set_field(L, "hour", parts->tm_hour);
    set_field(L, "min", parts->tm_min);
    set_field(L, "sec", parts->tm_sec);
    set_field(L, "yday", parts->tm_yday + 1);
    set_field(L, "wday", parts->tm_wday + 1);
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "isdst");
}

static int os_time(lua_State *L) {
    if (lua_isnoneornil(L, 1)) {
        lua_pushinteger(L, (lua_Integer)hs_of(L)->now);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    struct tm parts;
    memset(&parts, 0, sizeof parts);
    parts.tm_year = field(L, "year", -1) - 1900;
    parts.tm_mon = field(L, "month", -1) - 1;
    parts.tm_mday = field(L, "day", -1);
    parts.tm_hour = field(L, "hour", 12);
    parts.tm_min = field(L, "min", 0);
    parts.tm_sec = field(L, "sec", 0);
    time_t time = timegm(&parts);
    lua_settop(L, 1);
    set_fields(L, &parts); /* as they are on the calendar */
    lua_pushinteger(L, (lua_Integer)time);
    return 1;
}

static int os_date(lua_State *L) {
    size_t size;
    const char *format = luaL_optlstring(L, 1, "%c", &size), *end = format + size;
    time_t time = (time_t)luaL_optinteger(L, 2, (lua_Integer)hs_of(L)->now);
    struct tm parts;
    if (*format == '!') format++; /* it is UTC anyway */
    if (gmtime_r(&time, &parts) == NULL) return luaL_error(L, "date result cannot be represented in this installation");
    if (strcmp(format, "*t") == 0) {
        lua_createtable(L, 0, 9);
        set_fields(L, &parts);
        return 1;
    }
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (format < end) {
        if (*format != '%') {
            luaL_addchar(&buffer, *format++);
            continue;
        }
        const char *letter = format + 1;
        const char *known = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
        if (*letter == 'E' || *letter == 'O') known = *letter++ == 'E' ? "cCxXyY" : "deHImMSuUVwWy";
        if (*letter == 0 || strchr(known, *letter) == NULL) {
            return luaL_argerror(L, 1, lua_pushfstring(L, "invalid conversion specifier '%s'", format));
        }
        hs_charge(L, 8);
        char one[4] = {0}, text[64];
        memcpy(one, format, (size_t)(letter + 1 - format));
        luaL_addlstring(&buffer, text, strftime(text, sizeof text, one, &parts));
        format = letter + 1;
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int os_difftime(lua_State *L) {
    lua_pushnumber(L, difftime((time_t)luaL_checkinteger(L, 1), (time_t)luaL_checkinteger(L, 2)));
    return 1;
}

const luaL_Reg hs_clock_functions[] = {
    {"time", os_time}, {"date", os_date}, {"difftime", os_difftime}, {NULL, NULL}};
