/* find, match, gmatch and gsub with Lua's patterns, counting their steps: Lua's own try on for hours where a pattern can
 * match in many ways, and no hook runs meanwhile. Written after the manual and Lua's lstrlib.c (MIT licence, Copyright
 * (C) 1994-2022 Lua.org, PUC-Rio), whose messages it keeps. */
#define _GNU_SOURCE
#include "matcher.h"

#include <ctype.h>
#include <string.h>

/* Pushes a capture; the whole match where there is none. */
static void push_capture(hs_match *m, int level, const char *s, const char *end) {
    if (level >= m->level) {
        if (level != 0) luaL_error(m->L, "invalid capture index %%%d", level + 1);
        lua_pushlstring(m->L, s, (size_t)(end - s));
        return;
    }
    ptrdiff_t length = m->captures[level].length;
    if (length == UNFINISHED) luaL_error(m->L, "unfinished capture");
    if (length == POSITION) lua_pushinteger(m->L, (m->captures[level].at - m->start) + 1);
    else lua_pushlstring(m->L, m->captures[level].at, (size_t)length);
}

static int push_captures(hs_match *m, const char *s, const char *end) {
    int count = m->level == 0 && s != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++) push_capture(m, i, s, end);
    return count;
}

/* Charges the steps that are left. */
static void finish(hs_match *m) {
    if (m->steps >= STEPS_PER_UNIT) hs_charge(m->L, (int64_t)(m->steps / STEPS_PER_UNIT));
}

static void prepare(hs_match *m, lua_State *L, const char *text, size_t length, const char *pattern, size_t size) {
    m->L = L;
    m->start = text;
    m->end = text + length;
    m->pattern_end = pattern + size;
    m->depth = MAX_DEPTH;
    m->steps = 0;
    m->level = 0;
}

/* A position from 0, as the functions take it; `length + 1` for what lies behind the end. */
static size_t initial(lua_State *L, int argument, size_t length) {
    lua_Integer at = luaL_optinteger(L, argument, 1);
    if (at > 0) return (uint64_t)at > length ? (at - 1 == (lua_Integer)length ? length : length + 1) : (size_t)at - 1;
    if (at == 0 || at < -(lua_Integer)length) return 0;
    return length + (size_t)at;
}

static int find_or_match(lua_State *L, bool find) {
    size_t length, size;
    const char *text = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &size);
    size_t at = initial(L, 3, length);
    hs_charge(L, (int64_t)(size / 64));
    if (at > length) {
        luaL_pushfail(L);
        return 1;
    }
    bool is_plain = find && lua_toboolean(L, 4);
    if (find && !is_plain) {
        is_plain = true;
        for (size_t i = 0; i < size && is_plain; i++) is_plain = memchr("^$*+?.([%-", pattern[i], 10) == NULL;
    }
    if (is_plain) {
        hs_charge(L, (int64_t)((length - at) / 256));
        const char *found = size == 0 ? text + at : memmem(text + at, length - at, pattern, size);
        if (found == NULL) {
            luaL_pushfail(L);
            return 1;
        }
        lua_pushinteger(L, (found - text) + 1);
        lua_pushinteger(L, (found - text) + (lua_Integer)size);
        return 2;
    }
    bool is_anchored = size > 0 && *pattern == '^';
    hs_match m;
    prepare(&m, L, text, length, pattern, size);
    const char *p = pattern + is_anchored;
    for (const char *s = text + at; s <= m.end; s++) {
        m.level = 0;
        const char *end = hs_match_at(&m, s, p);
        if (end != NULL) {
            finish(&m);
            if (!find) return push_captures(&m, s, end);
            lua_pushinteger(L, (s - text) + 1);
            lua_pushinteger(L, end - text);
            return push_captures(&m, NULL, NULL) + 2;
        }
        if (is_anchored) break;
    }
    finish(&m);
    luaL_pushfail(L);
    return 1;
}

