/* Running the threads of a world: from outside until they end, wait, pause or are stopped. */
#include "world.h"

#include <string.h>

static int traceback_key;

/* The message handler of a runtime's thread: sees only errors that nothing catches, where they are raised. */
static int note_error(lua_State *L) {
    hs_world *w = hs_of(L);
    if (hs_is_over(w)) return 1;
    hs_note_place(L, 1, w->error_source, &w->error_line);
    luaL_traceback(L, L, NULL, 1);
    /* Without the frame of `body`, which is none of the script's. */
    static const char tail[] = "\n\t[C]: in ?";
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    if (length > sizeof tail && strcmp(text + length - (sizeof tail - 1), tail) == 0) {
        lua_pushlstring(L, text, length - (sizeof tail - 1));
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
    lua_settop(L, 1);
    return 1;
}

static int body_ended(lua_State *L, int status, lua_KContext context) {
    (void)context;
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - 1;
    hs_world *w = hs_of(L);
    w->refused |= status == LUA_ERRMEM;
    if (hs_is_over(w)) return hs_leave(L);
    w->failed = true;
    return 1;
}

/* What a runtime's thread runs: the function and its arguments, protected. */
static int body(lua_State *L) {
    lua_pushcfunction(L, note_error);
    lua_insert(L, 1);
    return body_ended(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, body_ended), 0);
}

lua_State *hs_new_thread(hs_world *w) {
    lua_State *thread = lua_newthread(w->L);
    *hs_extra(thread) |= HS_RUNTIME;
    lua_pushcfunction(thread, body);
    return thread;
}

int hs_resume(hs_world *w, lua_State *thread, lua_State *waiter, int go, int count, bool slices, int *results) {
    *results = 0;
    if (hs_is_over(w)) {
        hs_stop(w, thread, HS_STOP_MEMORY);
        return HS_STOPPED;
    }
    /* Only the innermost thread of a wait gets the values; the others are passed through. */
    int arguments = waiter == NULL ? count + 1 : waiter == thread ? count : 0;
    /* A host function may run another thread meanwhile. */
    const bool enforce = w->enforce;
    const int depth = w->depth, closes = w->closes, unyieldable = w->unyieldable;
    const int64_t slice_end = w->slice_end;
    const locale_t locale = uselocale(hs_c_locale());
    lua_State *const running = w->running;
    hs_rescue *const outer = w->rescue;
    hs_rescue rescue;
    w->rescue = &rescue;
    w->running = thread;
    w->waiter = waiter;
    w->go = go;
    w->go_count = count;
    w->passing = w->paused = w->failed = false;
    w->slice_end = slices ? w->steps + w->limits.slice : HS_NO_SLICES;
    w->error_source[0] = 0;
    w->error_line = 0;
    w->depth = w->unyieldable = 0;
    w->enforce = true;
    volatile int status = LUA_ERRMEM;
    if (setjmp(rescue.place) == 0) {
        /* A run inside another uses the same C stack, and so the same count of it. */
        status = lua_resume(thread, running != NULL ? running : w->L, arguments, results);
    } else {
        w->refused = true;
    }
    w->enforce = enforce;
    w->depth = depth;
    w->closes = closes;
    w->unyieldable = unyieldable;
    w->slice_end = slice_end;
    uselocale(locale);
    w->rescue = outer;
    w->running = running;
    const bool is_paused = w->paused;
    if (outer != NULL) w->passing = w->paused = false; /* these were about this run */
    w->refused |= status == LUA_ERRMEM;
    if (hs_is_over(w)) {
        hs_stop(w, thread, HS_STOP_MEMORY);
        return HS_STOPPED;
    }
    if (status == LUA_YIELD && is_paused) {
        hs_budget_pause(w);
        return HS_PAUSED;
    }
    if (status == LUA_YIELD) return HS_WAITING;
    *hs_extra(thread) |= HS_OVER;
    const bool failed = status != LUA_OK || w->failed;
    w->failed = false; /* for the run that this one interrupted */
    return failed ? HS_FAILED : HS_FINISHED;
}

bool hs_can_wait(hs_world *w, lua_State *L) { return w->unyieldable == 0 && lua_isyieldable(L); }

bool hs_load_compiled(hs_world *w, const uint8_t *bytes, size_t size, const char *name) {
    return luaL_loadbufferx(w->L, (const char *)bytes, size, name, "b") == LUA_OK;
}

int hs_compile_text(lua_State *L, const char *source, size_t size, const char *name) {
    const locale_t locale = uselocale(hs_c_locale()); /* numbers in the text */
    int status = luaL_loadbufferx(L, source, size, name, "t");
    uselocale(locale);
    return status;
}

void hs_push_traceback(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &traceback_key);
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
}
