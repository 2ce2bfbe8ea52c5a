import Foundation

/// Work on a thread with a stack for what nests deep.
enum DeepThread {
    static func run(_ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        // Address space; only what is used costs memory.
        thread.stackSize = 64 << 20
        thread.start()
    }
}
