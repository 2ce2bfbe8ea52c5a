/* The memory of a world: blocks from chunks with a free list per size, large ones with a run of pages each. All of it
 * goes at once when the world is dropped; nothing is finalized. */
#include "world.h"

#include "pages.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* ---- Sizes ---- */

/* Up to here a class holds blocks of one size, in steps; from there to the largest block there are four classes to each
 * doubling: tables and buffers double. */
#define SMALL 768
#define SMALL_CLASSES (SMALL / HS_STEP)

static const uint16_t larger_sizes[] = {896,  1024, 1280, 1536, 1792, 2048,  2560,  3072,  3584,
                                        4096, 5120, 6144, 7168, 8192, 10240, 12288, 14336, 16352};
#define LARGER_CLASSES (sizeof larger_sizes / sizeof larger_sizes[0])
_Static_assert(SMALL_CLASSES + LARGER_CLASSES == HS_CLASSES, "as many free lists as sizes");

/* From 1; HS_CLASSES + 1 for what gets a run of its own. */
static size_t class_of(size_t size) {
    if (size <= SMALL) return (size + HS_STEP - 1) / HS_STEP;
    size_t larger = 0;
    while (larger < LARGER_CLASSES && larger_sizes[larger] < size) larger++;
    return SMALL_CLASSES + 1 + larger;
}

static size_t size_of(size_t size_class) {
    return size_class <= SMALL_CLASSES ? size_class * HS_STEP : larger_sizes[size_class - SMALL_CLASSES - 1];
}

/* ---- malloc in place of the arena ---- */

static atomic_bool uses_malloc =
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
    true; /* which sees single blocks only */
#else
    false;
#endif
#else
    false;
#endif

void hs_use_malloc(bool uses) { atomic_store(&uses_malloc, uses); }
bool hs_uses_malloc(void) { return atomic_load(&uses_malloc); }

static void *run_new(bool is_malloc, size_t *size) {
    if (is_malloc) return malloc(*size);
    int run_class = hs_run_class(*size);
    if (run_class < HS_RUN_CLASSES) {
        *size = hs_run_size(run_class);
        return hs_run_new(run_class);
    }
    *size = (*size + 4095) & ~(size_t)4095;
    void *run = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return run == MAP_FAILED ? NULL : run;
}

static void run_free(bool is_malloc, void *run, size_t size) {
    if (is_malloc) {
        free(run);
    } else if (hs_run_class(size) < HS_RUN_CLASSES) {
        hs_run_free(run, hs_run_class(size));
    } else {
        munmap(run, size);
    }
}

/* ---- Chunks ---- */

/* World and first chunk in one run: a small world is one run. */
hs_world *hs_arena_make_world(void) {
    bool is_malloc = atomic_load_explicit(&uses_malloc, memory_order_relaxed);
    size_t head = (sizeof(hs_world) + 15) & ~(size_t)15, size = is_malloc ? head : HS_FIRST_RUN;
    hs_world *w = run_new(is_malloc, &size);
    if (w == NULL) return NULL;
    memset(w, 0, sizeof *w);
    hs_arena *a = &w->arena;
    a->is_malloc = is_malloc;
    a->bump = (uint8_t *)w + head;
    a->end = (uint8_t *)w + size;
    a->large.next = a->large.previous = &a->large;
    a->next_chunk = HS_FIRST_RUN;
    a->reserved = size;
    return w;
}

void hs_arena_drop_world(hs_world *w) {
    hs_arena *a = &w->arena;
    const bool is_malloc = a->is_malloc;
    for (hs_chunk *chunk = a->chunks; chunk != NULL;) {
        hs_chunk *next = chunk->next;
        run_free(is_malloc, chunk, chunk->size);
        chunk = next;
    }
    for (hs_large *large = a->large.next; large != &a->large;) {
        hs_large *next = large->next;
        run_free(is_malloc, large, large->size);
        large = next;
    }
    run_free(is_malloc, w, HS_FIRST_RUN);
}

