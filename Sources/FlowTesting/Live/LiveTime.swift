import CallRuntime
import NIOCore

/// The real time on one loop, moved by a fixed number of seconds.
struct LiveTime: StageTime {
    let loop: any EventLoop
    let clock: ShiftedClock

    func now() -> Double { clock.now() }

    func run(after seconds: Double, _ body: @escaping @Sendable () -> Void) {
        loop.scheduleTask(in: .nanoseconds(Int64(min(max(0, seconds), 31_536_000) * 1e9)), body)
    }
}

/// The system's clock, moved by a fixed number of seconds.
public struct ShiftedClock: RuntimeClock {
    private let system = SystemClock()
    /// Seconds that it is ahead.
    public let offset: Double

    /// A clock that is `offset` seconds ahead.
    public init(offset: Double) { self.offset = offset }

    /// A clock that shows the last Monday at 15:00 UTC now, which is when cases begin: office hours on both sides of the
    /// Atlantic.
    public static func inOfficeHours() -> ShiftedClock {
        let now = SystemClock().now()
        let week = 7.0 * 86_400
        let weeks = ((now - StageSettings.usualStart) / week).rounded(.down)
        return ShiftedClock(offset: StageSettings.usualStart + weeks * week - now)
    }

    /// Seconds since 1970.
    public func now() -> Double { system.now() + offset }

    /// A timer of the event loop.
    public func schedule(
        at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void
    ) -> RuntimeTimer {
        system.schedule(at: due - offset, on: loop, body)
    }
}
