#include "CLossyFiles.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Writes go to the real files at once, so that all connections see them; what they replace is kept until the file is
// synced. Losing power is putting it back, the newest first. A sync only forgets: the real disk is not waited for.

typedef struct change {
    struct change *older;
    sqlite3_int64 offset, size; // where it was written, and how long the file was before
    int count;                  // how many bytes were replaced
    unsigned char bytes[];
} change;

typedef struct node {
    struct node *next;
    char *path;
    change *newest;
} node;

typedef struct disk {
    struct disk *next;
    char *folder;
    int is_cut, is_full;
    node *nodes;
} disk;

typedef struct {
    sqlite3_file base;
    disk *disk; // null for temporary files, which nobody misses
    node *node;
} lossy_file; // the real file stands behind it

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static disk *disks;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs lossy_vfs;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((lossy_file *)file + 1); }

// With the lock held.
static disk *disk_of(const char *folder, size_t length) {
    for (disk *d = disks; d; d = d->next)
        if (strlen(d->folder) == length && !memcmp(d->folder, folder, length)) return d;
    disk *d = calloc(1, sizeof *d);
    d->folder = strndup(folder, length);
    d->next = disks;
    return disks = d;
}

static disk *disk_of_file(const char *path) {
    const char *slash = strrchr(path, '/');
    return disk_of(path, slash ? (size_t)(slash - path) : 0);
}

static node *node_of(disk *d, const char *path) {
    for (node *n = d->nodes; n; n = n->next)
        if (!strcmp(n->path, path)) return n;
    node *n = calloc(1, sizeof *n);
    n->path = strdup(path);
    n->next = d->nodes;
    return d->nodes = n;
}

static void forget(node *n) {
    while (n->newest) {
        change *c = n->newest;
        n->newest = c->older;
        free(c);
    }
}

// Keeps what a write of count bytes at offset, or a cut to that length, is going to replace.
static int keep(lossy_file *f, sqlite3_int64 offset, sqlite3_int64 count) {
    sqlite3_int64 size = 0;
    int rc = real(&f->base)->pMethods->xFileSize(real(&f->base), &size);
    if (rc) return rc;
    if (count < 0) count = size - offset;
    if (offset + count > size) count = size > offset ? size - offset : 0;
    if (count < 0) count = 0;
    change *c = malloc(sizeof *c + (size_t)count);
    if (!c) return SQLITE_NOMEM;
    *c = (change){.older = f->node->newest, .offset = offset, .size = size, .count = (int)count};
    if (count) {
        rc = real(&f->base)->pMethods->xRead(real(&f->base), c->bytes, (int)count, offset);
        if (rc) {
            free(c);
            return rc;
        }
    }
    f->node->newest = c;
    return SQLITE_OK;
}

static int is_cut(lossy_file *f) { return f->disk && f->disk->is_cut; }

static int file_close(sqlite3_file *file) {
    sqlite3_file *r = real(file);
    return r->pMethods ? r->pMethods->xClose(r) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    lossy_file *f = (lossy_file *)file;
    pthread_mutex_lock(&lock);
    int rc = is_cut(f) ? SQLITE_IOERR_READ : real(file)->pMethods->xRead(real(file), bytes, count, offset);
    pthread_mutex_unlock(&lock);
    return rc;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    lossy_file *f = (lossy_file *)file;
    pthread_mutex_lock(&lock);
    int rc = is_cut(f) ? SQLITE_IOERR_WRITE : SQLITE_OK;
    if (!rc && f->disk && f->disk->is_full) {
        sqlite3_int64 size = 0;
        rc = real(file)->pMethods->xFileSize(real(file), &size);
        if (!rc && offset + count > size) rc = SQLITE_FULL;
    }
    if (!rc && f->node) rc = keep(f, offset, count);
    if (!rc) rc = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
    pthread_mutex_unlock(&lock);
    return rc;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    lossy_file *f = (lossy_file *)file;
    pthread_mutex_lock(&lock);
    int rc = is_cut(f) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
    if (!rc && f->node) rc = keep(f, size, -1);
    if (!rc) rc = real(file)->pMethods->xTruncate(real(file), size);
    pthread_mutex_unlock(&lock);
    return rc;
}

