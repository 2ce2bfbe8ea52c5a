/* The one C of Hookswitch: what must not be done from Swift, because Lua may jump over the frame that does it.
 *
 * Nothing here knows of calls or flows. Swift calls only the functions below and the functions of Lua that neither run
 * a metamethod nor raise by their arguments; the inline twins of Lua's macros are at the end. */
#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hs_world hs_world;

/* What a host function answers instead of a number of results. */
enum {
    HS_RAISE = -1,     /* raise the value on top */
    HS_RAISE_AT = -2,  /* raise the text on top, with file and line of the caller before it */
    HS_WAIT = -3,      /* yield to the runtime */
    HS_CALL_ONCE = -4, /* call the function on top once; below it lies the name that its result is kept under */
};

/* How the runtime goes on with a thread that waits. */
enum { HS_GO_VALUES = 0, HS_GO_RAISE = 1, HS_GO_RAISE_AT = 2 };

/* Why a world was stopped. */
enum { HS_STOP_NONE = 0, HS_STOP_INSTRUCTIONS = 1, HS_STOP_CPU = 2, HS_STOP_MEMORY = 3 };

/* What became of a thread. */
enum { HS_FINISHED = 0, HS_WAITING = 1, HS_FAILED = 2, HS_STOPPED = 3, HS_PAUSED = 4 };

typedef int32_t (*hs_callback)(void *owner, lua_State *L, int32_t index);

/* A host function's name. Lists are sorted by namespace, then name; globals have the empty namespace. */
typedef struct {
    const char *space;
    const char *name;
    int32_t index;
} hs_name;

/* A class of objects that the host makes. */
typedef struct {
    const char *name;
    bool has_data;
    int32_t index;          /* the function that gives unknown fields, or -1 */
    int32_t assign;         /* the function that refuses an assignment, or -1 for a general sentence */
    const char *global_name; /* of the object with the number 1; NULL for none */
} hs_class;

typedef struct {
    const hs_name *names;
    size_t name_count;
    const hs_class *classes;
    size_t class_count;
    hs_callback callback;
} hs_host;

typedef struct {
    size_t memory;
    size_t string; /* of one text */
    size_t block;  /* of one table or stack */
    int64_t instructions;
    uint64_t cpu_ns;
    int64_t slice; /* units after which a busy script pauses, where its run allows that */
    int depth;
} hs_limits;

/* Makes a world, or returns NULL when the system has no memory. `host` must outlive it. */
hs_world *hs_world_new(const hs_host *host, hs_limits limits, uint64_t seed);
/* Other limits from the next input on; what is in use stays. */
void hs_world_set_limits(hs_world *w, hs_limits limits);
/* Whether worlds that are made from now on take each block from malloc instead of from an arena. The address sanitizer
 * sees more then, and it is the default under it; benchmarks compare. */
void hs_use_malloc(bool uses);
bool hs_uses_malloc(void);
/* Bytes of the runs of pages that all worlds of the process use, and of those that are kept for the next ones. */
void hs_runs_state(size_t *used, size_t *at_hand);
/* Gives its memory back at once, without running anything. */
void hs_world_drop(hs_world *w);
lua_State *hs_world_state(hs_world *w);
/* What the callback is given. */
void hs_world_set_owner(hs_world *w, void *owner);
void hs_world_set_now(hs_world *w, double now);
/* The next 64 random bits, from the seed as those of math.random. */
uint64_t hs_world_draw(hs_world *w);
/* Renews the budget and collects garbage if the world has doubled since the last time. */
void hs_world_begin_input(hs_world *w);
size_t hs_world_memory(const hs_world *w);
int64_t hs_world_used(const hs_world *w);
/* Charges work of the host for a script; a spent budget shows at the script's next step. */
void hs_world_charge(hs_world *w, int64_t units);
int hs_world_stop(const hs_world *w);
/* Where the script was when it was stopped; "" and 0 when unknown. */
const char *hs_world_stop_source(const hs_world *w);
int hs_world_stop_line(const hs_world *w);
/* Makes the n-th allocation from now on fail while Lua runs; at -n it makes Lua collect before it succeeds; 0 switches
 * that off. For tests. */
