/* Objects of the host: a table with a number under a key that no script can name, and its class's metatable. */
#include "world.h"

#include <string.h>

static int classes_key, id_key;

void hs_make_object_tables(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &classes_key);
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
        const hs_name *found = hs_find_name(w->host, class->name, lua_tostring(L, 2));
        if (found != NULL) {
            lua_pushinteger(L, found->index);
            lua_pushcclosure(L, hs_trampoline, 1);
            lua_pushvalue(L, 2);
            lua_pushvalue(L, -2);
            lua_rawset(L, lua_upvalueindex(2));
            return 1;
        }
    }
    if (class->index < 0) return 0;
    /* Called in this frame, so that its errors name the flow's line. */
    int32_t index = class->index;
    bool enforce = w->enforce;
    w->enforce = false;
    int32_t result = w->host->callback(w->owner, L, index);
    w->enforce = enforce;
    if (result >= 0) return result;
    if (result == HS_RAISE_AT) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int object_text(lua_State *L) {
    const hs_class *class = &hs_of(L)->host->classes[lua_tointeger(L, lua_upvalueindex(1))];
    lua_rawgetp(L, 1, &id_key);
    char lower[64];
    size_t length = 0;
    for (; class->name[length] != 0 && length < sizeof lower - 1; length++) {
        char letter = class->name[length];
        lower[length] = (char)(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    }
    lower[length] = 0;
    lua_pushfstring(L, "%s %I", lower, (LUAI_UACINT)lua_tointeger(L, -1));
    return 1;
}

/* Pushes the record of a class: { metatable, objects by id }. */
static void push_class(hs_world *w, lua_State *L, int32_t class_index_number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
    if (lua_rawgeti(L, -1, class_index_number + 1) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 2, 0);
        lua_createtable(L, 0, 4);
        lua_pushinteger(L, class_index_number);
        lua_newtable(L);
        lua_pushcclosure(L, class_index, 2);
        lua_setfield(L, -2, "__index");
        lua_pushinteger(L, class_index_number);
        lua_pushcclosure(L, object_text, 1);
        lua_setfield(L, -2, "__tostring");
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
        lua_createtable(L, 0, 2);
        lua_pushinteger(L, id);
        lua_rawsetp(L, -2, &id_key);
        if (w->host->classes[class_index_number].has_data) {
            lua_pushstring(L, "data");
            lua_newtable(L);
            lua_rawset(L, -3);
        }
        lua_rawgeti(L, -3, 1);
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, id);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

bool hs_object_id(hs_world *w, lua_State *L, int index, int32_t class_index_number, int64_t *id) {
    if (lua_type(L, index) != LUA_TTABLE) return false;
    index = lua_absindex(L, index);
    if (!lua_getmetatable(L, index)) return false;
    push_class(w, L, class_index_number);
    lua_rawgeti(L, -1, 1);
    bool is_one = lua_rawequal(L, -1, -3);
    lua_pop(L, 3);
    if (!is_one) return false;
    lua_rawgetp(L, index, &id_key);
    *id = lua_tointeger(L, -1);
    lua_pop(L, 1);
    return true;
}
