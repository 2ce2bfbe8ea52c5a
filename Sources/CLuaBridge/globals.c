/* What a flow sees as globals: strict, read-only, and made on first use, since most worlds use few. */
#include "world.h"

#include <string.h>

static const char *const libraries[] = {"coroutine", "debug", "math", "os", "string", "table", "utf8", NULL};

static int is_in(const char *const *list, const char *name) {
    for (; *list != NULL; list++) {
        if (strcmp(*list, name) == 0) return 1;
    }
    return 0;
}

static lua_CFunction find_in(const luaL_Reg *list, const char *name) {
    for (; list->name != NULL; list++) {
        if (strcmp(list->name, name) == 0) return list->func;
    }
    return NULL;
}

/* What scripts see of the globals and of each namespace is an empty table, so that every assignment is noticed, also
 * of a name that exists. Behind it lies a table of what was used already. */
static int declared_key;

/* Pushes the two tables of such a pair: the one behind, then the empty one. Takes the functions `index` and `assign`,
 * which lie on top. */
static void push_pair(lua_State *L) {
    int assign = lua_gettop(L), index = assign - 1;
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, assign);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_remove(L, index);
    lua_remove(L, index);
}

/* Keeps the value on top under the name at 2 in the table at 1. */
static int keep(lua_State *L) {
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static void push_host(lua_State *L, int32_t index) {
    lua_pushinteger(L, index);
    lua_pushcclosure(L, hs_trampoline, 1);
}

/* Whether a text has no zero byte, with which a name would end for C. */
static bool is_whole(lua_State *L, int index) { return strlen(lua_tostring(L, index)) == lua_rawlen(L, index); }

/* ---- Namespaces of the host, such as `log` ---- */

static int frozen(lua_State *L) {
    return luaL_error(L, "'%s' belongs to Hookswitch and cannot be changed", lua_tostring(L, lua_upvalueindex(1)));
}

static int space_index(lua_State *L) {
    const char *space = lua_tostring(L, lua_upvalueindex(1));
    const hs_name *found = NULL;
    if (lua_type(L, 2) == LUA_TSTRING && is_whole(L, 2)) found = hs_find_name(hs_of(L)->host, space, lua_tostring(L, 2));
    if (found == NULL) {
        hs_push_text(L, 2);
        return luaL_error(L, "there is no %s.%s", space, lua_tostring(L, -1));
    }
    push_host(L, found->index);
    return keep(L);
}

static void push_space(lua_State *L, const char *space) {
    lua_pushstring(L, space);
    lua_pushcclosure(L, space_index, 1);
    lua_pushstring(L, space);
    lua_pushcclosure(L, frozen, 1);
    push_pair(L);
    lua_remove(L, -2);
}

/* ---- The globals table ---- */

static const luaL_Reg *const base_lists[] = {hs_base_functions, hs_protected_functions, hs_iteration_functions,
                                             hs_metatable_functions};

static lua_CFunction find_base(const char *name) {
    for (size_t i = 0; i < sizeof base_lists / sizeof base_lists[0]; i++) {
        lua_CFunction own = find_in(base_lists[i], name);
        if (own != NULL) return own;
    }
    return hs_stock("", name);
}

/* A namespace, not a class: classes begin with a capital letter. */
static bool is_space(lua_State *L, const char *name) {
    return name[0] >= 'a' && name[0] <= 'z' && hs_has_space(hs_of(L)->host, name);
}

static void push_opened_library(lua_State *L, const char *name) {
    hs_push_library(L, name);
    if (strcmp(name, "string") != 0) return;
    /* From now on methods of texts are found without a call. */
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}

/* The class whose only object is a global of that name; -1 for none. */
static int32_t class_of_global(const hs_host *host, const char *name) {
    for (size_t i = 0; i < host->class_count; i++) {
        const char *global = host->classes[i].global_name;
        if (global != NULL && strcmp(global, name) == 0) return (int32_t)i;
    }
    return -1;
}

/* Pushes what a name stands for, or returns false. What flows use most is looked for first. */
static bool push_known(lua_State *L, const char *name) {
    const hs_name *host = hs_find_name(hs_of(L)->host, "", name);
    if (host != NULL) {
        push_host(L, host->index);
        return true;
    }
    if (is_in(libraries, name)) {
        push_opened_library(L, name);
        return true;
    }
    lua_CFunction base = find_base(name);
    if (base != NULL) {
        lua_pushcfunction(L, base);
        return true;
    }
    int32_t class = class_of_global(hs_of(L)->host, name);
    if (class >= 0) {
        hs_push_object(hs_of(L), L, class, 1);
        return true;
    }
    if (!is_space(L, name)) return false;
    push_space(L, name);
    return true;
}

/* How many letters two short words differ by, roughly: equal but for one change, or not. */
static bool is_near(const char *a, const char *b) {
    size_t la = strlen(a), lb = strlen(b);
    if (la > lb + 1 || lb > la + 1 || la < 3) return false;
    size_t i = 0;
    while (i < la && i < lb && a[i] == b[i]) i++;
    size_t j = 0;
    while (j < la - i && j < lb - i && a[la - 1 - j] == b[lb - 1 - j]) j++;
    size_t rest_a = la - i - j, rest_b = lb - i - j;
    if (rest_a <= 1 && rest_b <= 1) return true;
    return rest_a == 2 && rest_b == 2 && a[i] == b[i + 1] && a[i + 1] == b[i];
}

static const char *nearest_in(const luaL_Reg *list, const char *name) {
    for (; list->name != NULL; list++) {
        if (is_near(name, list->name)) return list->name;
    }
    return NULL;
}

static const char *nearest(lua_State *L, const char *name) {
    const hs_host *host = hs_of(L)->host;
    for (size_t i = 0; i < host->name_count; i++) {
        const hs_name *row = &host->names[i];
        const char *word = row->space[0] == 0 ? row->name : row->space;
        if (word[0] >= 'a' && word[0] <= 'z' && is_near(name, word)) return word;
    }
    for (size_t i = 0; i < host->class_count; i++) {
        const char *global = host->classes[i].global_name;
        if (global != NULL && is_near(name, global)) return global;
    }
    for (const char *const *word = libraries; *word != NULL; word++) {
        if (is_near(name, *word)) return *word;
    }
    const char *near = NULL, *base;
    for (size_t i = 0; near == NULL && i < sizeof base_lists / sizeof base_lists[0]; i++) {
        near = nearest_in(base_lists[i], name);
    }
    for (size_t i = 0; near == NULL && (base = hs_stock_name("", i)) != NULL; i++) {
        if (is_near(name, base)) near = base;
    }
    return near;
}

static int global_index(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    const char *name = lua_tostring(L, 2);
    if (is_whole(L, 2) && push_known(L, name)) return keep(L);
    const char *near = nearest(L, name);
    if (near != NULL) return luaL_error(L, "undeclared global '%s'; did you mean '%s'?", name, near);
    return luaL_error(L, "undeclared global '%s'", name);
}

static int global_assign(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "globals cannot be set; write 'local'");
    const char *name = lua_tostring(L, 2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &declared_key);
    lua_pushvalue(L, 2);
    bool is_known = lua_rawget(L, -2) != LUA_TNIL || find_base(name) != NULL || is_in(libraries, name) ||
                    is_space(L, name) || hs_find_name(hs_of(L)->host, "", name) != NULL ||
                    class_of_global(hs_of(L)->host, name) >= 0;
    if (is_known) return luaL_error(L, "'%s' belongs to Hookswitch and cannot be changed; write 'local'", name);
    return luaL_error(L, "assigning to undeclared global '%s'; write 'local' before it", name);
}

bool hs_is_frozen(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) return false;
    lua_pushliteral(L, "__newindex");
    lua_rawget(L, -2);
    lua_CFunction assign = lua_tocfunction(L, -1);
    lua_pop(L, 2);
    return assign == global_assign || assign == frozen;
}

/* The first method call on a text opens the library. */
static int string_index(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &declared_key);
    lua_getfield(L, -1, "string");
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
    return 1;
}

void hs_open_globals(lua_State *L) {
    lua_pushcfunction(L, global_index);
    lua_pushcfunction(L, global_assign);
    push_pair(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "_G");
    lua_pushliteral(L, "Lua 5.4");
    lua_setfield(L, -3, "_VERSION");
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &declared_key);

    lua_pushliteral(L, "");
    lua_createtable(L, 0, 10);
    hs_set_stock(L, "strings");
    lua_pushcfunction(L, string_index);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void hs_set_global(lua_State *L, const char *name) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &declared_key);
    lua_insert(L, -2);
    lua_pushstring(L, name);
    lua_insert(L, -2);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
