/* The inside of a world, shared by the files of the bridge. */
#ifndef HS_WORLD_H
#define HS_WORLD_H

#include "CLuaBridge.h"

#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif
#include <setjmp.h>

/* Blocks are multiples of a step; see arena.c for the sizes that have a free list. */
#define HS_STEP 16
#define HS_CLASSES 66

typedef struct hs_chunk {
    struct hs_chunk *next;
    size_t size;
} hs_chunk;

typedef struct hs_large {
    struct hs_large *next, *previous;
    size_t size; /* of the run that it lies in */
    size_t padding;
} hs_large;

typedef struct {
    hs_chunk *chunks;
    uint8_t *bump, *end;
    void *free_lists[HS_CLASSES + 1];
    hs_large large; /* ring of large blocks */
    size_t next_chunk;
    size_t live;     /* bytes that Lua uses */
    size_t reserved; /* bytes of all chunks; free blocks of one size never serve another */
    bool is_malloc;
} hs_arena;

/* What the allocator was asked for. */
typedef struct {
    void *block;
    size_t old_size, new_size;
    bool open;
} hs_request;

/* Where a run goes on when Lua panics: it raises out of a thread that has no protected call. */
typedef struct hs_rescue {
    jmp_buf place;
} hs_rescue;

struct hs_world {
    lua_State *L;
    const hs_host *host;
    void *owner;
    hs_arena arena;
    hs_limits limits;
    /* memory: the cap says no only while Lua runs */
    bool enforce;
    bool refused;
    hs_request pending; /* refused, but Lua may collect and ask once more */
    int64_t fail_after;
    size_t collect_at;
    /* budget */
    int64_t used;
    size_t bytes; /* allocated, not yet charged */
    int64_t tick; /* of the coarse clock, when the processor's clock was read last */
    uint64_t cpu_start;
    int64_t cpu_used; /* before the last pause */
    int64_t steps; /* of `used`, what is the same in every run: all but bytes */
    int64_t slice_end; /* of `steps`: a busy script pauses there */
    /* stop */
    int stop;
    char stop_source[96];
    int stop_line;
    /* an error that nothing caught */
    bool failed;
    char error_source[96];
    int error_line;
    /* waits: `passing` says that a yield is meant for the runtime, `paused` that it is the end of a slice */
    bool passing, paused;
    lua_State *waiter;
    int go, go_count;
    /* coroutines: how deep they resume and close one another, how many resumers in that chain cannot yield */
    int depth, closes, unyieldable;
    lua_State *running; /* the thread that runs: where memory is refused */
    hs_rescue *rescue;
    /* determinism */
    uint64_t random[4];
    double now;
    int64_t named;
    const void *call_name; /* see metamethods.c */
    /* next: the place in the keys that it keeps; see iteration.c */
    bool keeps_keys;
    lua_Integer key_place, key_count;
};

/* A thread's extra space holds its world and, in the low bits, what scripts may not do with it. */
enum {
    HS_RUNTIME = 1, /* made by the runtime */
    HS_WAITS = 2,   /* a flow's coroutine that the runtime waits through */
    HS_OVER = 4,    /* made by the runtime, and ended */
    HS_FLAGS = 7,
};

static inline uintptr_t *hs_extra(lua_State *L) { return (uintptr_t *)lua_getextraspace(L); }
static inline hs_world *hs_of(lua_State *L) { return (hs_world *)(*hs_extra(L) & ~(uintptr_t)HS_FLAGS); }
static inline int hs_flags(lua_State *L) { return (int)(*hs_extra(L) & HS_FLAGS); }

/* A world of zeros with an empty arena; NULL when the system has no memory. */
hs_world *hs_arena_make_world(void);
/* Gives back all of the arena and the world itself. */
void hs_arena_drop_world(hs_world *w);
void *hs_allocate(void *ud, void *block, size_t old_size, size_t new_size);

/* How many instructions pass between two calls of the hook. */
#define HS_HOOK_COUNT 100
#define HS_NO_SLICES INT64_MAX

void hs_budget_renew(hs_world *w);
/* The script is left in the middle of its work: until it goes on its clock stands still. */
void hs_budget_pause(hs_world *w);
/* Marks the world as stopped and notes where. */
void hs_stop(hs_world *w, lua_State *L, int reason);
/* Takes a stop out of the script: yields where that can be, raises where not. Returns only inside a hook. */
int hs_leave(lua_State *L);
/* Charges work; stops the world when the budget is spent. */
void hs_charge(lua_State *L, int64_t units);
/* Looks at the clock, where much is done for few units. */
void hs_look(lua_State *L);
/* The same from within an allocation, which cannot leave: whether the world is stopped now. */
bool hs_must_end(hs_world *w);
/* Whether an error must not be caught: the world is stopped, or memory was refused. */
static inline bool hs_is_over(const hs_world *w) { return w->stop != HS_STOP_NONE || w->refused; }

/* Bytes in use have been counted anew after a collection: its work is charged. False when too little came free for
 * the world to go on. */
bool hs_collected(hs_world *w);
/* Notes where a script stands: the innermost function that has a line, from `level` on. */
void hs_note_place(lua_State *L, int level, char source[96], int *line);

/* The locale that scripts run in, whatever the process has: it decides how numbers are read and letters compared. */
locale_t hs_c_locale(void);

void hs_hook(lua_State *L, lua_Debug *ar);
int hs_trampoline(lua_State *L);
/* Calls a function of the host in the frame of the C function that runs. */
int hs_call_host(lua_State *L, int32_t index);
const hs_name *hs_find_name(const hs_host *host, const char *space, const char *name);
bool hs_has_space(const hs_host *host, const char *space);

/* Function lists of the sandbox. */
void hs_open_globals(lua_State *L);
void hs_push_library(lua_State *L, const char *name);
/* Whether a table belongs to the host: the globals or a namespace. */
bool hs_is_frozen(lua_State *L, int index);
/* Lua's own functions, fetched once per process; NULL for names that are not in the sandbox. */
bool hs_stock_ready(void);
lua_CFunction hs_stock(const char *library, const char *name);
extern lua_CFunction hs_stock_format;
/* The n-th of a library, for suggestions; NULL after the last. */
const char *hs_stock_name(const char *library, size_t n);
void hs_set_stock(lua_State *L, const char *library);
extern const luaL_Reg hs_coroutine_functions[];
extern const luaL_Reg hs_protected_functions[];
extern const luaL_Reg hs_base_functions[];
extern const luaL_Reg hs_random_functions[];
extern const luaL_Reg hs_clock_functions[];
extern const luaL_Reg hs_iteration_functions[];
extern const luaL_Reg hs_metatable_functions[];
extern const luaL_Reg hs_table_functions[];
extern const luaL_Reg hs_pattern_functions[];
int hs_format(lua_State *L);
int hs_sort(lua_State *L);
void hs_push_text(lua_State *L, int index);
lua_Integer hs_thing_number(lua_State *L, int index);
/* Once per world, before a script can name them. */
void hs_hide_metamethods(lua_State *L);
/* What next keeps of the table that it went through. */
void hs_forget_keys(hs_world *w);
void hs_seed(hs_world *w, uint64_t seed);
void hs_make_object_tables(lua_State *L);

#endif
