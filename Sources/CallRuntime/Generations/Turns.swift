import NIOConcurrencyHelpers

/// Work that is done one piece after the other, in the order in which it was handed over.
final class Turns: Sendable {
    private let last = NIOLockedValueBox<Task<Void, Never>?>(nil)

    /// Adds work and waits for what it gives.
    func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
        let task = last.withLockedValue { last in
            let previous = last
            let task = Task {
                await previous?.value
                return await body()
            }
            last = Task { _ = await task.value }
            return task
        }
        return await task.value
    }

    /// Adds work.
    func add(_ body: @escaping @Sendable () async -> Void) {
        last.withLockedValue { last in
            let previous = last
            last = Task {
                await previous?.value
                await body()
            }
        }
    }
}
