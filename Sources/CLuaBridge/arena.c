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

static void *small_new(hs_arena *a, size_t size_class) {
    void *block = a->free_lists[size_class];
    if (block != NULL) {
        a->free_lists[size_class] = *(void **)block;
        return block;
    }
    size_t size = size_class * HS_STEP;
    if ((size_t)(a->end - a->bump) < size) {
        hs_chunk *chunk = malloc(a->next_chunk);
        if (chunk == NULL) return NULL;
        chunk->next = a->chunks;
        a->chunks = chunk;
        a->bump = (uint8_t *)chunk + HS_STEP;
        a->end = (uint8_t *)chunk + a->next_chunk;
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
    size_t size_class = (size + HS_STEP - 1) / HS_STEP;
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

/* Whether Lua must not have this block. Host code is never refused: nothing protects its frames. */
static bool refuses(hs_world *w, size_t old_size, size_t new_size, bool is_string) {
    if (!w->enforce || new_size <= old_size) return false;
    bool over = w->refused || w->arena.live + (new_size - old_size) > w->limits.memory ||
                (is_string && new_size > w->limits.string + 64);
    if (w->fail_after > 0 && --w->fail_after == 0) over = true;
    if (!over) return false;
    /* Lua collects and tries again once; a world that lives at its cap would do nothing else. */
    if (++w->refusals > 1 || is_string) w->refused = true;
    return true;
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
    if (refuses(w, old_size, new_size, is_string)) return NULL;
    size_t old_class = (old_size + HS_STEP - 1) / HS_STEP, new_class = (new_size + HS_STEP - 1) / HS_STEP;
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
    if (result == NULL) return new_size <= old_size ? block : NULL;
    a->live += new_size - old_size;
    return result;
}
