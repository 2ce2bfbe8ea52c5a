/* Lua's patterns, matched by steps that are counted: Lua's own matcher tries on for hours where a pattern allows many
 * ways, and nothing could stop it. Written after the manual and Lua's lstrlib.c (MIT licence, Copyright (C) 1994-2022
 * Lua.org, PUC-Rio), whose messages it keeps. */
#include "matcher.h"

#include <ctype.h>
#include <string.h>

void hs_match_steps(hs_match *m, size_t steps) {
    m->steps += steps;
    if (m->steps < STEPS_PER_CHARGE) return;
    int64_t units = (int64_t)(m->steps / STEPS_PER_UNIT);
    m->steps %= STEPS_PER_UNIT;
    hs_charge(m->L, units);
}

static inline void step(hs_match *m) {
    if (++m->steps >= STEPS_PER_CHARGE) hs_match_steps(m, 0);
}

static int check_capture(hs_match *m, int letter) {
    int index = letter - '1';
    if (index < 0 || index >= m->level || m->captures[index].length == UNFINISHED) {
        return luaL_error(m->L, "invalid capture index %%%d", index + 1);
    }
    return index;
}

static int open_capture(hs_match *m) {
    for (int level = m->level - 1; level >= 0; level--) {
        if (m->captures[level].length == UNFINISHED) return level;
    }
    return luaL_error(m->L, "invalid pattern capture");
}

