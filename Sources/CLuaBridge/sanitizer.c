/* Debian's Lua jumps through __longjmp_chk, which the thread sanitizer does not know: it would keep the frames that were
 * left and run out of space for them. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#include <setjmp.h>

_Noreturn void __longjmp_chk(jmp_buf place, int value);
_Noreturn void __longjmp_chk(jmp_buf place, int value) { longjmp(place, value); }
#endif
#endif