static int file_sync(sqlite3_file *file, int flags) {
    lossy_file *f = (lossy_file *)file;
    (void)flags;
    pthread_mutex_lock(&lock);
    int rc = is_cut(f) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    if (!rc && f->node) forget(f->node);
    pthread_mutex_unlock(&lock);
    return rc;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int file_lock(sqlite3_file *file, int level) {
    return is_cut((lossy_file *)file) ? SQLITE_IOERR_LOCK : real(file)->pMethods->xLock(real(file), level);
}
static int file_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int file_reserved(sqlite3_file *file, int *out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
static int file_control(sqlite3_file *file, int op, void *arg) {
    // What it would do with sizes and mappings goes past the list of changes.
    if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE || op == SQLITE_FCNTL_MMAP_SIZE)
        return SQLITE_OK;
    return real(file)->pMethods->xFileControl(real(file), op, arg);
}
static int file_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int file_traits(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int file_shm_unmap(sqlite3_file *file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove && !is_cut((lossy_file *)file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, // without mapped files
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out) {
    lossy_file *f = (lossy_file *)file;
    (void)vfs;
    memset(f, 0, sizeof *f);
    real(file)->pMethods = NULL;
    pthread_mutex_lock(&lock);
    if (name) {
        f->disk = disk_of_file(name);
        f->node = node_of(f->disk, name);
    }
    int rc = is_cut(f) ? SQLITE_IOERR : SQLITE_OK;
    pthread_mutex_unlock(&lock);
    if (!rc) rc = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
    if (real(file)->pMethods) f->base.pMethods = &methods;
    return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    pthread_mutex_lock(&lock);
    disk *d = disk_of_file(name);
    int rc = d->is_cut ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
    if (!rc) forget(node_of(d, name));
    pthread_mutex_unlock(&lock);
    return rc;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    return real_vfs->xAccess(real_vfs, name, flags, out);
}
static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int count, char *out) {
    (void)vfs;
    return real_vfs->xFullPathname(real_vfs, name, count, out);
}
static int vfs_random(sqlite3_vfs *vfs, int count, char *out) {
    (void)vfs;
    return real_vfs->xRandomness(real_vfs, count, out);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real_vfs->xSleep(real_vfs, microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *out) {
    (void)vfs;
    return real_vfs->xCurrentTimeInt64(real_vfs, out);
}
static int vfs_old_time(sqlite3_vfs *vfs, double *out) {
    (void)vfs;
    return real_vfs->xCurrentTime(real_vfs, out);
}
static int vfs_error(sqlite3_vfs *vfs, int count, char *out) {
    (void)vfs;
    return real_vfs->xGetLastError(real_vfs, count, out);
}

static int registered;

static void register_once(void) {
    real_vfs = sqlite3_vfs_find(NULL);
    if (!real_vfs) return;
    lossy_vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(lossy_file) + real_vfs->szOsFile,
        .mxPathname = real_vfs->mxPathname,
        .zName = "lossy",
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_old_time,
        .xGetLastError = vfs_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    registered = sqlite3_vfs_register(&lossy_vfs, 0) == SQLITE_OK;
}

int lossy_register(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
    return registered ? 0 : -1;
}

void lossy_cut(const char *folder) {
    pthread_mutex_lock(&lock);
    disk_of(folder, strlen(folder))->is_cut = 1;
    pthread_mutex_unlock(&lock);
}

void lossy_fill(const char *folder, int is_full) {
    pthread_mutex_lock(&lock);
    disk_of(folder, strlen(folder))->is_full = is_full;
    pthread_mutex_unlock(&lock);
}

// Puts back what was changed since the last sync.
static int undo(node *n) {
    int undone = 0;
    if (n->newest) {
        int fd = open(n->path, O_RDWR | O_CLOEXEC);
        if (fd < 0) return -1;
        for (change *c = n->newest; c; c = c->older, undone++) {
            if (pwrite(fd, c->bytes, (size_t)c->count, c->offset) != c->count || ftruncate(fd, c->size)) undone = -1;
            if (undone < 0) break;
        }
        close(fd);
    }
    forget(n);
    size_t length = strlen(n->path);
    char *shm = malloc(length + 5);
    memcpy(shm, n->path, length);
    memcpy(shm + length, "-shm", 5);
    unlink(shm);
    free(shm);
    return undone;
}

int lossy_restore(const char *folder) {
    int undone = 0;
    pthread_mutex_lock(&lock);
    disk *d = disk_of(folder, strlen(folder));
    for (node *n = d->nodes; n && undone >= 0; n = n->next) {
        int count = undo(n);
        undone = count < 0 ? -1 : undone + count;
    }
    d->is_cut = 0;
    pthread_mutex_unlock(&lock);
    return undone;
}
