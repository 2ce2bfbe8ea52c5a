import Foundation
import NIOCore

/// The time and the timers of a runtime; injected, so that tests have their own.
public protocol RuntimeClock: Sendable {
    /// Seconds since 1970.
    func now() -> Double

    /// Calls `body` on `loop` at `due`, unless the timer is cancelled before.
    func schedule(at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) -> RuntimeTimer
}

/// A timer that was set.
public struct RuntimeTimer: Sendable {
    private let onCancel: @Sendable () -> Void

    /// A timer that `onCancel` takes back.
    public init(onCancel: @escaping @Sendable () -> Void) {
        self.onCancel = onCancel
    }

    /// Takes the timer back; without effect once it has fired.
    public func cancel() { onCancel() }
}

/// The wall clock and the event loops' own timers.
public struct SystemClock: RuntimeClock {
    /// The system's clock.
    public init() {}

    /// Seconds since 1970, by the wall clock.
    public func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// A timer of the event loop.
    public func schedule(
        at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void
    ) -> RuntimeTimer {
        let delay = max(0, due - now())
        let scheduled = loop.scheduleTask(in: .nanoseconds(Int64(min(delay, 31_536_000) * 1e9)), body)
        return RuntimeTimer { scheduled.cancel() }
    }
}