void hs_world_fail_allocation(hs_world *w, int64_t n);
/* Whether a script of the world runs at this moment, below a host function. */
bool hs_world_is_running(const hs_world *w);
/* Refuses the world any more memory: the host could not push what it had to. It stops at the next step. */
void hs_world_exhaust(hs_world *w);

/* Makes a thread of the runtime, on top of the main stack. Scripts can neither resume nor close it. Its function runs
 * in a protected call, so that an uncaught error closes the values of its blocks, which may wait. */
lua_State *hs_new_thread(hs_world *w);
/* Runs a thread until it ends, waits, fails or, with `slices`, pauses. A new thread has its function and `count`
 * arguments on its stack and no waiter. For one that waits, the values to hand over (or the one to raise) lie on the
 * stack of `waiter`: what hs_world_waiter gave when it began to wait. One that paused goes on with no values. Results
 * stay on `thread`. */
int hs_resume(hs_world *w, lua_State *thread, lua_State *waiter, int go, int count, bool slices, int *results);
/* The innermost thread of the wait or pause that has just begun. */
lua_State *hs_world_waiter(hs_world *w);
/* Whether the host function that runs on L may ask to wait. */
bool hs_can_wait(hs_world *w, lua_State *L);
/* Loads a chunk that this process compiled; leaves a function, or returns false and leaves a message. */
bool hs_load_compiled(hs_world *w, const uint8_t *bytes, size_t size, const char *name);
/* Compiles text; leaves a function, or returns a status and leaves a message. */
int hs_compile_text(lua_State *L, const char *source, size_t size, const char *name);
/* Pushes the traceback of the last error that nothing caught, or nil. */
void hs_push_traceback(lua_State *L);
/* Where the script stood when it raised that error; "" and 0 when unknown. */
const char *hs_world_error_source(const hs_world *w);
int hs_world_error_line(const hs_world *w);

/* Numbered references to values. */
void hs_ref_store(lua_State *L, int32_t number);
void hs_ref_push(lua_State *L, int32_t number);
/* Whether there was one under the number. */
bool hs_ref_clear(lua_State *L, int32_t number);

/* Objects of the host: the same table for the same class and id. */
void hs_push_object(hs_world *w, lua_State *L, int32_t class_index, int64_t id);
/* The class of an object and its id; -1 when the value is none. */
int32_t hs_object_id(lua_State *L, int index, int64_t *id);
/* Whether a key is one that scripts do not see. */
bool hs_is_hidden(lua_State *L, int index);
/* Pushes the name under which Lua finds what a table does when it is called. */
void hs_push_call_name(lua_State *L);
/* Sets a global, past the rule against undeclared ones. Takes the value on top. */
void hs_set_global(lua_State *L, const char *name);
/* Where the caller of the running host function stands; false when it is no Lua function. */
bool hs_caller(lua_State *L, lua_Debug *ar);
/* Where the innermost Lua function stands whose source does not begin with a text; false when there is none. */
bool hs_caller_outside(lua_State *L, const char *prefix, lua_Debug *ar);
/* Where the innermost Lua function of a thread that waits stands; false when there is none. */
bool hs_place(lua_State *L, lua_Debug *ar);

/* Twins of Lua's macros, which Swift does not see. */
static inline void hs_pop(lua_State *L, int n) { lua_settop(L, -n - 1); }
static inline bool hs_is_none(lua_State *L, int i) { return lua_type(L, i) == LUA_TNONE; }
static inline int hs_upvalue(int i) { return lua_upvalueindex(i); }
static inline double hs_to_number(lua_State *L, int i) { return lua_tonumberx(L, i, NULL); }
static inline int64_t hs_to_integer(lua_State *L, int i) { return lua_tointegerx(L, i, NULL); }
static inline const char *hs_release(void) { return LUA_RELEASE; }

#endif
