import Dispatch
import NIOConcurrencyHelpers

#if canImport(Glibc)
    import Glibc

    /// The C library's own, which has no header among those that Swift sees.
    private let trimHeap: (@convention(c) (Int) -> CInt)? = dlsym(nil, "malloc_trim").map {
        unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
    }
#endif

/// Gives freed memory back to the system after sessions left memory: at most once a second, and off the loops, since it
/// walks through all that the allocator holds.
final class MemoryTrim: Sendable {
    private struct State {
        var isPending = false
        var last = DispatchTime(uptimeNanoseconds: 0)
    }

    private let state = NIOLockedValueBox(State())

    /// Trims soon.
    func soon() {
        let when: DispatchTime? = state.withLockedValue { state in
            guard !state.isPending else { return nil }
            state.isPending = true
            return max(DispatchTime.now(), state.last + .seconds(1))
        }
        guard let when else { return }
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: when) { [state] in
            #if canImport(Glibc)
                _ = trimHeap?(0)
            #endif
            state.withLockedValue { state in
                state.isPending = false
                state.last = .now()
            }
        }
    }
}
