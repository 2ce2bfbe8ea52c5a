/* The inside of a world, shared by the files of the bridge. */
#ifndef HS_WORLD_H
#define HS_WORLD_H

#include "CLuaBridge.h"

#define HS_CLASSES 40  /* bytes to a size class step are 16; blocks above 640 bytes come from malloc */
#define HS_STEP 16

typedef struct hs_chunk {
    struct hs_chunk *next;
} hs_chunk;

typedef struct hs_large {
    struct hs_large *next, *previous;
} hs_large;

typedef struct {
    hs_chunk *chunks;
    uint8_t *bump, *end;
    void *free_lists[HS_CLASSES + 1];
    hs_large large; /* ring of large blocks */
    size_t next_chunk;
    size_t live;
} hs_arena;

struct hs_world {
    lua_State *L;
    const hs_host *host;
    void *owner;
    hs_arena arena;
    hs_limits limits;
    /* memory: the cap says no only while Lua runs */
    bool enforce;
    bool refused;
    int refusals;
    int64_t fail_after;
    size_t collect_at;
    /* budget */
    int64_t used;
    int hooks;
    uint64_t cpu_start;
    /* stop */
    int stop;
    char stop_source[96];
    int stop_line;
    /* waits: `passing` says that a yield is meant for the runtime */
    bool passing;
    lua_State *waiter;
    int go, go_count;
    /* coroutines */
    int depth;
    int unyieldable;
    /* determinism */
    uint64_t random[4];
    double now;
    int64_t named;
};

static inline hs_world *hs_of(lua_State *L) { return *(hs_world **)lua_getextraspace(L); }

void hs_arena_init(hs_arena *a, void *memory, size_t size);
void hs_arena_drop(hs_arena *a);
void *hs_allocate(void *ud, void *block, size_t old_size, size_t new_size);

/* Marks the world as stopped and notes where. */
void hs_stop(hs_world *w, lua_State *L, int reason);
/* Takes a stop out of the script: yields where that can be, raises where not. Does not return normally. */
int hs_leave(lua_State *L);
/* Charges work; stops the world when the budget is spent. */
void hs_charge(lua_State *L, int64_t units);
/* Whether an error must not be caught: the world is stopped, or memory was refused. */
bool hs_is_over(hs_world *w);

/* Threads that only the runtime may touch now: its own, and a flow's coroutines that it waits through. */
void hs_mark_waiting(lua_State *L, lua_State *thread, bool waits);
bool hs_is_waiting(lua_State *L, lua_State *thread);

void hs_hook(lua_State *L, lua_Debug *ar);
int hs_trampoline(lua_State *L);
const hs_name *hs_find_name(const hs_host *host, const char *space, const char *name);
bool hs_has_space(const hs_host *host, const char *space);

/* Function lists of the sandbox. */
void hs_open_globals(lua_State *L);
bool hs_open_library(lua_State *L, const char *name);
extern const luaL_Reg hs_coroutine_functions[];
extern const luaL_Reg hs_protected_functions[];
extern const luaL_Reg hs_base_functions[];
extern const luaL_Reg hs_random_functions[];
extern const luaL_Reg hs_clock_functions[];
extern const luaL_Reg hs_text_functions[];
void hs_push_text(lua_State *L, int index);
void hs_seed(hs_world *w, uint64_t seed);
void hs_make_object_tables(lua_State *L);

#endif
