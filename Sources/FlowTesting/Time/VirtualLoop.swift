import Foundation
import NIOConcurrencyHelpers
import NIOCore

/// An event loop without sockets, on the thread of whoever drives it: tasks run when `runReady` is called, timers when
/// the virtual time is moved. Everything that happens in one world of virtual time happens here, so that it happens in
/// the same order each time.
///
/// It is also the executor of tasks that wait for the store, which keeps these on the thread too.
public final class VirtualLoop: EventLoop {
    /// What its timers go by.
    public let time: VirtualTime
    private let thread: NIOLockedValueBox<UInt>
    private let ready = NIOLockedValueBox(CircularBuffer<@Sendable () -> Void>())

    /// A loop that the calling thread drives.
    public init(time: VirtualTime) {
        self.time = time
        thread = NIOLockedValueBox(Self.ownThread)
    }

    private static var ownThread: UInt { UInt(bitPattern: ObjectIdentifier(Thread.current)) }

    /// Runs what is ready, and what becomes ready by it.
    /// - Returns: whether there was anything.
    @discardableResult
    public func runReady() -> Bool {
        var hasRun = false
        while let task = ready.withLockedValue({ $0.popFirst() }) {
            task()
            hasRun = true
        }
        return hasRun
    }

    /// Whether something is ready to run.
    var hasReady: Bool { ready.withLockedValue { !$0.isEmpty } }

    // MARK: - EventLoop

    /// Whether the caller is the thread that drives it.
    public var inEventLoop: Bool { thread.withLockedValue { $0 } == Self.ownThread }

    /// The virtual time, as far as a deadline can tell it.
    public var now: NIODeadline { .uptimeNanoseconds(Self.nanoseconds(time.now())) }

    /// Runs a task at the next `runReady`.
    public func execute(_ task: @escaping @Sendable () -> Void) { ready.withLockedValue { $0.append(task) } }

    /// Runs a task at a time of this loop's `now`.
    @discardableResult
    public func scheduleTask<T>(
        deadline: NIODeadline, _ task: @escaping @Sendable () throws -> T
    ) -> Scheduled<T> {
        schedule(at: Double(deadline.uptimeNanoseconds) / 1e9, task)
    }

    /// Runs a task after an amount of virtual time.
    @discardableResult
    public func scheduleTask<T>(in amount: TimeAmount, _ task: @escaping @Sendable () throws -> T) -> Scheduled<T> {
        schedule(at: time.now() + Double(amount.nanoseconds) / 1e9, task)
    }

    private func schedule<T>(at due: Double, _ task: @escaping @Sendable () throws -> T) -> Scheduled<T> {
        let owed = Owed(promise: makePromise(of: T.self))
        let number = time.plan(at: due) {
            do { owed.promise.assumeIsolatedUnsafeUnchecked().succeed(try task()) } catch { owed.promise.fail(error) }
        }
        return Scheduled(promise: owed.promise, cancellationTask: { [time] in time.cancel(number) })
    }

    /// A promise that is not left open when its plan is forgotten.
    private final class Owed<Value>: Sendable {
        let promise: EventLoopPromise<Value>

        init(promise: EventLoopPromise<Value>) { self.promise = promise }

        deinit { promise.fail(EventLoopError.cancelled) }
    }

    /// There is nothing to shut down.
    public func shutdownGracefully(queue: DispatchQueue, _ callback: @escaping @Sendable ((any Error)?) -> Void) {
        queue.async { callback(nil) }
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(max(0, seconds) * 1e9) }
}

extension VirtualLoop: SerialExecutor, TaskExecutor {
    /// Runs a part of a task at the next `runReady`.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        ready.withLockedValue { ready in
            ready.append {
                job.runSynchronously(
                    isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
            }
        }
    }

    /// Itself: what is isolated to the loop runs on it.
    public var executor: any SerialExecutor { self }

    /// A reference for the language's runtime.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(complexEquality: self) }

    /// A reference for the language's runtime.
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

    /// Whether another executor is this one.
    public func isSameExclusiveExecutionContext(other: VirtualLoop) -> Bool { other === self }

    /// Traps when the caller is on another thread, as the language demands.
    public func checkIsolated() { preconditionInEventLoop() }
}