/* The end of the single item at p. */
static const char *item_end(hs_match *m, const char *p) {
    const char *const begin = p;
    if (*p++ == '%') {
        if (p > m->pattern_end - 1 && p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (p[-1] != '[') return p;
    if (*p == '^') p++;
    do {
        if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == '%' && p < m->pattern_end) p++;
    } while (*p != ']' || p == m->pattern_end);
    hs_match_steps(m, (size_t)(p - begin) / BYTES_PER_STEP);
    return p + 1;
}

static bool is_of_class(int c, int class) {
    int result;
    switch (tolower(class)) {
    case 'a': result = isalpha(c); break;
    case 'c': result = iscntrl(c); break;
    case 'd': result = isdigit(c); break;
    case 'g': result = isgraph(c); break;
    case 'l': result = islower(c); break;
    case 'p': result = ispunct(c); break;
    case 's': result = isspace(c); break;
    case 'u': result = isupper(c); break;
    case 'w': result = isalnum(c); break;
    case 'x': result = isxdigit(c); break;
    case 'z': result = c == 0; break; /* as Lua still has it */
    default: return class == c;
    }
    return isupper(class) ? !result : result != 0;
}

/* `p` is the '[', `last` the ']' that ends the set. */
static bool is_in_set(int c, const char *p, const char *last) {
    bool found = true;
    if (p[1] == '^') {
        found = false;
        p++;
    }
    while (++p < last) {
        if (*p == '%') {
            p++;
            if (is_of_class(c, (unsigned char)*p)) return found;
        } else if (p[1] == '-' && p + 2 < last) {
            p += 2;
            if ((unsigned char)p[-2] <= c && c <= (unsigned char)*p) return found;
        } else if ((unsigned char)*p == c) {
            return found;
        }
    }
    return !found;
}

static bool matches_one(hs_match *m, const char *s, const char *p, const char *end) {
    step(m);
    if (s >= m->end) return false;
    int c = (unsigned char)*s;
    switch (*p) {
    case '.': return true;
    case '%': return is_of_class(c, (unsigned char)p[1]);
    case '[':
        hs_match_steps(m, (size_t)(end - p) / BYTES_PER_STEP);
        return is_in_set(c, p, end - 1);
    default: return (unsigned char)*p == c;
    }
}

static const char *balance(hs_match *m, const char *s, const char *p) {
    if (p >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (s >= m->end || *s != *p) return NULL;
    int begin = *p, end = p[1], depth = 1;
    while (++s < m->end) {
        step(m);
        if (*s == end) {
            if (--depth == 0) return s + 1;
        } else if (*s == begin) {
            depth++;
        }
    }
    return NULL;
}

static const char *most(hs_match *m, const char *s, const char *p, const char *end) {
    ptrdiff_t count = 0;
    while (matches_one(m, s + count, p, end)) count++;
    for (; count >= 0; count--) {
        const char *found = hs_match_at(m, s + count, end + 1);
        if (found != NULL) return found;
    }
    return NULL;
}

static const char *least(hs_match *m, const char *s, const char *p, const char *end) {
    for (;; s++) {
        const char *found = hs_match_at(m, s, end + 1);
        if (found != NULL) return found;
        if (!matches_one(m, s, p, end)) return NULL;
    }
}

static const char *begin_capture(hs_match *m, const char *s, const char *p, ptrdiff_t kind) {
    if (m->level >= MAX_CAPTURES) luaL_error(m->L, "too many captures");
    m->captures[m->level].at = s;
    m->captures[m->level].length = kind;
    m->level++;
    const char *found = hs_match_at(m, s, p);
    if (found == NULL) m->level--;
    return found;
}

static const char *end_capture(hs_match *m, const char *s, const char *p) {
    int level = open_capture(m);
    m->captures[level].length = s - m->captures[level].at;
    const char *found = hs_match_at(m, s, p);
    if (found == NULL) m->captures[level].length = UNFINISHED;
    return found;
}

const char *hs_match_at(hs_match *m, const char *s, const char *p) {
    if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
    for (;;) {
        step(m);
        if (p == m->pattern_end) break;
        if (*p == '(') {
            s = p[1] == ')' ? begin_capture(m, s, p + 2, POSITION) : begin_capture(m, s, p + 1, UNFINISHED);
            break;
        }
        if (*p == ')') {
            s = end_capture(m, s, p + 1);
            break;
        }
        if (*p == '$' && p + 1 == m->pattern_end) {
            s = s == m->end ? s : NULL;
            break;
        }
        if (*p == '%' && p[1] == 'b') {
            s = balance(m, s, p + 2);
            if (s == NULL) break;
            p += 4;
            continue;
        }
        if (*p == '%' && p[1] == 'f') {
            p += 2;
            if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
            const char *end = item_end(m, p);
            hs_match_steps(m, (size_t)(end - p) / BYTES_PER_STEP);
            int before = s == m->start ? 0 : (unsigned char)s[-1], after = s == m->end ? 0 : (unsigned char)*s;
            if (is_in_set(before, p, end - 1) || !is_in_set(after, p, end - 1)) {
                s = NULL;
                break;
            }
            p = end;
            continue;
        }
        if (*p == '%' && isdigit((unsigned char)p[1])) {
            int level = check_capture(m, (unsigned char)p[1]);
            /* A position has no length; Lua compares with a huge one, which never fits. */
            size_t length = (size_t)m->captures[level].length;
            hs_match_steps(m, (size_t)(m->end - s) < length ? 0 : length / 64);
            if ((size_t)(m->end - s) < length || memcmp(m->captures[level].at, s, length) != 0) {
                s = NULL;
                break;
            }
            s += length;
            p += 2;
            continue;
        }
        const char *end = item_end(m, p);
        bool one = matches_one(m, s, p, end);
        if (!one && (*end == '?' || *end == '*' || *end == '-')) { /* none is enough */
            p = end + 1;
            continue;
        }
        if (*end == '?') {
            const char *found = hs_match_at(m, s + 1, end + 1);
            if (found != NULL) {
                s = found;
                break;
            }
            p = end + 1;
            continue;
        }
        if (*end == '*' || *end == '-' || *end == '+') {
            if (*end == '-') s = least(m, s, p, end);
            else if (*end == '*') s = most(m, s, p, end);
            else s = one ? most(m, s + 1, p, end) : NULL;
            break;
        }
        if (!one) {
            s = NULL;
            break;
        }
        s++;
        p = end;
    }
    m->depth++;
    return s;
}
