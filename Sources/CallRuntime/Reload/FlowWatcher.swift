import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// Watches a folder of flows and tells of each new state of it, as a whole.
///
/// Notices of the system are only hints to scan the folder; it is scanned every few seconds anyway. A problem is told
/// once, until it is another one or has gone meanwhile.
public final class FlowWatcher: Sendable {
    private struct Running: Sendable {
        let wakeUp: WakeUp
        let thread: ObjectIdentifier
        let ended: DispatchGroup
    }

    private let root: String
    private let scanner: FlowTreeScanner
    private let times: FlowWatchTimes
    private let openEvents: @Sendable () -> Result<any FolderEvents, SystemFailure>
    private let running = NIOLockedValueBox<Running?>(nil)

    /// Makes a watcher that does nothing yet. The root may be a link and need not be there.
    public convenience init(
        root: String, scanner: FlowTreeScanner = FlowTreeScanner(), times: FlowWatchTimes = FlowWatchTimes()
    ) {
        self.init(root: root, scanner: scanner, times: times, openEvents: Inotify.open)
    }

    init(
        root: String, scanner: FlowTreeScanner = FlowTreeScanner(), times: FlowWatchTimes,
        openEvents: @escaping @Sendable () -> Result<any FolderEvents, SystemFailure>
    ) {
        self.root = root
        self.scanner = scanner
        self.times = times
        self.openEvents = openEvents
    }

    deinit { stop() }

    /// Starts watching on a thread of its own; does nothing if the watcher is already started.
    ///
    /// - Parameters:
    ///   - onTree: Called on that thread with the first tree, with each one that differs from the last, and with the next
    ///     one after a problem.
    ///   - onProblem: Called on that thread with a `FlowTreeError` or a `FlowWatchError`. Watching goes on.
    public func start(
        onTree: @escaping @Sendable (FlowTree) -> Void, onProblem: @escaping @Sendable (any Error) -> Void
    ) {
        let setup = WatchLoop.Setup(
            root: root, scanner: scanner, times: times, openEvents: openEvents, onTree: onTree, onProblem: onProblem)
        running.withLockedValue { running in
            guard running == nil else { return }
            let wakeUp = WakeUp()
            let ended = DispatchGroup()
            ended.enter()
            let thread = Thread {
                var loop = WatchLoop(setup, wakeUp: wakeUp)
                loop.run()
                ended.leave()
            }
            thread.name = "flow-watcher"
            running = Running(wakeUp: wakeUp, thread: ObjectIdentifier(thread), ended: ended)
            thread.start()
        }
    }

    /// Scans now instead of waiting for a hint.
    public func scanNow() { running.withLockedValue { $0 }?.wakeUp.scan() }

    /// Stops watching. Nothing is told any more once this returns; called from `onTree` or `onProblem`, nothing is told
    /// after that call.
    public func stop() {
        let stopped = running.withLockedValue { running in
            defer { running = nil }
            return running
        }
        guard let stopped else { return }
        stopped.wakeUp.stop()
        // The thread cannot wait for itself.
        if ObjectIdentifier(Thread.current) != stopped.thread { stopped.ended.wait() }
    }
}
