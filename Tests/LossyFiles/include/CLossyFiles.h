#ifndef CLOSSYFILES_H
#define CLOSSYFILES_H

/// A file layer of SQLite (a VFS named "lossy") that can lose power and run full. A folder is a disk: all files in it
/// fail together. For tests only.

/// Registers the layer; may be called again.
/// Returns 0 for success.
int lossy_register(void);

/// Cuts the power of a disk: nothing is read or written any more.
void lossy_cut(const char *folder);

/// Gives a disk back as it was at the last sync of each file: later writes are undone, shared memory is removed. Only
/// after lossy_cut, and when nothing has a file of it open.
/// Returns how many writes were undone, or -1 when a file could not be restored.
int lossy_restore(const char *folder);

/// While a disk is full, no file of it grows.
void lossy_fill(const char *folder, int is_full);

#endif
