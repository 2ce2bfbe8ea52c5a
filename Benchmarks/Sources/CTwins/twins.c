#include "CTwins.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

struct twin {
    lua_State *L;
};

struct twin_code {
    char *bytes;
    size_t size;
};

static int echo(lua_State *L) {
    lua_pushinteger(L, luaL_checkinteger(L, 1));
    return 1;
}

static int go_on(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    return lua_gettop(L);
}

static int wait_for_host(lua_State *L) {
    lua_settop(L, 0);
    return lua_yieldk(L, 0, 0, go_on);
}

static void count(lua_State *L, lua_Debug *ar) {
    (void)L;
    (void)ar;
}

twin *twin_new(bool counts) {
    twin *t = malloc(sizeof *t);
    if (t == NULL) return NULL;
    t->L = luaL_newstate();
    if (t->L == NULL) {
        free(t);
        return NULL;
    }
    luaL_openlibs(t->L);
    if (counts) lua_sethook(t->L, count, LUA_MASKCOUNT, 100);
    lua_register(t->L, "echo", echo);
    lua_register(t->L, "wait", wait_for_host);
    return t;
}

void twin_free(twin *t) {
    lua_close(t->L);
    free(t);
}

int twin_run(twin *t, const char *source, int64_t n) {
    int status = luaL_loadstring(t->L, source);
    lua_pushinteger(t->L, n);
    if (status == LUA_OK) status = lua_pcall(t->L, 1, 0, 0);
    lua_settop(t->L, 0);
    return status;
}

int twin_resume(twin *t, const char *source, int64_t n) {
    lua_State *thread = lua_newthread(t->L);
    int results, status = luaL_loadstring(thread, source);
    lua_pushinteger(thread, n);
    if (status == LUA_OK) status = lua_resume(thread, t->L, 1, &results);
    for (int64_t i = 1; i <= n && status == LUA_YIELD; i++) {
        lua_pushinteger(thread, i);
        status = lua_resume(thread, t->L, 1, &results);
    }
    lua_settop(t->L, 0);
    return status;
}

static int append(lua_State *L, const void *bytes, size_t size, void *target) {
    (void)L;
    twin_code *code = target;
    char *grown = realloc(code->bytes, code->size + size);
    if (grown == NULL) return 1;
    memcpy(grown + code->size, bytes, size);
    code->bytes = grown;
    code->size += size;
    return 0;
}

twin_code *twin_compile(const char *source, size_t size) {
    lua_State *L = luaL_newstate();
    twin_code *code = calloc(1, sizeof *code);
    if (L == NULL || code == NULL || luaL_loadbufferx(L, source, size, "@code", "t") != LUA_OK ||
        lua_dump(L, append, code, 0) != 0) {
        abort();
    }
    lua_close(L);
    return code;
}

void twin_code_free(twin_code *code) {
    free(code->bytes);
    free(code);
}

twin *twin_with(const twin_code *code) {
    twin *t = twin_new(false);
    if (t == NULL) return NULL;
    if (luaL_loadbufferx(t->L, code->bytes, code->size, "@code", "b") != LUA_OK || lua_pcall(t->L, 0, 1, 0) != LUA_OK) {
        twin_free(t);
        return NULL;
    }
    lua_setglobal(t->L, "code");
    return t;
}

size_t twin_bytes(twin *t) {
    return (size_t)lua_gc(t->L, LUA_GCCOUNT) * 1024 + (size_t)lua_gc(t->L, LUA_GCCOUNTB);
}