static bool needs_chunk(const hs_arena *a, size_t size_class) {
    return a->free_lists[size_class] == NULL && (size_t)(a->end - a->bump) < size_of(size_class);
}

static void put_free(hs_arena *a, void *block, size_t size_class) {
    *(void **)block = a->free_lists[size_class];
    a->free_lists[size_class] = block;
}

/* What is left of a chunk serves smaller blocks. */
static void use_up(hs_arena *a) {
    while (a->end - a->bump >= HS_STEP) {
        size_t left = (size_t)(a->end - a->bump), size_class = class_of(left);
        while (size_class > HS_CLASSES || size_of(size_class) > left) size_class--;
        put_free(a, a->bump, size_class);
        a->bump += size_of(size_class);
    }
}

static void *block_new(hs_arena *a, size_t size_class) {
    void *block = a->free_lists[size_class];
    if (block != NULL) {
        a->free_lists[size_class] = *(void **)block;
        return block;
    }
    if (needs_chunk(a, size_class)) {
        size_t size = a->next_chunk; /* the first holds the largest block */
        hs_chunk *chunk = run_new(a->is_malloc, &size);
        if (chunk == NULL) return NULL;
        use_up(a);
        chunk->next = a->chunks;
        chunk->size = size;
        a->chunks = chunk;
        a->bump = (uint8_t *)chunk + HS_STEP;
        a->end = (uint8_t *)chunk + size;
        a->reserved += size;
        if (a->next_chunk < 256 * 1024) a->next_chunk *= 2;
    }
    block = a->bump;
    a->bump += size_of(size_class);
    return block;
}

/* ---- Large blocks ---- */

static void large_free(hs_arena *a, void *block) {
    hs_large *large = (hs_large *)block - 1;
    large->next->previous = large->previous;
    large->previous->next = large->next;
    run_free(a->is_malloc, large, large->size);
}

static void *large_new(hs_arena *a, size_t size) {
    size_t whole = size + sizeof(hs_large);
    hs_large *large = run_new(a->is_malloc, &whole);
    if (large == NULL) return NULL;
    large->size = whole;
    large->next = &a->large;
    large->previous = a->large.previous;
    large->next->previous = large;
    large->previous->next = large;
    return large + 1;
}

/* Whether a large block can stay where it is: it fits, and would not fit a much smaller run. */
static bool stays(const hs_arena *a, const void *block, size_t size) {
    const hs_large *large = (const hs_large *)block - 1;
    return !a->is_malloc && size + sizeof *large <= large->size && size + sizeof *large > large->size / 4;
}

static bool is_large(const hs_arena *a, size_t size) { return a->is_malloc || class_of(size) > HS_CLASSES; }

static void *get(hs_arena *a, size_t size) {
    return is_large(a, size) ? large_new(a, size) : block_new(a, class_of(size));
}

static void release(hs_arena *a, void *block, size_t size) {
    if (is_large(a, size)) large_free(a, block);
    else put_free(a, block, class_of(size));
}

/* ---- The cap ---- */

bool hs_collected(hs_world *w) {
    w->used += (int64_t)(w->arena.live / 64);
    w->tick = 0;
    /* A world that lives at its cap would do nothing but collect. */
    return w->arena.live <= w->limits.memory - w->limits.memory / 8;
}

/* Whether there is room. Library functions build strings in blocks for which Lua does not collect: these may pass the
 * cap by the length of two strings, since the string itself follows, and for it Lua does. */
static bool has_room(const hs_world *w, size_t growth, size_t new_size, bool is_string) {
    const hs_arena *a = &w->arena;
    size_t cap = w->limits.memory, text = w->limits.string < cap / 4 ? w->limits.string : cap / 4;
    if (new_size > SMALL && !is_string) cap += 2 * text;
    if (a->live + growth > cap) return false;
    /* Blocks freed in one size are lost to all others; a script must not grow without end through all sizes. */
    return is_large(a, new_size) || !needs_chunk(a, class_of(new_size)) ||
           a->reserved + a->next_chunk <= 2 * w->limits.memory + 64 * 1024;
}

