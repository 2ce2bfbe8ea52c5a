import NIOConcurrencyHelpers

/// The emulator's clock: the system's, or one that stands still until it is moved, so that an hour costs nothing.
final class EmulatorClock: Sendable {
    private let held = NIOLockedValueBox<Double?>(nil)
    private let running: @Sendable () -> Double

    init(_ running: @escaping @Sendable () -> Double) { self.running = running }

    /// Seconds since 1970.
    func now() -> Double { held.withLockedValue { $0 } ?? running() }

    var isHeld: Bool { held.withLockedValue { $0 != nil } }

    /// Stands still at a time.
    func hold(at time: Double) { held.withLockedValue { $0 = time } }

    /// Runs again.
    func release() { held.withLockedValue { $0 = nil } }
}

/// What goes on between an emulator and the outside, for whoever moves its clock: time may pass when nothing is on its
/// way.
public struct ClockView: Sendable, Equatable {
    /// Seconds since 1970.
    public var now: Double
    /// Whether it stands still until it is moved.
    public var isHeld: Bool
    /// When the emulator has something to do next; nil when it waits for others only.
    public var next: Double?
    /// Deliveries that were sent and not answered yet.
    public var underWay: Int
    /// Requests that wait for the time to pass, or for an event to leave.
    public var parked: Int
    /// Requests that are being answered.
    public var busy: Int
}

extension CallEmulator {
    /// How the clock stands, and what is on its way.
    public var clockView: ClockView {
        ClockView(
            now: time(), isHeld: clock.isHeld,
            next: [core.nextDeadline, machine.nextDeadline, sleepers.next].compactMap { $0 }.min(),
            underWay: machine.underWay + sockets.underWay, parked: sleepers.count, busy: openRequests - sleepers.count)
    }

    /// Lets the clock stand still, and moves it to `time`: what is due until then happens, in order.
    /// - Throws: `ControlError` (400) when that is before now.
    public func holdClock(at time: Double) throws(ControlError) {
        guard time >= core.now else {
            throw ControlError(
                status: 400, message: "the clock cannot go back from \(core.now) to \(time); a reset can")
        }
        clock.hold(at: time)
        core.advance(to: time)
        sleepers.wake(until: time)
        settle()
    }

    /// Lets the clock run as the system's does.
    public func releaseClock() {
        clock.release()
        sleepers.wakeAll()
        settle()
    }

    /// Forgets all calls, phones and deliveries, and begins anew with the clock held at `time`.
    public func reset(holdingAt time: Double) {
        clock.hold(at: time)
        machine.restart(at: time)
        reset(coreAt: time)
    }

    /// Holds a request in the emulator's time.
    func pause(_ seconds: Double) async {
        guard clock.isHeld else {
            try? await Task.sleep(for: .seconds(seconds))
            return
        }
        let due = time() + seconds
        await withCheckedContinuation { sleepers.add(due, $0) }
    }
}

/// Those who wait for a held clock to be moved.
struct Sleepers {
    private var waiting: [(due: Double, continuation: CheckedContinuation<Void, Never>)] = []

    var count: Int { waiting.count }
    var next: Double? { waiting.map(\.due).min() }

    mutating func add(_ due: Double, _ continuation: CheckedContinuation<Void, Never>) {
        waiting.append((due, continuation))
    }

    mutating func wake(until time: Double) {
        let due = waiting.filter { $0.due <= time }
        waiting.removeAll { $0.due <= time }
        for sleeper in due { sleeper.continuation.resume() }
    }

    mutating func wakeAll() { wake(until: .infinity) }
}
