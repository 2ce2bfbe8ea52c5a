/* The memory of a world: small blocks from chunks with a free list per size, large ones from malloc. All of it goes at
 * once when the world is dropped; nothing is finalized. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

void hs_arena_init(hs_arena *a, void *memory, size_t size) {
    memset(a, 0, sizeof *a);
    a->bump = memory;
    a->end = (uint8_t *)memory + size;
    a->large.next = a->large.previous = &a->large;
    a->next_chunk = 8 * 1024;
    a->reserved = size;
}

void hs_arena_drop(hs_arena *a) {
    for (hs_chunk *chunk = a->chunks; chunk != NULL;) {
        hs_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    for (hs_large *large = a->large.next; large != &a->large;) {
        hs_large *next = large->next;
        free(large);
        large = next;
    }
}

static size_t class_of(size_t size) { return (size + HS_STEP - 1) / HS_STEP; }

static bool needs_chunk(const hs_arena *a, size_t size_class) {
    return a->free_lists[size_class] == NULL && (size_t)(a->end - a->bump) < size_class * HS_STEP;
}

static void *small_new(hs_arena *a, size_t size_class) {
    void *block = a->free_lists[size_class];
    if (block != NULL) {
        a->free_lists[size_class] = *(void **)block;
        return block;
    }
    size_t size = size_class * HS_STEP;
    if (needs_chunk(a, size_class)) {
        hs_chunk *chunk = malloc(a->next_chunk);
        if (chunk == NULL) return NULL;
        chunk->next = a->chunks;
        a->chunks = chunk;
        a->bump = (uint8_t *)chunk + HS_STEP;
        a->end = (uint8_t *)chunk + a->next_chunk;
        a->reserved += a->next_chunk;
        if (a->next_chunk < 256 * 1024) a->next_chunk *= 2;
    }
    block = a->bump;
    a->bump += size;
    return block;
}

static void *large_resize(hs_arena *a, void *block, size_t size) {
    hs_large *old = block == NULL ? NULL : (hs_large *)block - 1;
    hs_large *large = realloc(old, size + sizeof *large);
    if (large == NULL) return NULL;
    if (old == NULL) {
        large->next = &a->large;
        large->previous = a->large.previous;
    }
    large->next->previous = large;
    large->previous->next = large;
    return large + 1;
}

static void release(hs_arena *a, void *block, size_t size) {
    size_t size_class = class_of(size);
    if (size_class <= HS_CLASSES) {
        *(void **)block = a->free_lists[size_class];
        a->free_lists[size_class] = block;
    } else {
        hs_large *large = (hs_large *)block - 1;
        large->next->previous = large->previous;
        large->previous->next = large->next;
        free(large);
    }
}

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
    size_t cap = w->limits.memory, size_class = class_of(new_size);
    if (size_class > HS_CLASSES && !is_string) cap += 2 * w->limits.string;
    if (a->live + growth > cap) return false;
    /* Blocks freed in one size are lost to all others; a script must not grow without end through all sizes. */
    return size_class > HS_CLASSES || !needs_chunk(a, size_class) ||
           a->reserved + a->next_chunk <= 2 * w->limits.memory + 64 * 1024;
}

/* No more memory. The place is noted now, since the error that follows leaves the frames before anyone sees it. */
static bool refuse(hs_world *w) {
    w->refused = true;
    if (w->stop == HS_STOP_NONE && w->running != NULL) hs_note_place(w->running, 0, w->stop_source, &w->stop_line);
    return false;
}

/* Whether Lua may have this block. At a first no, Lua collects everything and asks once more for the same; library
 * functions with their own buffers do not, they raise at once. Whoever does not come back has been refused for good:
 * `refused` is true from the first no until the same request fits. */
static bool admits(hs_world *w, void *block, size_t old_size, size_t new_size, bool is_string) {
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
    if (is_string && new_size > w->limits.string + 64) return refuse(w);
    if (w->fail_after > 0 && --w->fail_after == 0) return refuse(w);
    if (w->fail_after < 0 && ++w->fail_after == 0) has = false;
    if (has) return true;
    *pending = (hs_request){block, old_size, new_size, true};
    return refuse(w);
}

void *hs_allocate(void *ud, void *block, size_t old_size, size_t new_size) {
    hs_world *w = ud;
    hs_arena *a = &w->arena;
    bool is_string = block == NULL && old_size == LUA_TSTRING;
    if (block == NULL) old_size = 0; /* it told the kind of object */
    if (new_size == 0) {
        if (block != NULL) release(a, block, old_size);
        a->live -= old_size;
        return NULL;
    }
    /* Host code is never refused: nothing protects its frames. */
    if (w->enforce && new_size > old_size) {
        if (!admits(w, block, old_size, new_size, is_string)) return NULL;
        w->bytes += new_size - old_size;
    }
    size_t old_class = class_of(old_size), new_class = class_of(new_size);
    void *result;
    if (block != NULL && old_class == new_class && new_class <= HS_CLASSES) {
        result = block;
    } else if (new_class > HS_CLASSES && (block == NULL || old_class > HS_CLASSES)) {
        result = large_resize(a, block, new_size);
    } else {
        result = new_class <= HS_CLASSES ? small_new(a, new_class) : large_resize(a, NULL, new_size);
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