/* No more memory. The place is noted now, since the error that follows leaves the frames before anyone sees it. */
static bool refuse(hs_world *w) {
    w->refused = true;
    if (w->stop == HS_STOP_NONE && w->running != NULL) hs_note_place(w->running, 0, w->stop_source, &w->stop_line);
    return false;
}

/* The keys of a table take 24 bytes each, and their number is a power of two. (So does a list of 49,152 items.) */
static bool holds_keys(size_t size) {
    size_t keys = size / 24;
    return size % 24 == 0 && (keys & (keys - 1)) == 0;
}

/* The largest block of a kind. Only our own C makes userdata, and it knows how much. When a table grows all keys are put in
 * anew; where they collide that is quadratic, and one instruction: 75 ms for 8,192 keys, 300 ms for 16,384. So keys get
 * half of what a list or a stack gets. */
static size_t largest(const hs_world *w, size_t kind, size_t size) {
    const size_t buffer = 2 * w->limits.string + 1024; /* in which a text is built */
    switch (kind) {
    case LUA_TSTRING: return w->limits.string + 64;
    case LUA_TUSERDATA: return SIZE_MAX;
    default:
        if (holds_keys(size)) return w->limits.block / 2;
        return w->limits.block > buffer ? w->limits.block : buffer;
    }
}

/* Whether Lua may have this block. At a first no, Lua collects everything and asks once more for the same; library
 * functions with their own buffers do not, they raise at once. Whoever does not come back has been refused for good:
 * `refused` is true from the first no until the same request fits. */
static bool admits(hs_world *w, void *block, size_t old_size, size_t new_size, size_t kind) {
    const bool is_string = kind == LUA_TSTRING;
    hs_request *pending = &w->pending;
    bool again = pending->open && pending->block == block && pending->old_size == old_size &&
                 pending->new_size == new_size;
    pending->open = false;
    bool has = has_room(w, new_size - old_size, new_size, is_string);
    if (again) {
        w->refused = false;
        return (hs_collected(w) && has) || refuse(w);
    }
    if (w->refused) return false;
    if (new_size > largest(w, kind, new_size)) return refuse(w);
    /* A table of colliding keys is rebuilt in one instruction, and many fit between two hooks. */
    if (new_size >= 16 * 1024 && hs_must_end(w)) return refuse(w);
    if (w->fail_after > 0 && --w->fail_after == 0) return refuse(w);
    if (w->fail_after < 0 && ++w->fail_after == 0) has = false;
    if (has) return true;
    *pending = (hs_request){block, old_size, new_size, true};
    return refuse(w);
}

void *hs_allocate(void *ud, void *block, size_t old_size, size_t new_size) {
    hs_world *w = ud;
    hs_arena *a = &w->arena;
    const size_t kind = block == NULL ? old_size : 0;
    if (block == NULL) old_size = 0;
    if (new_size == 0) {
        if (block != NULL) release(a, block, old_size);
        a->live -= old_size;
        return NULL;
    }
    /* Host code is never refused: nothing protects its frames. */
    if (w->enforce && new_size > old_size) {
        if (!admits(w, block, old_size, new_size, kind)) return NULL;
        w->bytes += new_size - old_size;
    }
    void *result;
    const bool was_large = block != NULL && is_large(a, old_size), becomes_large = is_large(a, new_size);
    if (block != NULL && !was_large && !becomes_large && class_of(old_size) == class_of(new_size)) {
        result = block;
    } else if (was_large && becomes_large && stays(a, block, new_size)) {
        result = block;
    } else {
        result = get(a, new_size);
        if (result != NULL && block != NULL) {
            memcpy(result, block, old_size < new_size ? old_size : new_size);
            release(a, block, old_size);
        }
    }
    if (result == NULL) {
        /* The system has no memory. Lua relies on getting less than it had: the block stays where it is. */
        if (new_size > old_size) {
            w->refused |= w->enforce;
            return NULL;
        }
        result = block;
    }
    a->live += new_size - old_size;
    return result;
}
