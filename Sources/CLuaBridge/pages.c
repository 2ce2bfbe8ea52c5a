/* The memory that worlds are made of, in runs of whole pages, shared by all threads. malloc would keep what a peak of
 * calls took: small blocks of worlds that live pin the pages of those that are gone. A run belongs to one world, so its
 * pages can go back to the system when the world is dropped. Some stay at hand for the next worlds, the rest is given
 * back many at a time. */
#include "pages.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* How much is asked of the system at once. */
#define REGION ((size_t)4 * 1024 * 1024)
/* Free runs that keep their pages: so much, and a part of what is in use. */
#define KEPT ((size_t)1024 * 1024)
/* From here on a peak is worth looking through malloc's heap when it has passed: some thousand calls. */
#define LARGE_PEAK ((size_t)32 * 1024 * 1024)

typedef struct {
    void **runs;
    size_t count, capacity;
} hs_runs;

static struct {
    pthread_mutex_t lock;
    hs_runs warm[HS_RUN_CLASSES]; /* free, with their pages */
    hs_runs cold[HS_RUN_CLASSES]; /* free, their pages given back */
    uint8_t *fresh[HS_RUN_CLASSES], *fresh_end[HS_RUN_CLASSES];
    size_t used, warm_bytes;
    size_t peak; /* of `used`, since malloc's heap was looked through last */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

int hs_run_class(size_t bytes) {
    int run_class = 0;
    while (run_class < HS_RUN_CLASSES && hs_run_size(run_class) < bytes) run_class++;
    return run_class;
}

/* Without memory for the note the run is lost: its address range, not its pages, which were given back. */
static bool push(hs_runs *list, void *run) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        void **grown = realloc(list->runs, capacity * sizeof *grown);
        if (grown == NULL) return false;
        list->runs = grown;
        list->capacity = capacity;
    }
    list->runs[list->count++] = run;
    return true;
}

static void *pop(hs_runs *list) { return list->count == 0 ? NULL : list->runs[--list->count]; }

static void *carve(int run_class) {
    size_t size = hs_run_size(run_class);
    if (pool.fresh[run_class] == pool.fresh_end[run_class]) {
        void *region = mmap(NULL, REGION, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (region == MAP_FAILED) return NULL;
#ifdef MADV_NOHUGEPAGE
        /* One world would make 2 MiB resident. */
        madvise(region, REGION, MADV_NOHUGEPAGE);
#endif
        pool.fresh[run_class] = region;
        pool.fresh_end[run_class] = (uint8_t *)region + REGION;
    }
    void *run = pool.fresh[run_class];
    pool.fresh[run_class] += size;
    return run;
}

void *hs_run_new(int run_class) {
    pthread_mutex_lock(&pool.lock);
    void *run = pop(&pool.warm[run_class]);
    if (run != NULL) pool.warm_bytes -= hs_run_size(run_class);
    if (run == NULL) run = pop(&pool.cold[run_class]);
    if (run == NULL) run = carve(run_class);
    if (run != NULL) pool.used += hs_run_size(run_class);
    if (pool.used > pool.peak) pool.peak = pool.used;
    pthread_mutex_unlock(&pool.lock);
    return run;
}

static int by_address(const void *a, const void *b) {
    uintptr_t left = *(const uintptr_t *)a, right = *(const uintptr_t *)b;
    return left < right ? -1 : left > right;
}

/* Gives pages back; runs that lie beside one another in one go. */
static void cool(void **runs, size_t count, size_t size) {
    qsort(runs, count, sizeof *runs, by_address);
    for (size_t first = 0; first < count;) {
        size_t next = first + 1;
        while (next < count && (uint8_t *)runs[next] == (uint8_t *)runs[next - 1] + size) next++;
        madvise(runs[first], (next - first) * size, MADV_DONTNEED);
        first = next;
    }
}

#define BATCH 256

/* The class that keeps the most. */
static int warmest(void) {
    int found = 0;
    for (int i = 1; i < HS_RUN_CLASSES; i++) {
        if (pool.warm[i].count * hs_run_size(i) > pool.warm[found].count * hs_run_size(found)) found = i;
    }
    return found;
}

/* Takes runs that have been free the longest out of the warm ones of a class, until few enough are left. */
static size_t take_batch(int run_class, void *batch[BATCH]) {
    hs_runs *warm = &pool.warm[run_class];
    const size_t kept = KEPT + pool.used / 32;
    size_t count = 0;
    while (count < BATCH && count < warm->count && pool.warm_bytes > kept / 2) {
        batch[count] = warm->runs[count];
        count++;
        pool.warm_bytes -= hs_run_size(run_class);
    }
    for (size_t i = count; i < warm->count; i++) warm->runs[i - count] = warm->runs[i];
    warm->count -= count;
    return count;
}

#ifdef __GLIBC__
static atomic_bool is_trimming;

static void *trim(void *unused) {
    (void)unused;
    malloc_trim(0);
    atomic_store(&is_trimming, false);
    return NULL;
}

/* What the host keeps for a call lies in malloc's heap, which holds on to it: after a peak whole pages of it are free.
 * They are given back by a thread of its own, since that may take some milliseconds. */
static void trim_heap(void) {
    pthread_t thread;
    if (atomic_exchange(&is_trimming, true)) return;
    if (pthread_create(&thread, NULL, trim, NULL) == 0) pthread_detach(thread);
    else atomic_store(&is_trimming, false);
}
#else
static void trim_heap(void) {}
#endif

/* Whether half of what was used at the peak is gone, and that is much. */
static bool has_fallen(void) {
    if (pool.used > pool.peak / 2 || pool.peak < LARGE_PEAK) return false;
    pool.peak = pool.used;
    return true;
}

void hs_run_free(void *run, int run_class) {
    void *batch[BATCH];
    size_t count = 0;
    int given = 0;
    pthread_mutex_lock(&pool.lock);
    pool.used -= hs_run_size(run_class);
    bool is_noted = push(&pool.warm[run_class], run);
    if (is_noted) pool.warm_bytes += hs_run_size(run_class);
    if (pool.warm_bytes > KEPT + pool.used / 32) {
        given = warmest();
        count = take_batch(given, batch);
    }
    const bool has_peak_passed = has_fallen();
    pthread_mutex_unlock(&pool.lock);
    if (has_peak_passed) trim_heap();
    if (!is_noted) cool(&run, 1, hs_run_size(run_class));
    if (count == 0) return;
    /* Without the lock: it takes some microseconds, and nobody else knows of these runs. */
    cool(batch, count, hs_run_size(given));
    pthread_mutex_lock(&pool.lock);
    for (size_t i = 0; i < count; i++) push(&pool.cold[given], batch[i]);
    pthread_mutex_unlock(&pool.lock);
}

void hs_runs_state(size_t *used, size_t *at_hand) {
    pthread_mutex_lock(&pool.lock);
    *used = pool.used;
    *at_hand = pool.warm_bytes;
    pthread_mutex_unlock(&pool.lock);
}
