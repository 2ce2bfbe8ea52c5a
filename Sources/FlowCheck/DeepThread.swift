import Foundation

/// Work on a thread with a stack for what nests deep: sources nest up to 200 levels, and the threads of tasks have small
/// stacks.
enum DeepThread {
    static func run(_ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        // Address space; only what is used costs memory.
        thread.stackSize = 64 << 20
        thread.start()
    }

    /// The same, for what the work gives.
    static func value<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in run { continuation.resume(returning: work()) } }
    }
}
