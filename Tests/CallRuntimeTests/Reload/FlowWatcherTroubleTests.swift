import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

/// What goes wrong: errors in the tree, too many notices, none at all; and how a watcher ends.
@Suite(.timeLimit(.minutes(2))) struct FlowWatcherTroubleTests {
    private let folder: TempFolder
    private let root: String

    init() throws {
        folder = try TempFolder()
        root = folder.path("flows")
        try folder.write("flows/sales.lua", "1")
    }

    private static var longestQueue: Int {
        let text = try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? .max
    }

    @Test func anErrorIsToldOnceAndWatchingGoesOn() async throws {
        let watching = Watching(root)
        _ = try await watching.nextTree()
        try folder.write("flows/large.lua", String(repeating: "-", count: 1 << 20 + 1))
        let error = try await watching.nextProblem()
        #expect(error as? FlowTreeError == .fileTooLarge(path: root + "/large.lua", limit: 1 << 20))
        watching.watcher.scanNow()
        try folder.replace("flows/large.lua", "2")
        guard case .tree(let tree) = try await watching.next() else {
            Issue.record("the same problem was told twice")
            return
        }
        #expect(tree.texts == ["sales.lua": "1", "large.lua": "2"])
    }

    @Test func theSameTreeIsToldAgainOnceAnErrorHasGone() async throws {
        let watching = Watching(root)
        let before = try await watching.nextTree()
        try folder.write("flows/large.lua", String(repeating: "-", count: 1 << 20 + 1))
        _ = try await watching.nextProblem()
        try FileManager.default.removeItem(atPath: folder.path("flows/large.lua"))
        #expect(try await watching.nextTree() == before)
    }

    @Test(.enabled(if: longestQueue < 200_000, "the queue is too long to fill"))
    func aChangeLostInAFullQueueIsSeen() async throws {
        let mayGoOn = DispatchSemaphore(value: 0)
        let watching = Watching(root, afterTree: { _ in mayGoOn.wait() })
        defer { for _ in 0..<100 { mayGoOn.signal() } }
        _ = try await watching.nextTree()
        // Beside the root, where only the root's own name matters; in turns, because equal notices become one.
        try folder.write("a", "")
        try folder.write("b", "")
        for number in 0...Self.longestQueue {
            let mode: mode_t = number / 2 % 2 == 0 ? 0o600 : 0o644
            chmod(folder.path(number % 2 == 0 ? "a" : "b"), mode)
        }
        try folder.write("flows/sales.lua", "lost")
        mayGoOn.signal()
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "lost"])
    }

    @Test func withoutNoticesTheFolderIsPolledAndThatIsToldOnce() async throws {
        let times = FlowWatchTimes(net: .milliseconds(20))
        let watching = Watching(root, times: times, openEvents: { .failure(SystemFailure(code: EMFILE)) })
        let error = try await watching.nextProblem()
        #expect(error as? FlowWatchError == .noNotices(reason: systemReason(EMFILE), net: times.net))
        #expect(try await watching.nextTree().texts == ["sales.lua": "1"])
        for text in ["2", "3"] {
            try folder.replace("flows/sales.lua", text)
            guard case .tree(let tree) = try await watching.next() else {
                Issue.record("the problem was told twice")
                return
            }
            #expect(tree.texts == ["sales.lua": text])
        }
    }

    @Test func aScanOnDemandWaitsForNothing() async throws {
        let never = FlowWatchTimes(quiet: .seconds(3600), longest: .seconds(3600), net: .seconds(3600))
        let watching = Watching(root, times: never)
        _ = try await watching.nextTree()
        try folder.write("flows/sales.lua", "2")
        watching.watcher.scanNow()
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "2"])
    }

    @Test func afterStopNothingIsTold() async throws {
        let told = NIOLockedValueBox(0)
        let (trees, teller) = AsyncStream.makeStream(of: FlowTree.self)
        let watcher = FlowWatcher(root: root)
        watcher.start(
            onTree: {
                told.withLockedValue { $0 += 1 }
                teller.yield($0)
            }, onProblem: { Issue.record($0) })
        for await _ in trees { break }
        watcher.stop()
        let before = told.withLockedValue { $0 }
        try folder.write("flows/sales.lua", "2")
        watcher.scanNow()
        watcher.stop()
        #expect(told.withLockedValue { $0 } == before)
    }

    @Test func aWatcherMayBeStoppedByWhatItTells() async throws {
        let (trees, teller) = AsyncStream.makeStream(of: FlowTree.self)
        let watcher = FlowWatcher(root: root)
        watcher.start(
            onTree: {
                watcher.stop()
                teller.yield($0)
                teller.finish()
            }, onProblem: { Issue.record($0) })
        var count = 0
        for await _ in trees { count += 1 }
        #expect(count == 1)
    }

    @Test func aStoppedWatcherCanBeStartedAgain() async throws {
        let watcher = FlowWatcher(root: root)
        for _ in 0..<3 {
            let (trees, teller) = AsyncStream.makeStream(of: FlowTree.self)
            watcher.start(onTree: { teller.yield($0) }, onProblem: { Issue.record($0) })
            for await _ in trees { break }
            watcher.stop()
        }
    }
}
