import NIOConcurrencyHelpers
import NIOCore

@testable import CallRuntime

/// Time that moves when it is told to; timers then fire on their loops, in order.
final class TestClock: RuntimeClock {
    private struct State {
        var now = 1_000_000.0
        var timers: [Int: (due: Double, loop: any EventLoop, body: @Sendable () -> Void)] = [:]
        var next = 1
    }

    private let state = NIOLockedValueBox(State())

    func now() -> Double { state.withLockedValue { $0.now } }

    func schedule(at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) -> RuntimeTimer {
        let number = state.withLockedValue { state in
            defer { state.next += 1 }
            state.timers[state.next] = (due, loop, body)
            return state.next
        }
        return RuntimeTimer { [state] in state.withLockedValue { $0.timers[number] = nil } }
    }

    /// When the next timer is due; nil when none is set.
    var nextDue: Double? { state.withLockedValue { $0.timers.values.map(\.due).min() } }

    /// What a process that is gone had set.
    func forgetTimers() { state.withLockedValue { $0.timers = [:] } }

    /// Moves time on, timer by timer.
    func advance(_ seconds: Double) async throws {
        let until = now() + seconds
        while true {
            let due = state.withLockedValue { state -> (loop: any EventLoop, body: @Sendable () -> Void)? in
                let next = state.timers.filter { $0.value.due <= until }
                    .min { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
                guard let next else {
                    state.now = until
                    return nil
                }
                state.timers[next.key] = nil
                state.now = max(state.now, next.value.due)
                return (next.value.loop, next.value.body)
            }
            guard let due else { return }
            try await due.loop.submit { due.body() }.get()
        }
    }
}
