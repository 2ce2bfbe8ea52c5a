/* Objects of the host: tables with their class's metatable. Their numbers lie apart, where no script can change them. */
#include "world.h"

#include <string.h>

static int classes_key, ids_key, class_key;

void hs_make_object_tables(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &classes_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ids_key);
}

/* __index of a class: methods first, made when first used, then the host's fields. Upvalues: class, methods. */
static int class_index(lua_State *L) {
    hs_world *w = hs_of(L);
    const hs_class *class = &w->host->classes[lua_tointeger(L, lua_upvalueindex(1))];
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
        lua_pop(L, 1);
        const char *name = lua_tostring(L, 2);
        const hs_name *found = strlen(name) == lua_rawlen(L, 2) ? hs_find_name(w->host, class->name, name) : NULL;
        if (found != NULL) {
            lua_pushinteger(L, found->index);
            lua_pushcclosure(L, hs_trampoline, 1);
            lua_pushvalue(L, 2);
            lua_pushvalue(L, -2);
            lua_rawset(L, lua_upvalueindex(2));
            return 1;
        }
    }
    /* Called in this frame, so that its errors name the flow's line. */
    return class->index < 0 ? 0 : hs_call_host(L, class->index);
}

static void lower_name(const hs_class *class, char lower[64]) {
    size_t length = 0;
    for (; class->name[length] != 0 && length < 63; length++) {
        char letter = class->name[length];
        lower[length] = (char)(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    }
    lower[length] = 0;
}

/* __newindex of a class: an object holds nothing but its `data`, which may be taken away and given back. Upvalue: class. */
static int class_assign(lua_State *L) {
    const hs_class *class = &hs_of(L)->host->classes[lua_tointeger(L, lua_upvalueindex(1))];
    lua_settop(L, 3);
    if (class->has_data && lua_type(L, 2) == LUA_TSTRING && lua_rawlen(L, 2) == 4 &&
        strcmp(lua_tostring(L, 2), "data") == 0) {
        lua_rawset(L, 1);
        return 0;
    }
    if (class->assign >= 0) return hs_call_host(L, class->assign);
    char lower[64];
    lower_name(class, lower);
    return luaL_error(L, "the fields of a %s cannot be set", lower);
}

static int object_text(lua_State *L) {
    const hs_class *class = &hs_of(L)->host->classes[lua_tointeger(L, lua_upvalueindex(1))];
    int64_t id = 0;
    hs_object_id(L, 1, &id);
    char lower[64];
    lower_name(class, lower);
    lua_pushfstring(L, "%s %I", lower, (LUAI_UACINT)id);
    return 1;
}

/* Pushes the record of a class: { metatable, objects by id }. */
static void push_class(hs_world *w, lua_State *L, int32_t class_index_number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
    if (lua_rawgeti(L, -1, class_index_number + 1) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 2, 0);
        lua_createtable(L, 0, 6);
        lua_pushinteger(L, class_index_number);
        lua_rawsetp(L, -2, &class_key);
        lua_pushinteger(L, class_index_number);
        lua_newtable(L);
        lua_pushcclosure(L, class_index, 2);
        lua_setfield(L, -2, "__index");
        lua_pushinteger(L, class_index_number);
        lua_pushcclosure(L, class_assign, 1);
        lua_setfield(L, -2, "__newindex");
        lua_pushinteger(L, class_index_number);
        lua_pushcclosure(L, object_text, 1);
        lua_setfield(L, -2, "__tostring");
        /* What has a method `next` can stand in a loop: for x in object do. */
        const hs_name *next = hs_find_name(w->host, w->host->classes[class_index_number].name, "next");
        if (next != NULL) {
            hs_push_call_name(L);
            lua_pushinteger(L, next->index);
            lua_pushcclosure(L, hs_trampoline, 1);
            lua_rawset(L, -3);
        }
        lua_pushstring(L, w->host->classes[class_index_number].name);
        lua_setfield(L, -2, "__name");
        lua_pushboolean(L, false);
        lua_setfield(L, -2, "__metatable");
        lua_rawseti(L, -2, 1);
        lua_newtable(L);
        lua_rawseti(L, -2, 2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, class_index_number + 1);
    }
    lua_remove(L, -2);
}

void hs_push_object(hs_world *w, lua_State *L, int32_t class_index_number, int64_t id) {
    push_class(w, L, class_index_number);
    lua_rawgeti(L, -1, 2);
    if (lua_rawgeti(L, -1, id) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        if (w->host->classes[class_index_number].has_data) {
            lua_pushstring(L, "data");
            lua_newtable(L);
            lua_rawset(L, -3);
        }
        lua_rawgeti(L, -3, 1);
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, id);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &ids_key);
        lua_pushvalue(L, -2);
        lua_pushinteger(L, id);
        lua_rawset(L, -3);
        lua_pop(L, 1);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

int32_t hs_object_id(lua_State *L, int index, int64_t *id) {
    if (lua_type(L, index) != LUA_TTABLE) return -1;
    index = lua_absindex(L, index);
    if (!lua_getmetatable(L, index)) return -1;
    int32_t class = lua_rawgetp(L, -1, &class_key) == LUA_TNUMBER ? (int32_t)lua_tointeger(L, -1) : -1;
    lua_pop(L, 2);
    if (class < 0) return -1;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &ids_key);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) != LUA_TNUMBER) class = -1;
    *id = lua_tointeger(L, -1);
    lua_pop(L, 2);
    return class;
}
