/* Lua's own functions that may stay as they are: the list of the sandbox. They are C functions without upvalues, the
 * same in every state, so they are looked up once per process and no world opens a library. */
#include "charges.h"

#include <pthread.h>
#include <string.h>

static struct {
    const char *library, *name;
    lua_CFunction function;
} functions[] = {
    /* The functions of a library stand together; the first are needed by every world. */
    /* Arithmetic on texts that are numbers, such as "10" + 1. */
    {"strings", "__add", 0},   {"strings", "__sub", 0},  {"strings", "__mul", 0},  {"strings", "__mod", 0},
    {"strings", "__pow", 0},   {"strings", "__div", 0},  {"strings", "__idiv", 0}, {"strings", "__unm", 0},
    {"", "assert", 0},         {"", "error", 0},         {"", "getmetatable", 0},  {"", "ipairs", 0},
    {"", "rawequal", 0},       {"", "rawget", 0},        {"", "rawlen", 0},        {"", "select", 0},
    {"", "tonumber", 0},       {"", "type", 0},
    {"string", "byte", 0},     {"string", "char", 0},    {"string", "format", 0},  {"string", "len", 0},
    {"string", "lower", 0},    {"string", "pack", 0},    {"string", "packsize", 0}, {"string", "rep", 0},
    {"string", "reverse", 0},  {"string", "sub", 0},     {"string", "unpack", 0},  {"string", "upper", 0},
    {"math", "abs", 0},        {"math", "acos", 0},      {"math", "asin", 0},      {"math", "atan", 0},
    {"math", "ceil", 0},       {"math", "cos", 0},       {"math", "deg", 0},       {"math", "exp", 0},
    {"math", "floor", 0},      {"math", "fmod", 0},      {"math", "log", 0},       {"math", "max", 0},
    {"math", "min", 0},        {"math", "modf", 0},      {"math", "rad", 0},       {"math", "sin", 0},
    {"math", "sqrt", 0},       {"math", "tan", 0},       {"math", "tointeger", 0}, {"math", "type", 0},
    {"math", "ult", 0},
    {"utf8", "char", 0},       {"utf8", "codepoint", 0}, {"utf8", "codes", 0},     {"utf8", "len", 0},
    {"utf8", "offset", 0},
};
static const size_t count = sizeof functions / sizeof functions[0];
static bool ready;
static locale_t c_locale;

lua_CFunction hs_stock_format;

static void push_table(lua_State *L, const char *library) {
    if (library[0] == 0) {
        lua_pushglobaltable(L);
    } else if (strcmp(library, "strings") == 0) {
        lua_pushliteral(L, "");
        lua_getmetatable(L, -1);
    } else {
        lua_getglobal(L, library);
    }
}

static int look_up(lua_State *L) {
    luaL_openlibs(L);
    for (size_t i = 0; i < count; i++) {
        push_table(L, functions[i].library);
        lua_getfield(L, -1, functions[i].name);
        functions[i].function = lua_tocfunction(L, -1);
        if (functions[i].function == NULL || lua_getupvalue(L, -1, 1) != NULL) {
            return luaL_error(L, "%s is not as expected", functions[i].name);
        }
        functions[i].function = hs_charged(functions[i].library, functions[i].name, functions[i].function);
        lua_settop(L, 0);
    }
    if (!hs_learn_steps(L)) return luaL_error(L, "Lua's libraries are not as expected");
    return 0;
}

static void look_up_once(void) {
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    lua_State *L = luaL_newstate();
    if (L == NULL || c_locale == (locale_t)0) return;
    lua_pushcfunction(L, look_up);
    ready = lua_pcall(L, 0, 0, 0) == LUA_OK;
    lua_close(L);
    hs_stock_format = hs_stock("string", "format");
}

bool hs_stock_ready(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, look_up_once);
    return ready;
}

locale_t hs_c_locale(void) { return c_locale; }

lua_CFunction hs_stock(const char *library, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(functions[i].library, library) == 0 && strcmp(functions[i].name, name) == 0) {
            return functions[i].function;
        }
    }
    return NULL;
}

const char *hs_stock_name(const char *library, size_t n) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(functions[i].library, library) == 0 && n-- == 0) return functions[i].name;
    }
    return NULL;
}

void hs_set_stock(lua_State *L, const char *library) {
    size_t i = 0;
    while (i < count && strcmp(functions[i].library, library) != 0) i++;
    for (; i < count && strcmp(functions[i].library, library) == 0; i++) {
        lua_pushcfunction(L, functions[i].function);
        lua_setfield(L, -2, functions[i].name);
    }
}