static int find(lua_State *L) { return find_or_match(L, true); }
static int match_text(lua_State *L) { return find_or_match(L, false); }

/* Upvalues: text, pattern, where to go on (from 0), where the last match ended (or -1). */
static int next_match(lua_State *L) {
    size_t length, size;
    const char *text = lua_tolstring(L, lua_upvalueindex(1), &length);
    const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &size);
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3)), last = lua_tointeger(L, lua_upvalueindex(4));
    hs_match m;
    prepare(&m, L, text, length, pattern, size);
    for (; at <= (lua_Integer)length; at++) {
        m.level = 0;
        const char *end = hs_match_at(&m, text + at, pattern);
        if (end != NULL && end - text != last) {
            finish(&m);
            lua_pushinteger(L, end - text);
            lua_pushvalue(L, -1);
            lua_replace(L, lua_upvalueindex(3));
            lua_replace(L, lua_upvalueindex(4));
            return push_captures(&m, text + at, end);
        }
    }
    finish(&m);
    return 0;
}

static int gmatch(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    luaL_checkstring(L, 2);
    size_t at = initial(L, 3, length);
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)at);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

/* Adds the text that replaces a match; true when it differs from it. */
static bool add_value(hs_match *m, luaL_Buffer *buffer, const char *s, const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TTABLE) {
        push_capture(m, 0, s, end);
        lua_gettable(L, 3);
    } else if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        int count = push_captures(m, s, end);
        lua_call(L, count, 1);
    } else {
        size_t length;
        const char *with = lua_tolstring(L, 3, &length), *with_end = with + length;
        hs_match_steps(m, 1 + length / BYTES_PER_STEP);
        for (const char *p; (p = memchr(with, '%', (size_t)(with_end - with))) != NULL; with = p + 1) {
            hs_match_steps(m, 4); /* an item of the replacement */
            luaL_addlstring(buffer, with, (size_t)(p - with));
            p++;
            if (p < with_end && *p == '%') {
                luaL_addchar(buffer, '%');
            } else if (p < with_end && *p == '0') {
                luaL_addlstring(buffer, s, (size_t)(end - s));
            } else if (p < with_end && isdigit((unsigned char)*p)) {
                push_capture(m, *p - '1', s, end);
                luaL_tolstring(L, -1, NULL); /* a position is a number */
                lua_remove(L, -2);
                luaL_addvalue(buffer);
            } else {
                luaL_error(L, "invalid use of '%%' in replacement string");
            }
        }
        luaL_addlstring(buffer, with, (size_t)(with_end - with));
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, s, (size_t)(end - s));
        return false;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(buffer);
    return true;
}

static int gsub(lua_State *L) {
    size_t length, size;
    const char *s = luaL_checklstring(L, 1, &length), *pattern = luaL_checklstring(L, 2, &size), *last = NULL;
    int type = lua_type(L, 3);
    lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    hs_charge(L, (int64_t)(length / 64));
    bool is_anchored = size > 0 && *pattern == '^', is_changed = false;
    hs_match m;
    prepare(&m, L, s, length, pattern, size);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (count < limit) {
        m.level = 0;
        const char *end = hs_match_at(&m, s, pattern + is_anchored);
        if (end != NULL && end != last) {
            count++;
            is_changed = add_value(&m, &buffer, s, end, type) | is_changed;
            s = last = end;
        } else if (s < m.end) {
            luaL_addchar(&buffer, *s++);
        } else {
            break;
        }
        if (is_anchored) break;
    }
    finish(&m);
    if (is_changed) {
        luaL_addlstring(&buffer, s, (size_t)(m.end - s));
        luaL_pushresult(&buffer);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}

const luaL_Reg hs_pattern_functions[] = {
    {"find", find}, {"gmatch", gmatch}, {"gsub", gsub}, {"match", match_text}, {NULL, NULL}};
