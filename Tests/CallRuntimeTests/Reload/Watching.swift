import Foundation
import Testing

@testable import CallRuntime

extension FlowWatchTimes {
    /// Only notices of the system count: the net never comes.
    static let noticesOnly = FlowWatchTimes(quiet: .milliseconds(30), longest: .seconds(2), net: .seconds(3600))
}

/// A watcher at work, and what it tells. Waiting ends with the test's time limit.
final class Watching: Sendable {
    enum Told: Sendable {
        case tree(FlowTree)
        case problem(any Error)
    }

    struct NothingCame: Error {}

    let watcher: FlowWatcher
    private let root: String
    private let told: AsyncStream<Told>

    init(
        _ root: String, times: FlowWatchTimes = .noticesOnly,
        openEvents: @escaping @Sendable () -> Result<any FolderEvents, SystemFailure> = Inotify.open,
        afterTree: @escaping @Sendable (FlowTree) -> Void = { _ in }
    ) {
        let (told, teller) = AsyncStream.makeStream(of: Told.self)
        self.root = root
        self.told = told
        watcher = FlowWatcher(root: root, times: times, openEvents: openEvents)
        watcher.start(
            onTree: {
                teller.yield(.tree($0))
                afterTree($0)
            },
            onProblem: { teller.yield(.problem($0)) })
    }

    deinit { watcher.stop() }

    func next() async throws -> Told {
        for await one in told { return one }
        throw NothingCame()
    }

    func nextTree() async throws -> FlowTree {
        while true {
            if case .tree(let tree) = try await next() { return tree }
        }
    }

    func nextProblem() async throws -> any Error {
        while true {
            if case .problem(let error) = try await next() { return error }
        }
    }

    /// Waits for the tree that is on the disk, which nobody changes any more.
    @discardableResult
    func reachesDisk() async throws -> FlowTree {
        let disk = try FlowTreeScanner().scan(root: root)
        while true {
            let tree = try await nextTree()
            if tree == disk { return tree }
        }
    }
}

extension FlowTree {
    /// The sources as text.
    var texts: [String: String] { files.mapValues { String(decoding: $0, as: UTF8.self) } }
}
